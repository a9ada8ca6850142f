Equal ids are equal schemas: layout, comments, the case of keywords and the order of statements do not count.

  $ cat >a.sql <<END
  > CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, team_id INT REFERENCES teams(id));
  > CREATE TABLE teams (id INTEGER PRIMARY KEY);
  > CREATE INDEX users_team ON users (team_id);
  > END
  $ cat >b.sql <<END
  > -- the teams
  > create table teams (
  >   id integer primary key -- the key
  > );
  > create table users (
  >   id integer primary key,
  >   name text not null,
  >   team_id int references teams (id)
  > );
  > create index users_team on users (team_id);
  > END
  $ flash hash a.sql
  d685b33c666f2f20234b1682a1ea739d06bf8726
  $ [ "$(flash hash a.sql)" = "$(flash hash b.sql)" ] && echo equal
  equal
  $ flash hash --json ./a.sql
  {
    "version": 1,
    "endpoint": "./a.sql",
    "label": "./a.sql",
    "schema": "d685b33c666f2f20234b1682a1ea739d06bf8726"
  }
  $ flash hash - <b.sql
  d685b33c666f2f20234b1682a1ea739d06bf8726
  $ flash hash @empty
  32d3236bcc1ad03dd659b2d8c54c5e8da4862724

A folder is all its files together:

  $ mkdir -p schema/sub
  $ sed -n 1p a.sql >schema/sub/users.sql
  $ sed -n 2,3p a.sql >schema/teams.sql
  $ flash hash ./schema
  d685b33c666f2f20234b1682a1ea739d06bf8726
  $ [ "$(flash hash ./schema)" = "$(flash hash a.sql)" ] && echo equal
  equal

What means something counts:

  $ sed 's/NOT NULL//' a.sql >c.sql
  $ [ "$(flash hash c.sql)" = "$(flash hash a.sql)" ] || echo different
  different

Errors, all of them, with their places:

  $ cat >bad.sql <<END
  > CREATE TABLE t (a INT, a TEXT);
  > CREATE INDEX i ON t (b);
  > CREATE TABLE u (x INT REFERENCES nowhere(id);
  > END
  $ flash hash bad.sql
  bad.sql:1:24: error: there is already a column 'a'
  CREATE TABLE t (a INT, a TEXT);
                         ^~~~~~
  hint: the first one is at bad.sql:1:17
  bad.sql:2:1: error: no such column: 'b'
  CREATE INDEX i ON t (b);
  ^~~~~~~~~~~~~~~~~~~~~~~~
  bad.sql:3:45: error: expected ')', found the end of the statement
  CREATE TABLE u (x INT REFERENCES nowhere(id);
                                              ^
  [128]
  $ flash hash missing.sql
  error: no such file or folder: 'missing.sql'
  [128]
  $ printf 'CREATE TABLE t (a INT);\0' >nul.sql
  $ flash hash nul.sql
  nul.sql:1:24: error: a NUL byte in 'nul.sql'
  [128]
  $ printf 'CREATE TABLE t (\n  "\377" INT);' >latin1.sql
  $ flash hash latin1.sql
  latin1.sql:2:4: error: a byte that is not UTF-8 in 'latin1.sql'
  [128]
  $ flash hash a.sql b.sql
  error: 'flash hash' takes one endpoint
  hint: 'flash hash -h' shows how it is used
  [129]
  $ flash hash --dialect oracle a.sql
  error: no dialect 'oracle'
  hint: this build knows sqlite
  [129]
  $ flash hash main
  error: 'main' needs a flash project, and here is none
  hint: run 'flash init', or name a file as './main'
  [128]
