create table t(a, check (random()>1))
