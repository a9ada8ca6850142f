create table t(a, b, c as (a + b) stored, check (t.a > b)); create index i on t(a + b) where a > 1; alter table t rename a to z; alter table t rename to q
