create table t(a, unique(a) on conflict ignore, unique(a))
