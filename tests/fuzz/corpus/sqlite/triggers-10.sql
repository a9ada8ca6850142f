create table t(a); create trigger tr after insert on t begin insert into t values (new.a); end; create trigger TR after insert on t begin select 1; end
