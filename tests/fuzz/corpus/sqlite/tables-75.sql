create table t(a, b check (a is true and b is not false and (a is (true))))
