Two files, without a repository.

  $ cat >a.sql <<END
  > CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, team_id INT REFERENCES teams(id));
  > CREATE TABLE teams (id INTEGER PRIMARY KEY);
  > CREATE VIEW names AS SELECT name FROM users;
  > END
  $ cat >b.sql <<END
  > CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, team_id INT REFERENCES teams(id), email TEXT);
  > CREATE TABLE teams (id INTEGER PRIMARY KEY, title TEXT);
  > CREATE TABLE logs (at TEXT);
  > END
  $ flash diff a.sql b.sql
  -- a.sql -> b.sql
  -- drop view names
  DROP VIEW names;
  -- add table logs
  CREATE TABLE logs (
      at TEXT
  );
  -- add column teams.title
  ALTER TABLE teams ADD COLUMN title TEXT;
  -- add column users.email
  ALTER TABLE users ADD COLUMN email TEXT;
  $ flash diff --format tree a.sql b.sql
  + table logs
  ~ table teams
      + column teams.title
  ~ table users
      + column users.email
  - view names
  $ flash diff --stat a.sql b.sql
   table logs  | +1
   table teams | +1
   table users | +1
   view names  | -1
   4 objects changed, 1 added, 1 dropped, 2 modified
  $ flash diff -p a.sql b.sql
  diff a/main/tables/logs.sql b/main/tables/logs.sql
  --- /dev/null
  +++ b/main/tables/logs.sql
  @@ -0,0 +1,3 @@
  +CREATE TABLE logs (
  +    at TEXT
  +);
  diff a/main/tables/teams.sql b/main/tables/teams.sql
  --- a/main/tables/teams.sql
  +++ b/main/tables/teams.sql
  @@ -1,3 +1,4 @@
   CREATE TABLE teams (
  -    id INTEGER PRIMARY KEY
  +    id INTEGER PRIMARY KEY,
  +    title TEXT
   );
  diff a/main/tables/users.sql b/main/tables/users.sql
  --- a/main/tables/users.sql
  +++ b/main/tables/users.sql
  @@ -2,5 +2,6 @@
       id INTEGER PRIMARY KEY,
       name TEXT NOT NULL,
       team_id INT,
  +    email TEXT,
       FOREIGN KEY (team_id) REFERENCES teams (id)
   );
  diff a/main/views/names.sql b/main/views/names.sql
  --- a/main/views/names.sql
  +++ /dev/null
  @@ -1,3 +0,0 @@
  -CREATE VIEW names AS
  -SELECT name
  -FROM users;
  $ flash diff --json a.sql b.sql | head -14
  {
    "version": 1,
    "from": {
      "endpoint": "a.sql",
      "label": "a.sql",
      "schema": "4c545e69ae9b9d1d753896a6b925a8b35f7bb789"
    },
    "to": {
      "endpoint": "b.sql",
      "label": "b.sql",
      "schema": "7ab1ef06ea5bd5ad30339dc50e71fab02b85e35e"
    },
    "changes": [
      {
  $ flash diff --hazards b.sql a.sql
  -- b.sql -> a.sql
  -- drop table logs
  -- DS102 (data-loss): drops table logs and its rows
  DROP TABLE logs;
  -- drop column teams.title
  -- DS103 (data-loss): drops column teams.title and its values
  ALTER TABLE teams DROP COLUMN title;
  -- drop column users.email
  -- DS103 (data-loss): drops column users.email and its values
  ALTER TABLE users DROP COLUMN email;
  -- add view names
  CREATE VIEW names AS
  SELECT name
  FROM users;

Narrowed to objects:

  $ flash diff a.sql b.sql -- teams
  -- a.sql -> b.sql
  -- add column teams.title
  ALTER TABLE teams ADD COLUMN title TEXT;
  $ flash diff --stat a.sql b.sql -- 'view:*' logs
   table logs | +1
   view names | -1
   2 objects changed, 1 added, 1 dropped

Exit codes:

  $ flash diff --exit-code a.sql b.sql >/dev/null
  [1]
  $ flash diff --exit-code a.sql a.sql
  $ flash diff a.sql b.sql c.sql
  error: too many words: 'c.sql'
  hint: two ends at most; names of objects stand behind '--'
  [129]
  $ flash diff a.sql missing.sql
  error: no such file or folder: 'missing.sql'
  [128]
  $ flash diff --format sqll a.sql b.sql
  error: '--format' takes sql, text, stat, tree or json, not 'sqll'
  hint: did you mean 'sql'?
  [129]

A difference in nothing but the order of columns is cosmetic:

  $ echo 'CREATE TABLE t (a INT, b INT);' >ab.sql
  $ echo 'CREATE TABLE t (b INT, a INT);' >ba.sql
  $ flash diff --exit-code ab.sql ba.sql
  only the order of columns or other cosmetic things differ: 'flash diff --format tree' shows them
  $ flash diff --format tree ab.sql ba.sql
  ~ table t (cosmetic)
      ~ column t.b: position 1 -> 0 (cosmetic)

A known rename is a rename; the hint stands in front of the new name, on a line of its own:

  $ cat >aa.sql <<END
  > CREATE TABLE t (
  >   a INT,
  >   -- was: b
  >   aa INT
  > );
  > END
  $ flash diff --format tree ab.sql aa.sql
  ~ table t
      ~ column t.b -> t.aa
  $ flash diff ab.sql aa.sql
  -- ab.sql -> aa.sql
  -- rename column t.b to aa
  ALTER TABLE t RENAME COLUMN b TO aa;
