Rows whose parents were deleted on the other branch stay parked, and are named; the others return.

  $ sqlite3 dev.db "CREATE TABLE team (id INTEGER PRIMARY KEY); CREATE TABLE person (id INTEGER PRIMARY KEY, team_id INTEGER NOT NULL REFERENCES team (id), name TEXT); INSERT INTO team VALUES (1), (2); INSERT INTO person VALUES (10, 1, 'Ann'), (20, 2, 'Bob')"
  $ flash init --db sqlite:dev.db --from db
  made an empty flash store in $WORK/.flash
  wrote flash.conf
  made db/schema/ for the schema's files
  wrote 2 objects into 2 files
  $ flash commit --from db -m "people"
  [main (root-commit) aa8d1da] people
   table person | +1
   table team   | +1
   2 objects changed, 2 added
  $ flash checkout -b alone
  switched to a new branch 'alone'
  $ rm db/schema/person.sql
  $ flash commit -m "no people"
  [alone c7a5526] no people
   table person | -1
   1 object changed, 1 dropped
  $ flash checkout main
  switched to branch 'main'
  $ flash checkout alone
  parks table person (2 rows, about 15 bytes)
  switched to branch 'alone'
  sqlite:dev.db moved in 4 steps
  parked: person (2 rows) of branch main
  parked rows come back with the branch that has a place for them
  $ sqlite3 dev.db "DELETE FROM team WHERE id = 2"
  $ flash checkout main
  switched to branch 'main'
  sqlite:dev.db moved in 5 steps
  warning: stays parked: person (1 row) would break a key, a foreign key or a check
  $ sqlite3 dev.db "SELECT * FROM person"
  10|1|Ann
  $ sqlite3 dev.db "PRAGMA foreign_key_check"
  $ flash status
  On branch main
  
  Working files: clean
  
  Database dev (sqlite:dev.db): clean
Bringing the parent back lets the row return next time.

  $ sqlite3 dev.db "INSERT INTO team VALUES (2)"
  $ flash checkout alone
  parks table person (1 row, about 7 bytes)
  switched to branch 'alone'
  sqlite:dev.db moved in 4 steps
  parked: person (1 row) of branch main
  parked: person (1 row) of branch main
  parked rows come back with the branch that has a place for them
  $ flash checkout main
  switched to branch 'main'
  sqlite:dev.db moved in 8 steps
  $ sqlite3 dev.db "SELECT * FROM person"
  10|1|Ann
  20|2|Bob
