CREATE TABLE t (a INT, b INT, c INT);
---
CREATE TABLE t (a INT, c INT);
---
CREATE TABLE t (a INT, b INT, c TEXT);
