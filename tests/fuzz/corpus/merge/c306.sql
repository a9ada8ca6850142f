CREATE TABLE t (a INT, b INT);
---
CREATE TABLE t (a INT);
---
CREATE TABLE t (a INT, b INT, CHECK (a > b));
