CREATE TABLE t (a INT);
CREATE TABLE u (a TEXT);
---
-- was: t
CREATE TABLE x (a INT);
CREATE TABLE u (a TEXT);
---
CREATE TABLE t (a INT);
-- was: u
CREATE TABLE x (a TEXT);
