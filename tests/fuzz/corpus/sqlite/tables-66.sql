create table t(a, b, unique (a, b), unique (b, a), unique (a, b collate binary))
