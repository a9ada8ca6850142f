create table t(a); create view v as select value from json_each('[1]'), pragma_table_info('t')
