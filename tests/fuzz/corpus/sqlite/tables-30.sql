create table t(a integer, primary key(a desc)) without rowid
