create trigger tr after insert on nope begin select 1; end
