create table t(a "foo bar"(10), b my "ty pe" (1.5 , -3), c "INTEGER" primary key, d int text 'x'(3), e generated always);
