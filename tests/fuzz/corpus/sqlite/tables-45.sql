create table t(a, b as (a) primary key)
