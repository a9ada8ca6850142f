The column of a table without a declared key cannot be parked: that step loses data, and is refused unless it is allowed.

  $ sqlite3 dev.db "CREATE TABLE log (at TEXT, what TEXT); INSERT INTO log VALUES ('now', 'started')"
  $ flash init --db sqlite:dev.db --from db
  made an empty flash store in $WORK/.flash
  wrote flash.conf
  made db/schema/ for the schema's files
  wrote 1 object into 1 file
  $ flash commit --from db -m "with what"
  [main (root-commit) 002cb2d] with what
   table log | +1
   1 object changed, 1 added
  $ flash checkout -b brief
  switched to a new branch 'brief'
  $ echo "CREATE TABLE log (at TEXT);" > db/schema/log.sql
  $ flash commit -m "without what"
  [brief 188c3fe] without what
   table log | -1
   1 object changed, 1 modified
  $ flash checkout main
  switched to branch 'main'
  $ flash checkout brief
  warning: loses column log.what (1 row, about 7 bytes) DS103
  error: this would lose data in 'sqlite:dev.db'
  DS103 drops column log.what and its values
  hint: to let it go, give '--allow DS103'
  [2]
  $ sqlite3 dev.db "SELECT * FROM log"
  now|started
  $ flash status
  On branch main
  
  Working files: clean
  
  Database dev (sqlite:dev.db): clean
  $ flash checkout brief --data discard
  warning: loses column log.what (1 row, about 7 bytes)
  switched to branch 'brief'
  sqlite:dev.db moved in 1 step
  $ sqlite3 dev.db "SELECT * FROM log"
  now
