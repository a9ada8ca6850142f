create view v as select 1; create index i on v(1)
