create table t(a); create view v as select a from temp.t
