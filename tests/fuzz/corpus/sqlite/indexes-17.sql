create table t(a); create index i on t(a) where a in (select 1)
