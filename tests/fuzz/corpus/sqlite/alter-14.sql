create table t(a); alter table t rename a to A
