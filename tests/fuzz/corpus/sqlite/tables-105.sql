create table t(a collate nocase unique, unique(a collate nocase), unique(a collate binary))
