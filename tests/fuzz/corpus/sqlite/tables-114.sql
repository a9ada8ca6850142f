create table t(a default (?))
