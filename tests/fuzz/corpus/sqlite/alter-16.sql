create table t(a, b); alter table t rename b to a
