create table t(a,b); alter table t rename to u; alter table u rename column a to c; alter table u add column d int default 5 check (d > 1) references u(c); alter table u drop b
