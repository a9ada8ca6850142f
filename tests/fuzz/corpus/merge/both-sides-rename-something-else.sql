CREATE TABLE t (a INT, b INT);
CREATE INDEX i ON t (a);
---
-- was: t
CREATE TABLE tt (a INT, b INT);
CREATE INDEX i ON tt (a);
---
CREATE TABLE t (
  aa INT, -- was: a
  b INT);
-- was: i
CREATE INDEX ii ON t (aa);
