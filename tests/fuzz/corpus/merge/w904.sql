CREATE TABLE t (a INT, b INT, c INT);
---
CREATE TABLE t (b INT, a INT, c INT);
---
CREATE TABLE t (a INT, c INT, b INT);
