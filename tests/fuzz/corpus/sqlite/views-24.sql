create table t(a); create view v as select (select max(a) from t where t.a = o.a) from t as o
