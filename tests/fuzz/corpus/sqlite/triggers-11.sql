create table t(a); create trigger if not exists tr after insert on t begin select 1; end; create trigger if not exists tr after insert on t begin select 1; end; drop trigger tr
