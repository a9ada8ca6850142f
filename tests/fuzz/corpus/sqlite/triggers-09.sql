create table t(a); create trigger tr after insert on t begin insert into main.t values (1); end
