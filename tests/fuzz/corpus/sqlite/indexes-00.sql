create table t(a, check("zz" = a), unique("a"));create index i on t("nope");
