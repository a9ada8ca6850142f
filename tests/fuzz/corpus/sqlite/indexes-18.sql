create table t(a); create index i on t(a) where "b" = 'b'
