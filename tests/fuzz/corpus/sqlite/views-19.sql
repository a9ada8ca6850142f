create view v as select 1 where 1 in (select 2) and 3 not in (values (4)) and 5 in sqlite_schema
