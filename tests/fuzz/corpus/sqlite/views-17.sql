create table t(a); create view v as select * from (select a as b from t) x, (t join t as u) where x.b = u.a and exists (values (1), (2))
