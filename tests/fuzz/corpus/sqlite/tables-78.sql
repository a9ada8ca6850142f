create table t(a, b check (a is distinct from b or a is not distinct from null or a IS NULL))
