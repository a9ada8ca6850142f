A returning value that would break a unique key stays parked; the others return.

  $ sqlite3 dev.db "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, email TEXT UNIQUE); INSERT INTO person VALUES (1, 'Ann', 'a@x'), (2, 'Bob', 'b@x')"
  $ flash init --db sqlite:dev.db --from db
  made an empty flash store in $WORK/.flash
  wrote flash.conf
  made db/schema/ for the schema's files
  wrote 1 object into 1 file
  $ flash commit --from db -m "with e-mail"
  [main (root-commit) 28d9ea2] with e-mail
   table person | +1
   1 object changed, 1 added
  $ flash checkout -b plain
  switched to a new branch 'plain'
  $ echo "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, email TEXT DEFAULT 'b@x' UNIQUE);" > db/schema/person.sql
  $ flash commit -m "a default"
  [plain 3bab67b] a default
   table person | ~1
   1 object changed, 1 modified
  $ flash checkout main
  switched to branch 'main'
  $ flash checkout -b none
  switched to a new branch 'none'
  $ echo "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT);" > db/schema/person.sql
  $ flash commit -m "without e-mail"
  [none 93cb94e] without e-mail
   table person | -2
   1 object changed, 1 modified
  $ flash checkout plain
  switched to branch 'plain'
  sqlite:dev.db moved in 6 steps
  $ flash checkout none
  parks column person.email (2 rows, about 6 bytes)
  switched to branch 'none'
  sqlite:dev.db moved in 9 steps
  parked: person.email (2 rows) of branch plain
  parked rows come back with the branch that has a place for them
  $ sqlite3 dev.db "DELETE FROM person WHERE id = 2; INSERT INTO person VALUES (3, 'Cat')"
  $ flash checkout plain
  switched to branch 'plain'
  sqlite:dev.db moved in 8 steps
  warning: stays parked: person.email (1 row) would break a key, a foreign key or a check
  $ sqlite3 dev.db "SELECT * FROM person"
  1|Ann|a@x
  3|Cat|b@x
  $ flash status
  On branch plain
  
  Working files: clean
  
  Database dev (sqlite:dev.db): clean
