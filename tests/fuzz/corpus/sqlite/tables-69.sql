create table t(a, b int, primary key (b, a)) strict
