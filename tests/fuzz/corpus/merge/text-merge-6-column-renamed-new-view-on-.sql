CREATE TABLE t (a INT, b INT);
---
CREATE TABLE t (
  x INT, -- was: a
  b INT);
---
CREATE TABLE t (a INT, b INT);
CREATE VIEW v AS SELECT a, b FROM t WHERE a > 1;
