create view v as select 1 as a; create trigger tr instead of insert on v begin select new.a; end
