create table t(a); create view v as select a from t order by a asc nulls first, a desc nulls last, a nulls last limit 1, 2
