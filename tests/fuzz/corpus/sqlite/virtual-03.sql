create table t(a int as (1) virtual, b int always as (2))
