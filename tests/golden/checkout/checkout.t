Three things move: HEAD, the working files, the database; rows come back.

  $ sqlite3 dev.db "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INT); INSERT INTO users VALUES (1, 'ann', 20), (2, 'bob', 30);"
  $ flash init -q --db sqlite:dev.db --from db
  $ flash commit -qm 'as it stands'
  $ flash checkout -b feature
  switched to a new branch 'feature'
  $ cat >db/schema/users.sql <<END
  > CREATE TABLE users (
  >     id INTEGER PRIMARY KEY,
  >     name TEXT NOT NULL,
  >     email TEXT
  > );
  > END
  $ flash commit -qm 'email for age'
  $ flash status --short
  ## feature
  db dev behind
  $ flash checkout main
  switched to branch 'main'
  $ flash checkout feature
  parks column users.age (2 rows, about 4 bytes)
  switched to branch 'feature'
  sqlite:dev.db moved in 5 steps
  parked: users.age (2 rows) of branch main
  parked rows come back with the branch that has a place for them
  $ sqlite3 dev.db 'SELECT * FROM users'
  1|ann|
  2|bob|
  $ sqlite3 dev.db "INSERT INTO users VALUES (3, 'eve', 'e@x'); UPDATE users SET email = 'a@x' WHERE id = 1"
  $ flash checkout main
  parks column users.email (2 rows, about 6 bytes)
  switched to branch 'main'
  sqlite:dev.db moved in 8 steps
  parked: users.email (2 rows) of branch feature
  parked rows come back with the branch that has a place for them
  $ sqlite3 dev.db 'SELECT * FROM users'
  1|ann|20
  2|bob|30
  3|eve|
  $ cat db/schema/users.sql
  CREATE TABLE users (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      age INT
  );
  $ flash checkout -v feature
  -- park column users.age
  CREATE TABLE IF NOT EXISTS _flash_parked (n INTEGER PRIMARY KEY, kind TEXT NOT NULL, "table" TEXT NOT NULL, "column" TEXT NOT NULL, definition TEXT NOT NULL, keys TEXT NOT NULL, columns TEXT NOT NULL, branch TEXT NOT NULL, rows INTEGER NOT NULL, seq INTEGER, parked_at TEXT NOT NULL);
  CREATE TABLE _flash_parked_3 AS SELECT id, age FROM users WHERE age IS NOT NULL;
  INSERT INTO _flash_parked (n, kind, "table", "column", definition, keys, columns, branch, rows, seq, parked_at) SELECT 3, CASE WHEN r = 0 AND q IS NULL THEN 'done' ELSE 'column' END, 'users', 'age', 'age INT', '["id"]', '["age"]', 'main', r, q, strftime('%Y-%m-%dT%H:%M:%SZ', 'now') FROM (SELECT (SELECT count(*) FROM _flash_parked_3) AS r, NULL AS q);
  -- drop column users.age
  -- DS103 (data-loss): drops column users.age and its values [kept]
  ALTER TABLE users DROP COLUMN age;
  -- add column users.email
  ALTER TABLE users ADD COLUMN email TEXT;
  -- return values of column users.email
  UPDATE OR IGNORE users SET email = _flash_p.email FROM _flash_parked_2 AS _flash_p WHERE users.id = _flash_p.id;
  DELETE FROM _flash_parked_2 AS _flash_p WHERE EXISTS (SELECT 1 FROM users WHERE users.id = _flash_p.id AND _flash_p.email IS users.email);
  UPDATE _flash_parked SET rows = (SELECT count(*) FROM _flash_parked_2), kind = CASE WHEN EXISTS (SELECT 1 FROM _flash_parked_2) THEN 'kept' ELSE 'done' END WHERE n = 2;
  parks column users.age (2 rows, about 4 bytes)
  switched to branch 'feature'
  working files: 1 written, 0 removed
  sqlite:dev.db moved in 8 steps
  parked: users.age (2 rows) of branch main
  parked rows come back with the branch that has a place for them
  $ sqlite3 dev.db 'SELECT * FROM users'
  1|ann|a@x
  2|bob|
  3|eve|e@x
  $ flash log --db dev --oneline
  move 5 checkout email_for_age (c224ae5)
  move 4 checkout as_it_stands (4b36ef1)
  move 3 checkout email_for_age (c224ae5)
  move 2 checkout as_it_stands (4b36ef1)
  move 1 adopt as_it_stands (4b36ef1)

A revision that is no branch, and back:

  $ flash checkout HEAD~1
  parks column users.email (2 rows, about 6 bytes)
  HEAD is now at 4b36ef1 as it stands
  sqlite:dev.db moved in 8 steps
  parked: users.email (2 rows) of branch feature
  parked rows come back with the branch that has a place for them
  $ flash status --short
  ## 4b36ef1e0eda85649fc0bfde29889dfe60f875e1 (detached)
  db dev clean
  $ flash checkout feature
  parks column users.age (2 rows, about 4 bytes)
  switched to branch 'feature'
  sqlite:dev.db moved in 8 steps
  parked: users.age (2 rows)
  parked rows come back with the branch that has a place for them
  $ flash switch main
  parks column users.email (2 rows, about 6 bytes)
  switched to branch 'main'
  sqlite:dev.db moved in 8 steps
  parked: users.email (2 rows) of branch feature
  parked rows come back with the branch that has a place for them
  $ flash switch HEAD~0
  error: no branch 'HEAD~0'
  hint: 'flash switch -c' makes one; '--detach' goes to a revision
  [128]
  $ flash switch nowhere
  error: no branch 'nowhere'
  hint: 'flash switch -c' makes one; '--detach' goes to a revision
  [128]
  $ flash switch --detach feature
  parks column users.age (2 rows, about 4 bytes)
  HEAD is now at c224ae5 email for age
  sqlite:dev.db moved in 8 steps
  parked: users.age (2 rows) of branch main
  parked rows come back with the branch that has a place for them
  $ flash switch -c topic
  switched to a new branch 'topic'
  parked: users.age (2 rows) of branch main
  parked rows come back with the branch that has a place for them
  $ flash checkout topic
  already on 'topic'
  $ flash checkout -b topic
  error: a branch named 'topic' exists already
  hint: switch to it with 'flash checkout topic'
  [128]

Uncommitted changes:

  $ echo 'CREATE TABLE more (id INT);' >db/schema/more.sql
  $ flash checkout main
  parks column users.email (2 rows, about 6 bytes)
  switched to branch 'main'
  sqlite:dev.db moved in 8 steps
  parked: users.email (2 rows) of branch topic
  parked rows come back with the branch that has a place for them
  $ flash checkout --carry main
  already on 'main'
  $ flash status --short
  ## main
  A  table more
  db dev clean
  $ flash checkout --discard topic
  parks column users.age (2 rows, about 4 bytes)
  switched to branch 'topic'
  sqlite:dev.db moved in 8 steps
  parked: users.age (2 rows) of branch main
  parked rows come back with the branch that has a place for them
  $ flash status --short
  ## topic
  A  table more
  db dev clean

A database that was changed by others:

  $ sqlite3 dev.db 'ALTER TABLE users ADD COLUMN extra'
  $ flash checkout main
  error: database 'sqlite:dev.db' is neither as its record says nor as HEAD
  recorded n1:fe1ebdc7e295f33eda8a4a9f4ad5bccee7ab9273, found n1:1422b886ec5ff369c8b56207c8601d0bc882d7cd
  hint: keep its changes with 'flash commit --from db', take them along with '--carry', let them go with '--discard', or leave it with '--no-db'
  [2]
  $ flash checkout --no-db main
  switched to branch 'main'
  the database stays where it is (--no-db)
  $ flash checkout --no-db topic
  switched to branch 'topic'
  the database stays where it is (--no-db)
  $ flash checkout --discard main
  parks column users.email (2 rows, about 6 bytes)
  parks column users.extra (0 rows)
  switched to branch 'main'
  sqlite:dev.db moved in 11 steps
  parked: users.email (2 rows) of branch topic
  parked rows come back with the branch that has a place for them
  $ flash status --short
  ## main
  A  table more
  db dev clean

One object of another revision:

  $ flash checkout feature -- users
  restored table users
  $ flash status --short
  ## main
  A  table more
  M  table users
  db dev clean
  $ flash checkout -- users
  restored table users
  $ flash status --short
  ## main
  A  table more
  db dev clean
  $ flash checkout -- nothing
  error: no object is named 'nothing' there
  hint: 'flash dump HEAD' shows the objects of a commit
  [128]
  $ flash checkout
  error: 'flash checkout' takes one branch or revision
  hint: 'flash checkout -h' shows how it is used
  [129]
