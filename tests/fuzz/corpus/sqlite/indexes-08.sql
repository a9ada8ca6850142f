create table t(a); create unique index if not exists i on t(a, a collate rtrim desc); create index if not exists i on t(a)
