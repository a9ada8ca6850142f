create table t(a); create index t on t(a)
