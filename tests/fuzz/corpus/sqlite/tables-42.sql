create table t(a check(a = raise(ignore)))
