create table t(a); create view v as select main.t.a from t
