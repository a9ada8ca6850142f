create table t(a); create view v as select nope, "str", [br], t.nope from t
