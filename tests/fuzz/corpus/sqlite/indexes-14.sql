create table t(a, b); create index i on t(a+b, (a), (b) collate nocase desc, (a collate rtrim))
