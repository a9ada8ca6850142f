create table t(a); alter table t add b primary key
