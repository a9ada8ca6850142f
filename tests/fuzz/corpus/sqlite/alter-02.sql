create table t(a,b); drop view t
