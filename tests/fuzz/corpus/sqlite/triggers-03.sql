create table t(a); create trigger tr instead of insert on t begin select 1; end
