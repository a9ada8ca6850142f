  $ flash init -q
  $ flash status
  On branch main
  No commits yet
  
  Working files: clean
  $ flash status --short
  ## main (unborn)
  $ echo 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);' >db/schema/users.sql
  $ flash status
  On branch main
  No commits yet
  
  Changes not committed:
    add    table users
  
  next: flash commit -m <message>
  $ flash status --exit-code >/dev/null
  [1]
  $ flash commit -qm users
  $ flash status --exit-code
  On branch main
  
  Working files: clean
  $ flash status --json
  {
    "version": 1,
    "branch": "main",
    "commit": "f84302f7a1027b97dce17e9058e97432fe27cbab",
    "subject": "users",
    "detached": false,
    "unborn": false,
    "operation": null,
    "headSchema": "2029b6c9b791aaa3892ad49049264e7410b42fb9",
    "filesSchema": "2029b6c9b791aaa3892ad49049264e7410b42fb9",
    "files": "clean",
    "changes": [],
    "database": null,
    "next": ""
  }
  $ echo 'CREATE VIEW v AS SELECT name FROM users;' >>db/schema/users.sql
  $ sed -i 's/name TEXT)/name TEXT NOT NULL)/' db/schema/users.sql
  $ flash status
  On branch main
  
  Changes not committed:
    modify table users
    add    view v
  
  next: flash commit -m <message>
  $ flash status --short
  ## main
  M  table users
  A  view v
  $ echo 'CREATE TABLE' >>db/schema/users.sql
  $ flash status
  On branch main
  
  The working files cannot be read; see the errors below.
  
  next: fix the errors in the working files
  db/schema/users.sql:4:1: error: expected a table name, found the end of the statement
  
  ^
  $ flash status --short --json
  error: --short and --json exclude each other
  hint: 'flash status -h' shows how it is used
  [129]

From below the project's folder, and from outside of one:

  $ (cd db/schema && flash status --short)
  ## main
  files broken
  db/schema/users.sql:4:1: error: expected a table name, found the end of the statement
  
  ^
  $ flash -C / status
  error: '/' is in no flash project
  hint: run 'flash init' to make one here
  [128]

With a database:

  $ rm -r db/schema/* && echo 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);' >db/schema/users.sql
  $ flash config target.dev.url sqlite:dev.db
  $ flash config target.dev.role dev
  $ flash status
  On branch main
  
  Working files: clean
  
  Database dev (sqlite:dev.db): unreachable
    there is no database 'dev.db'
  $ flash apply -q --yes
  $ flash status
  On branch main
  
  Working files: clean
  
  Database dev (sqlite:dev.db): clean
  $ sqlite3 dev.db 'ALTER TABLE users ADD COLUMN age INT'
  $ flash status
  On branch main
  
  Working files: clean
  
  Database dev (sqlite:dev.db): dirty
    its schema was changed outside of flash
    modify table users
  
  next: flash commit --from db, or flash diff @db

What differs is listed each time until it is settled:

  $ flash status | tail -n 4
    its schema was changed outside of flash
    modify table users
  
  next: flash commit --from db, or flash diff @db
  $ flash status --short
  ## main
  db dev dirty
  $ flash status --no-db
  On branch main
  
  Working files: clean
  $ flash status --json | sed -n '/"database"/,/"changes"/p' | sed 's/[0-9a-f]\{40\}/ID/'
    "database": {
      "target": "dev",
      "url": "sqlite:dev.db",
      "role": "dev",
      "state": "dirty",
      "live": true,
      "seenAt": 1700000000,
      "branch": "main",
      "commit": "ID",
      "schema": "n1:ID",
      "liveSchema": "n1:ID",
      "ahead": 0,
      "behind": 0,
      "detail": "its schema was changed outside of flash",
      "changes": [
  $ echo nonsense >dev.db
  $ flash status
  On branch main
  
  Working files: clean
  
  Database dev (sqlite:dev.db): unreachable, as seen just now
    database 'dev.db' is not an SQLite database, or it is encrypted
