CREATE TABLE t (a INT, b INT AS (a), c INT AS (a));
---
CREATE TABLE t (a INT, b INT AS (c), c INT AS (a));
---
CREATE TABLE t (a INT, b INT AS (a), c INT AS (b));
