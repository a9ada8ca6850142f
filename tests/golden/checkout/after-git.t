The project's own git moved the files first; flash moves HEAD and the database, and does not call the files uncommitted.

  $ git init -q -b main && git config user.name Ada && git config user.email ada@example.org
  $ sqlite3 dev.db "CREATE TABLE a (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO a VALUES (1, 'kept')"
  $ echo dev.db > .gitignore
  $ flash init --db sqlite:dev.db --from db
  made an empty flash store in $WORK/.flash
  wrote flash.conf
  made db/schema/ for the schema's files
  git leaves /.flash/ alone now
  wrote 1 object into 1 file
  $ flash commit --from db -m "a"
  [main (root-commit) 42decd0] a
   table a | +1
   1 object changed, 1 added
  $ git add -A && git commit -q -m "a" && git status --short
  $ git checkout -q -b feature && flash checkout -b feature
  switched to a new branch 'feature'
  $ echo "CREATE TABLE a (id INTEGER PRIMARY KEY);" > db/schema/a.sql
  $ flash commit -m "drop v"
  [feature 091ce60] drop v
   table a | -1
   1 object changed, 1 modified
  $ git commit -q -a -m "drop v"
  $ git checkout -q main && flash checkout main
  switched to branch 'main'
  $ git checkout -q feature
  $ flash status
  On branch main
  
  Changes not committed:
    modify table a
  
  Database dev (sqlite:dev.db): clean
  
  next: flash commit -m <message>
  $ flash checkout feature
  parks column a.v (1 row, about 4 bytes)
  switched to branch 'feature'
  sqlite:dev.db moved in 4 steps
  parked: a.v (1 row) of branch main
  parked rows come back with the branch that has a place for them
  $ sqlite3 dev.db "SELECT * FROM a"
  1
  $ flash diff git:main git:feature
  -- git:main -> git:feature
  -- drop column a.v
  ALTER TABLE a DROP COLUMN v;
  $ git checkout -q main && flash checkout main
  switched to branch 'main'
  sqlite:dev.db moved in 4 steps
  $ sqlite3 dev.db "SELECT * FROM a"
  1|kept
