create table t(a, b indexed)
