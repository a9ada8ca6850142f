create table t(a default ("foo"));
