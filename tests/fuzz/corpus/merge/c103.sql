CREATE TABLE t (a INT);
---
-- was: t
CREATE TABLE u (a INT);
---
-- was: t
CREATE TABLE v (a INT, b INT);
