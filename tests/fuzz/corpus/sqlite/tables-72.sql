create table t(a, true int, check (true > 1), check (false))
