CREATE TABLE t (a INT, b INT, UNIQUE (a));
---
CREATE TABLE t (a INT, b INT, UNIQUE (a), UNIQUE (a, b));
---
CREATE TABLE t (a INT, b INT);
