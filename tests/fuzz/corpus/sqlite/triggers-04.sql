create view v as select 1; create trigger tr after insert on v begin select 1; end
