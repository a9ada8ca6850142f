create table t(a primary key, b unique, c, check (c > 1)); alter table t drop c
