Ends in a project: revisions, ranges, working files, the database, git.

  $ git init -q -b main . && flash init -q
  $ echo 'CREATE TABLE a (id INT);' >db/schema/a.sql
  $ flash commit -qm a && git add -A && git commit -qm a
  $ flash checkout -q -b side
  $ echo 'CREATE TABLE b (id INT);' >db/schema/b.sql
  $ flash commit -qm b && git add -A && git commit -qm b
  $ flash checkout -q main
  $ echo 'CREATE TABLE c (id INT);' >db/schema/c.sql
  $ flash commit -qm c
  $ echo 'CREATE TABLE d (id INT);' >db/schema/d.sql

  $ flash diff --stat
   table d | +1
   1 object changed, 1 added
  $ flash diff --stat HEAD~1
   table c | +1
   table d | +1
   2 objects changed, 2 added
  $ flash diff --stat main side
   table b | +1
   table c | -1
   2 objects changed, 1 added, 1 dropped
  $ flash diff --stat main..side
   table b | +1
   table c | -1
   2 objects changed, 1 added, 1 dropped
  $ flash diff --stat main...side
   table b | +1
   1 object changed, 1 added
  $ flash diff --stat ..side
   table b | +1
   table c | -1
   2 objects changed, 1 added, 1 dropped
  $ flash diff --stat side..
   table b | -1
   table c | +1
   2 objects changed, 1 added, 1 dropped
  $ flash diff --stat @empty HEAD
   table a | +1
   table c | +1
   2 objects changed, 2 added
  $ flash diff --stat git:HEAD~1 git:HEAD
   table b | +1
   1 object changed, 1 added
  $ flash diff --stat HEAD @files -- 'd*'
   table d | +1
   1 object changed, 1 added
  $ flash diff --stat -- nothing
  $ flash diff main..side | head -1
  -- main (6208592) -> side (5ce26f7)
  $ [ "$(flash hash git:main~1)" = "$(flash hash main~1)" ] && echo equal
  equal

Words that are not clear, or not there:

  $ flash diff nowhere
  error: no branch, tag or commit named 'nowhere'
  hint: run 'flash branch' or 'flash log' to see what there is
  [128]
  $ flash diff main..nowhere
  error: no branch, tag or commit named 'nowhere'
  hint: run 'flash branch' or 'flash log' to see what there is
  [128]
  $ flash diff main side main
  error: too many words: 'main'
  hint: two ends at most; names of objects stand behind '--'
  [129]
  $ flash diff git:nowhere HEAD
  error: the project's git has no revision 'nowhere'
  hint: run 'git fetch' if it is on a remote
  [128]
  $ flash diff @db
  error: no target is configured
  hint: run 'flash config target.dev.url sqlite:dev.db', or give '--db <url>'
  [128]
  $ flash diff @db/prod
  error: no target is configured
  hint: run 'flash config target.dev.url sqlite:dev.db', or give '--db <url>'
  [128]
  $ flash branch ambiguous && echo 'CREATE TABLE x (id INT);' >ambiguous
  $ flash diff --stat ambiguous
  error: 'ambiguous' is both a revision and a file
  hint: write 'heads/ambiguous' for the branch, './ambiguous' for the file
  [128]
  $ flash diff --stat ./ambiguous @files
   table a | +1
   table c | +1
   table d | +1
   table x | -1
   4 objects changed, 3 added, 1 dropped

A database:

  $ flash config target.dev.url sqlite:dev.db && flash config target.dev.role dev
  $ sqlite3 dev.db 'CREATE TABLE a (id INT); CREATE TABLE z (id INT)'
  $ flash diff --stat @db
   table c | -1
   table z | +1
   2 objects changed, 1 added, 1 dropped
  $ flash diff @db HEAD
  -- @db/dev (sqlite:dev.db) -> HEAD (6208592)
  -- drop table z
  DROP TABLE z;
  -- add table c
  CREATE TABLE c (
      id INT
  );
  $ flash diff --stat sqlite:dev.db side
   table b | +1
   table z | -1
   2 objects changed, 1 added, 1 dropped
  $ flash diff sqlite:none.db side
  error: there is no database 'none.db'
  hint: 'flash apply --db sqlite:none.db' makes it
  [128]
  $ ls none.db
  ls: cannot access 'none.db': No such file or directory
  [2]
