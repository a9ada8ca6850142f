create view v as select ?;
