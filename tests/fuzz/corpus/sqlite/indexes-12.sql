create index if not exists i on t(a); create table t(a); create index if not exists i on t(a)
