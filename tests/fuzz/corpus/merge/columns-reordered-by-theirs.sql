CREATE TABLE t (a INT, b INT, c INT);
---
CREATE TABLE t (a INT, n INT, b INT, c INT);
---
CREATE TABLE t (c INT, b INT, a INT);
