create table t(a integer primary key desc autoincrement)
