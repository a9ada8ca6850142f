create table t(a); create view v as select t.* from t union all select * from main.t
