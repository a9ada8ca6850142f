create table t(a primary key unique, unique(a), unique(a collate nocase))
