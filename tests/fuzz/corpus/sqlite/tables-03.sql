create table t(a generated always, b);
