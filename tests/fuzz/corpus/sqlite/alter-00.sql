create table t(a,b); drop table t; create table T(c)
