A type that gets narrower parks the old value: it comes back where nobody has changed the converted one since.

  $ sqlite3 dev.db "CREATE TABLE price (id INTEGER PRIMARY KEY, amount TEXT); INSERT INTO price VALUES (1, '007'), (2, '12.50'), (3, 'free')"
  $ flash init --db sqlite:dev.db --from db
  made an empty flash store in $WORK/.flash
  wrote flash.conf
  made db/schema/ for the schema's files
  wrote 1 object into 1 file
  $ flash commit --from db -m "text"
  [main (root-commit) 186643f] text
   table price | +1
   1 object changed, 1 added
  $ flash checkout -b numbers
  switched to a new branch 'numbers'
  $ echo "CREATE TABLE price (id INTEGER PRIMARY KEY, amount INTEGER);" > db/schema/price.sql
  $ flash commit -m "integer"
  [numbers 2150edc] integer
   table price | ~1
   1 object changed, 1 modified
  $ flash checkout main
  switched to branch 'main'
  $ flash checkout numbers
  parks column price.amount (3 rows, about 12 bytes)
  switched to branch 'numbers'
  sqlite:dev.db moved in 9 steps
  parked: price.amount (2 rows) of branch main
  parked rows come back with the branch that has a place for them
  $ sqlite3 dev.db "SELECT id, amount, typeof(amount) FROM price"
  1|7|integer
  2|12.5|real
  3|free|text
  $ sqlite3 dev.db "UPDATE price SET amount = 99 WHERE id = 2"
  $ flash checkout main
  switched to branch 'main'
  sqlite:dev.db moved in 12 steps
  $ sqlite3 dev.db "SELECT id, amount, typeof(amount) FROM price"
  1|007|text
  2|99|text
  3|free|text
