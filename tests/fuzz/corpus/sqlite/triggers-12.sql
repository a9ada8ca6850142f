create table t(a); create trigger tr insert on t begin select 1; end
