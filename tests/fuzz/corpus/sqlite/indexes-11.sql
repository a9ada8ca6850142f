create table t(a check (rowid > 1), b); create index i on t(b) where oid > 3
