CREATE TABLE t (a INT, b TEXT);
---
CREATE TABLE t (
  b INT,
  a TEXT
);
---
CREATE TABLE t (a INT, b TEXT, c INT AS (a));
