create unique index i on t(a); create table t(a)
