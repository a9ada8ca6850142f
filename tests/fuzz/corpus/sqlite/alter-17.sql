create table t(a); create table u(b); alter table t rename to u
