create table t(a); alter table t drop a
