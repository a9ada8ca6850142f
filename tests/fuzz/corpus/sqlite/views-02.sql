create view v(a,b) as select 1
