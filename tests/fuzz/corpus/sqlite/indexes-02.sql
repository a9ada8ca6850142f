create table t(a,b); create index i on t(a nulls first)
