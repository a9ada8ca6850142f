CREATE TABLE t (a INT, b INT);
---
CREATE TABLE t (a INT,
  c INT -- was: b
);
---
CREATE TABLE t (a INT, b INT, CHECK (a > b));
