create table t(a, b); create view v as select a as x, b as y from t where x > 1 group by x order by y, 2, x + 1
