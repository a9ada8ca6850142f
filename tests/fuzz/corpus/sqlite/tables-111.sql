create table t(a default (1+1), b default (current_date), c default ((((2)))))
