create table t(a default 1e+03, b default 0X1F, c default 007, d default .5, e default 5., f default -0.0, g default x'aB', h default current_timestamp, i default null, j default ('a' || 'b'))
