create table t(a); create index i on t(a) where main.t.a > 0
