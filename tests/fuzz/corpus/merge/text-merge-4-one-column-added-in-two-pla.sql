CREATE TABLE t (a INT, b INT);
---
CREATE TABLE t (x INT, a INT, b INT);
---
CREATE TABLE t (a INT, b INT, x TEXT);
