create table t(a primary key desc, b unique)
