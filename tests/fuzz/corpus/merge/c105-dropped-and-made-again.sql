CREATE TABLE t (a INT);
---
-- was: t
CREATE TABLE u (a INT);
---
CREATE TABLE u (b TEXT);
