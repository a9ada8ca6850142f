create table t(a, b, primary key (a), unique (b)); create view v as select a, b from t indexed by sqlite_autoindex_t_1
