create table t(a); create view v as select rowid, oid, _ROWID_, a from t
