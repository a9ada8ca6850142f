A column that is NOT NULL and has no default went away with the branch; rows came meanwhile.
It cannot come back for them by itself: the checkout refuses before anything starts.

  $ sqlite3 dev.db "CREATE TABLE item (id INTEGER PRIMARY KEY, code TEXT NOT NULL); INSERT INTO item VALUES (1, 'a'), (2, 'b')"
  $ flash init --db sqlite:dev.db --from db
  made an empty flash store in $WORK/.flash
  wrote flash.conf
  made db/schema/ for the schema's files
  wrote 1 object into 1 file
  $ flash commit --from db -m "with code"
  [main (root-commit) f8aa0e2] with code
   table item | +1
   1 object changed, 1 added
  $ flash checkout -b plain
  switched to a new branch 'plain'
  $ echo "CREATE TABLE item (id INTEGER PRIMARY KEY);" > db/schema/item.sql
  $ flash commit -m "without code"
  [plain 5c39976] without code
   table item | -1
   1 object changed, 1 modified
  $ flash checkout main
  switched to branch 'main'
  $ flash checkout plain
  parks column item.code (2 rows, about 2 bytes)
  switched to branch 'plain'
  sqlite:dev.db moved in 4 steps
  parked: item.code (2 rows) of branch main
  parked rows come back with the branch that has a place for them
  $ sqlite3 dev.db "INSERT INTO item VALUES (3)"
  $ flash checkout main
  error: column 'item.code' is NOT NULL without a default, and 1 row would have no value
  hint: give '--fill item.code=<expression>'
  [2]
  $ sqlite3 dev.db "SELECT * FROM item"
  1
  2
  3
  $ flash status
  On branch plain
  
  Working files: clean
  
  Database dev (sqlite:dev.db): clean
  $ flash checkout main --fill "item.code='new'"
  switched to branch 'main'
  sqlite:dev.db moved in 8 steps
  $ sqlite3 dev.db "SELECT * FROM item"
  1|a
  2|b
  3|new
