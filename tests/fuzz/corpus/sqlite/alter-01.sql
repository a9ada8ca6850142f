create table t(a,b); create index i on t(a); drop index i; drop index if exists i; drop view if exists i
