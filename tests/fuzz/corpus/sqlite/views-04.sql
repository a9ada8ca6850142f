create table t(a, b); create index i on t(a, b); create view v as select a from t; alter table t rename a to z
