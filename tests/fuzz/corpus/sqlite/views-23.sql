create table t(a); create view v as select all a from t except select distinct 1 intersect select 2
