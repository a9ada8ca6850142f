create table t(a, unique(a) check(a>1) primary key(a))
