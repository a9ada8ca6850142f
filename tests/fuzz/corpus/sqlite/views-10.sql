create table t(a); create view v as select x.rowid from t x
