create table t(a "", b 'x''y')
