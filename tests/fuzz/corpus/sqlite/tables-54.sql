create table t(a default (a))
