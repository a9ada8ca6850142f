create table t(a check (a -> '$.x' ->> 'y' || 'z' collate nocase > ('a' collate rtrim)))
