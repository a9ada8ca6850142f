create table t(a); alter table t rename b to c
