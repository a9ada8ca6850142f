create table t(a); create unique index i on t(a) where a > ?
