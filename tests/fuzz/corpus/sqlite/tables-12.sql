create table t(a references p(x,y))
