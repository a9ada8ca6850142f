create table t(a default cast)
