create table t(a primary key, b unique, c); alter table t drop a
