CREATE TABLE t (a INT);
---
CREATE TABLE t (a INT, b INT);
---
