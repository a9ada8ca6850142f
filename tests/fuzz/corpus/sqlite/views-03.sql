create table t(a); create view t as select 1
