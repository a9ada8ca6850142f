CREATE TABLE t (a INT, b INT);
---
CREATE TABLE t (a INT,
  x INT -- was: b
);
---
CREATE TABLE t (a INT, b INT, x TEXT);
