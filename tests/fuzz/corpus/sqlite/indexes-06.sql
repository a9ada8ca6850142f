create table "sel ect"("from" text, "a.b" int default "x y"); create index "in dex" on "sel ect"("from" desc, "a.b" collate nocase, lower("from")) where "a.b" is not null
