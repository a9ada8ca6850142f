create table t(a int primary key, b text) without rowid; create index i on t(b)
