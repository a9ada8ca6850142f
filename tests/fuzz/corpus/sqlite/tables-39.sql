create table t(a int if, b key)
