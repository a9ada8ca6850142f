CREATE TABLE t (a INT, b INT);
---
CREATE TABLE t (a INT, b INT, c INT, CHECK (a > b));
---
CREATE TABLE t (a INT, b INT, d INT, CHECK (a > b));
