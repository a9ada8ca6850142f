CREATE TABLE t (a INT, b INT AS (a));
---
CREATE TABLE t (a INT, b INT AS (a + 1));
---
CREATE TABLE t (a INT, b INT AS (a + 2));
