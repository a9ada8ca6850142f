create table t(a); create trigger tr delete on t when old.a > 1 begin select old.a; end; drop table t
