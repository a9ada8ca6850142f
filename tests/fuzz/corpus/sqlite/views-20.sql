create table t(a,b); create view v as select row_number() over w, lag(a, 1) over (w rows current row) from t window w as (partition by b order by a desc nulls last)
