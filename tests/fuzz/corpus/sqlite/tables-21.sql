create table t(a, primary key(zz))
