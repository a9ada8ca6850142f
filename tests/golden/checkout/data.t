Rows between two branches. 'side' lacks what 'main' has; rows change on either.

A new NOT NULL column with new rows: nothing starts, the count and the option are named.

  $ sqlite3 dev.db "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users VALUES (1, 'ann')"
  $ flash init -q --db sqlite:dev.db --from db && flash commit -qm first
  $ flash checkout -q -b strict
  $ echo "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, country TEXT NOT NULL);" >db/schema/users.sql
  $ flash commit -qm country
  $ flash checkout -q main
  $ flash checkout strict
  error: column 'users.country' is NOT NULL without a default, and 1 row would have no value
  hint: give '--fill users.country=<expression>'
  [2]
  $ flash status --short
  ## main
  db dev clean
  $ flash checkout -q strict --fill "users.country='de'"
  $ sqlite3 dev.db "SELECT * FROM users; INSERT INTO users VALUES (2, 'bob', 'fr')"
  1|ann|de
  $ flash checkout -q main
  $ sqlite3 dev.db "INSERT INTO users VALUES (3, 'eve')"
  $ flash checkout strict
  error: column 'users.country' is NOT NULL without a default, and 1 row would have no value
  hint: give '--fill users.country=<expression>'
  [2]
  $ flash checkout -q strict --fill "users.country='xx'"
  $ sqlite3 dev.db "SELECT * FROM users"
  1|ann|de
  2|bob|fr
  3|eve|xx

Parents that were deleted meanwhile: their children stay parked, the rest returns.

  $ mkdir ../parents && cd ../parents
  $ sqlite3 dev.db "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT NOT NULL REFERENCES users (id)); INSERT INTO users VALUES (1, 'ann'), (2, 'bob'); INSERT INTO posts VALUES (10, 1), (20, 2)"
  $ flash init -q --db sqlite:dev.db --from db && flash commit -qm first
  $ flash checkout -q -b noposts && rm db/schema/posts.sql && flash commit -qm 'no posts' && flash checkout -q main
  $ flash checkout noposts
  parks table posts (2 rows, about 7 bytes)
  switched to branch 'noposts'
  sqlite:dev.db moved in 4 steps
  parked: posts (2 rows) of branch main
  parked rows come back with the branch that has a place for them
  $ sqlite3 dev.db "DELETE FROM users WHERE id = 2"
  $ flash checkout main
  switched to branch 'main'
  sqlite:dev.db moved in 5 steps
  warning: stays parked: posts (1 row) would break a key, a foreign key or a check
  $ sqlite3 dev.db "SELECT * FROM posts; PRAGMA foreign_key_check"
  10|1

A returning value that clashes: the row of 2 became a 'home' meanwhile, and there is one of that number already.

  $ mkdir ../clash && cd ../clash
  $ sqlite3 dev.db "CREATE TABLE phones (id INTEGER PRIMARY KEY, kind TEXT, number INT, UNIQUE (kind, number)); INSERT INTO phones VALUES (1, 'home', 7), (2, 'work', 7), (3, 'work', 8)"
  $ flash init -q --db sqlite:dev.db --from db && flash commit -qm first
  $ flash checkout -q -b kinds
  $ echo "CREATE TABLE phones (id INTEGER PRIMARY KEY, kind TEXT);" >db/schema/phones.sql
  $ flash commit -qm kinds && flash checkout -q main && flash checkout -q kinds
  $ sqlite3 dev.db "UPDATE phones SET kind = 'home' WHERE id = 2"
  $ flash checkout main
  switched to branch 'main'
  sqlite:dev.db moved in 9 steps
  warning: stays parked: phones.number (1 row) would break a key, a foreign key or a check
  $ sqlite3 dev.db "SELECT * FROM phones ORDER BY id"
  1|home|7
  2|home|
  3|work|8

A table without a declared key: a column of it cannot be parked, so it would be lost.

  $ mkdir ../nokey && cd ../nokey
  $ sqlite3 dev.db "CREATE TABLE logs (at TEXT, note TEXT); INSERT INTO logs VALUES ('now', 'x')"
  $ flash init -q --db sqlite:dev.db --from db && flash commit -qm first
  $ flash checkout -q -b short && echo "CREATE TABLE logs (at TEXT);" >db/schema/logs.sql && flash commit -qm 'no note'
  $ flash checkout -q main
  $ flash checkout short
  warning: loses column logs.note (1 row, about 1 byte) DS103
  error: this would lose data in 'sqlite:dev.db'
  DS103 drops column logs.note and its values
  hint: to let it go, give '--allow DS103'
  [2]
  $ flash checkout short --allow DS103
  warning: loses column logs.note (1 row, about 1 byte) DS103
  switched to branch 'short'
  sqlite:dev.db moved in 1 step
  $ sqlite3 dev.db "SELECT * FROM logs"
  now

A narrowed type: the old value returns where nobody changed the new one.

  $ mkdir ../narrow && cd ../narrow
  $ sqlite3 dev.db "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, '007'), (2, '1.50'), (3, 'word')"
  $ flash init -q --db sqlite:dev.db --from db && flash commit -qm first
  $ flash checkout -q -b number && echo "CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER);" >db/schema/t.sql && flash commit -qm number
  $ flash checkout -q main
  $ flash checkout number
  parks column t.v (3 rows, about 11 bytes)
  switched to branch 'number'
  sqlite:dev.db moved in 9 steps
  parked: t.v (2 rows) of branch main
  parked rows come back with the branch that has a place for them
  $ sqlite3 dev.db "SELECT id, v, typeof(v) FROM t; UPDATE t SET v = 8 WHERE id = 1"
  1|7|integer
  2|1.5|real
  3|word|text
  $ flash checkout main
  switched to branch 'main'
  sqlite:dev.db moved in 12 steps
  $ sqlite3 dev.db "SELECT id, v, typeof(v) FROM t"
  1|8|text
  2|1.50|text
  3|word|text

The other data modes:

  $ mkdir ../modes && cd ../modes
  $ sqlite3 dev.db "CREATE TABLE users (id INTEGER PRIMARY KEY, age INT); INSERT INTO users VALUES (1, 20); CREATE TABLE extra (x); INSERT INTO extra VALUES (5)"
  $ flash init -q --db sqlite:dev.db --from db && flash commit -qm first
  $ flash checkout -q -b small && rm db/schema/extra.sql && echo "CREATE TABLE users (id INTEGER PRIMARY KEY);" >db/schema/users.sql && flash commit -qm small
  $ flash checkout -q main
  $ flash checkout --data stash small 2>&1 | sed 's/[0-9a-f]*[.]zst/ID.zst/'
  stashes table extra (1 row, about 3 bytes)
  stashes column users.age (1 row, about 2 bytes)
  switched to branch 'small'
  sqlite:dev.db moved in 7 steps
  stashed: extra (1 row) of branch main
  stashed: users.age (1 row) of branch main
  rows without a place lie in ID.zst and come back with their branch
  $ ls .flash/stash | wc -l
  1
  $ flash checkout main 2>&1 | sed 's/[0-9a-f]*[.]zst/ID.zst/'
  switched to branch 'main'
  sqlite:dev.db moved in 8 steps
  $ sqlite3 dev.db "SELECT * FROM users; SELECT * FROM extra"
  1|20
  5
  $ ls .flash/stash 2>/dev/null | wc -l
  0
  $ flash checkout --data discard small
  warning: loses table extra (1 row, about 3 bytes)
  warning: loses column users.age (1 row, about 2 bytes)
  switched to branch 'small'
  sqlite:dev.db moved in 2 steps
  $ flash checkout -q main
  $ sqlite3 dev.db "SELECT * FROM users; SELECT * FROM extra"
  1|
  $ sqlite3 dev.db "UPDATE users SET age = 30; INSERT INTO extra VALUES (6)"
  $ flash checkout --data copy small
  keeps table extra (1 row, about 3 bytes)
  keeps column users.age (1 row, about 2 bytes)
  switched to branch 'small'
  sqlite:dev.db moved in 2 steps
  $ flash checkout --data copy main
  switched to branch 'main'
  $ sqlite3 dev.db "SELECT * FROM users; SELECT * FROM extra"
  1|30
  6
