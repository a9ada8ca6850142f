'git checkout' first, then 'flash checkout': files that are the target's already are no uncommitted changes.

  $ git init -q -b main .
  $ sqlite3 dev.db "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)"
  $ echo dev.db >.gitignore
  $ flash init -q --db sqlite:dev.db --from db && flash commit -qm first
  $ git add -A && git commit -qm first
  $ git checkout -q -b feature && flash checkout -q -b feature
  $ echo "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);" >db/schema/users.sql
  $ flash commit -qm email && git add -A && git commit -qm email
  $ flash checkout -q main && flash checkout -q feature
  $ git status --short
  $ git checkout -q main
  $ flash status
  On branch feature
  
  Changes not committed:
    modify table users
  
  Database dev (sqlite:dev.db): clean
  
  next: flash commit -m <message>
  $ flash checkout main
  switched to branch 'main'
  sqlite:dev.db moved in 1 step
  $ flash status --short
  ## main
  db dev clean
  $ git status --short
  $ sqlite3 dev.db "SELECT sql FROM sqlite_schema WHERE name = 'users'"
  CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)

Two clones of one git project, each with its own store: a rename on one is a rename on the other.

  $ git checkout -q feature && flash checkout -q feature
  $ cd .. && git clone -q work other && cd other
  $ sqlite3 dev.db "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT); INSERT INTO users VALUES (1, 'ann', 'a@x')"
  $ flash init -q && flash commit -qm 'as cloned'
  $ flash status --short
  ## main
  db dev clean
  $ flash apply -q --yes
  $ cd ../work && flash mv users.name full_name && flash commit -qm 'full names' && git add -A && git commit -qm 'full names'
  renamed column users.name to full_name in 1 file
  $ cd ../other && git pull -q
  $ flash diff --format tree
  ~ table users
      ~ column users.name -> users.full_name
  $ flash diff
  -- HEAD (0858069) -> @files (db/schema)
  -- rename column users.name to full_name
  ALTER TABLE users RENAME COLUMN name TO full_name;
  $ flash commit -qm 'full names' && flash apply --yes
  -- rename column users.name to full_name
  -- BC102 (breaks): renames column users.name
  ALTER TABLE users RENAME COLUMN name TO full_name;
  applied 1 step to sqlite:dev.db
  $ sqlite3 dev.db "SELECT * FROM users"
  1|ann|a@x
  $ [ "$(flash hash HEAD)" = "$(flash -C ../work hash HEAD)" ] && echo equal
  equal

The review form, read out of git:

  $ flash diff --stat git:HEAD~1 git:HEAD
   table users | ~1
   1 object changed, 1 modified
