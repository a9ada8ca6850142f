---
CREATE TABLE t (a INT, b INT);
---
CREATE TABLE t (a INT, c TEXT);
