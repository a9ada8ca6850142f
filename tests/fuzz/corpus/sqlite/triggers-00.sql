create table t(a); create trigger tr after insert on t begin select ?; end;
