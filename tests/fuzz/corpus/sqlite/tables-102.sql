create table t(a int not null on conflict rollback unique on conflict fail primary key on conflict ignore check (a) on conflict replace)
