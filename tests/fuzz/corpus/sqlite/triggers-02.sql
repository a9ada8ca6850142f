create table t(a); create trigger tr after update of zz on t begin select zz; end
