create table t(a); create index i on t(t.a)
