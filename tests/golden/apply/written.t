A migration that was written by hand runs in place of the computed one. Its file is named by the two schemas.

  $ flash init -q
  $ flash config target.dev.url sqlite:dev.db && flash config target.dev.role dev
  $ edge() { echo "db/migrations/$(flash hash $1 | cut -c1-12)-$(flash hash $2 | cut -c1-12).sql"; }
  $ echo 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);' >db/schema/users.sql
  $ flash commit -qm users && flash apply -q --yes
  $ sqlite3 dev.db "INSERT INTO users VALUES (1, 'Ada Lovelace'), (2, 'Bob Stone')"
  $ echo 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, first TEXT);' >db/schema/users.sql
  $ mkdir -p db/migrations
  $ cat >$(edge HEAD @files) <<'S'
  > -- The first name of each.
  > ALTER TABLE users ADD COLUMN first TEXT;
  > UPDATE users
  >    SET first = substr(name, 1, instr(name, ' ') - 1); -- up to the space
  > S
  $ flash commit -qm 'first names' && git -C .flash ls-tree --name-only HEAD plan/
  plan/2029b6c9b791-b33d0986b33f.sql
  $ echo 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, first TEXT, age INT);' >db/schema/users.sql
  $ flash commit -qm ages && git -C .flash ls-tree --name-only HEAD plan/

The way goes through it: what lies behind it is planned.

  $ flash apply --dry-run
  -- database: sqlite:dev.db
  PRAGMA foreign_keys = OFF;
  BEGIN IMMEDIATE;
  -- hand-written: plan/2029b6c9b791-b33d0986b33f.sql of 560f88e:2
  ALTER TABLE users ADD COLUMN first TEXT;
  -- hand-written: plan/2029b6c9b791-b33d0986b33f.sql of 560f88e:3
  UPDATE users SET first = substr(name, 1, instr(name, ' ') - 1);
  -- add column users.age
  ALTER TABLE users ADD COLUMN age INT;
  COMMIT;
  -- plan 2389ccfbf5c7b54d802a71339c388cd8b2a72c26
  $ flash apply --yes
  -- hand-written: plan/2029b6c9b791-b33d0986b33f.sql of 560f88e:2
  ALTER TABLE users ADD COLUMN first TEXT;
  -- hand-written: plan/2029b6c9b791-b33d0986b33f.sql of 560f88e:3
  UPDATE users SET first = substr(name, 1, instr(name, ' ') - 1);
  -- add column users.age
  ALTER TABLE users ADD COLUMN age INT;
  applied 3 steps to sqlite:dev.db
  $ sqlite3 dev.db 'SELECT * FROM users; SELECT name, steps_total FROM _flash_migrations'
  1|Ada Lovelace|Ada|
  2|Bob Stone|Bob|
  users|1
  ages|3
  $ flash log --db dev | head -n 8
  move 2 apply ages (c761394)
  Who:    root@vm
  Date:   2023-11-14T22:13:20Z
  Schema: n1:2029b6c9b791aaa3892ad49049264e7410b42fb9 -> n1:17f87c647f24b59c9563be4f01236ee54645733a
  Steps:  3 of 3
  
  move 1 apply users (f84302f)
  Who:    root@vm
  $ flash fsck --db dev
  2 moves: 0 errors

The way back has none: it is computed, for the whole way.

  $ flash checkout -q --detach HEAD~2 && sqlite3 dev.db '.schema users'
  CREATE TABLE users (
      id INTEGER PRIMARY KEY,
      name TEXT
  );
  $ flash checkout -q main && sqlite3 dev.db 'SELECT * FROM users'
  warning: stays parked: users.first (2 rows) was made anew by a hand-written migration
  1|Ada Lovelace|Ada|
  2|Bob Stone|Bob|

One for the way back is kept with the same commit. A table that it drops needs consent.

  $ flash checkout -q -b other HEAD~1
  warning: stays parked: users.first (2 rows) would break a key, a foreign key or a check
  $ echo 'CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, first TEXT);' >db/schema/users.sql
  $ cat >$(edge HEAD @files) <<'S'
  > CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, first TEXT);
  > INSERT INTO people SELECT * FROM users;
  > DROP TABLE users;
  > S
  $ cat >$(edge @files HEAD) <<'S'
  > CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, first TEXT);
  > INSERT INTO users SELECT id, upper(name), first FROM people;
  > DROP TABLE people;
  > S
  $ flash commit -qm people && git -C .flash ls-tree --name-only HEAD plan/
  plan/306879df9ad4-b33d0986b33f.sql
  plan/b33d0986b33f-306879df9ad4.sql
  $ flash apply --yes
  warning: loses table users (2 rows, about 35 bytes) DS102
  error: this would lose data in 'sqlite:dev.db'
  DS102 drops table users and its rows
  hint: to let it go, give '--allow DS102'
  [2]
  $ flash apply --yes --allow data-loss
  -- hand-written: plan/b33d0986b33f-306879df9ad4.sql of c20eafa:1
  -- DS102 (data-loss): drops table users and its rows
  CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, first TEXT);
  -- hand-written: plan/b33d0986b33f-306879df9ad4.sql of c20eafa:2
  INSERT INTO people SELECT * FROM users;
  -- hand-written: plan/b33d0986b33f-306879df9ad4.sql of c20eafa:3
  DROP TABLE users;
  warning: loses table users (2 rows, about 35 bytes) DS102
  applied 3 steps to sqlite:dev.db
  parked: users.first (2 rows) of branch main
  parked rows come back with the branch that has a place for them
  $ flash checkout -q --detach HEAD~1
  warning: loses table people (2 rows, about 35 bytes) DS102
  error: this would lose data in 'sqlite:dev.db'
  DS102 drops table people and its rows
  hint: to let it go, give '--allow DS102'
  [2]
  $ flash checkout -q --detach HEAD~1 --allow data-loss && sqlite3 dev.db 'SELECT * FROM users'
  warning: loses table people (2 rows, about 35 bytes) DS102
  warning: stays parked: users.first (2 rows) was made anew by a hand-written migration
  1|ADA LOVELACE|Ada
  2|BOB STONE|Bob
  $ flash checkout -q other --allow data-loss && sqlite3 dev.db 'SELECT * FROM people'
  warning: loses table users (2 rows, about 35 bytes) DS102
  1|ADA LOVELACE|Ada
  2|BOB STONE|Bob

What was committed is what runs.

  $ echo '-- more' >>$(edge HEAD~1 HEAD)
  $ flash checkout -q --detach HEAD~1 --allow data-loss; flash checkout -q other --allow data-loss
  warning: loses table people (2 rows, about 35 bytes) DS102
  warning: stays parked: users.first (2 rows) was made anew by a hand-written migration
  warning: loses table users (2 rows, about 35 bytes) DS102
  warning: 'db/migrations/b33d0986b33f-306879df9ad4.sql' is not what runs: plan/b33d0986b33f-306879df9ad4.sql of c20eafa is another
  hint: where it was corrected, 'flash commit --amend' takes it over
  $ sed -i '$d' $(edge HEAD~1 HEAD)

It goes over a schema that is known, and nothing else.

  $ sqlite3 dev.db 'CREATE TABLE own (x)'
  $ flash checkout -q --detach HEAD~1 --carry --allow data-loss
  error: uncommitted changes cannot be carried over a hand-written migration (plan/306879df9ad4-b33d0986b33f.sql of c20eafa)
  hint: keep them with 'flash commit --from db', or let them go with '--discard'
  [2]
  $ flash checkout -q --detach HEAD~1 --discard --allow data-loss && sqlite3 dev.db '.tables'
  warning: stays parked: users.first (2 rows) was made anew by a hand-written migration
  _flash_head        _flash_parked      users            
  _flash_migrations  _flash_parked_1  

What does not lead to the schema it is named for is refused, and so is what is not its business.

  $ flash checkout -q main --allow data-loss
  warning: stays parked: users.first (2 rows) would break a key, a foreign key or a check
  $ echo 'CREATE TABLE t (a INT);' >db/schema/t.sql
  $ echo 'CREATE TABLE t (a TEXT);' >$(edge HEAD @files)
  $ flash commit -qm t
  $ flash apply --yes
  error: 'plan/17f87c647f24-4126ffe2e38d.sql of decf989' does not lead to the schema that it is named for
  not as they should be: table t
  hint: correct it and take it over with 'flash commit --amend'
  [2]
  $ echo 'CREATE TABLE t (a INT); INSERT INTO nowhere VALUES (1);' >$(edge HEAD~1 HEAD) && flash commit -q --amend
  $ flash apply --yes
  error: hand-written: plan/17f87c647f24-4126ffe2e38d.sql of 469f105:1 fails in a scratch database without rows: database ':memory:': no such table: nowhere
  hint: correct '17f87c647f24-4126ffe2e38d.sql' and take it over with 'flash commit --amend'
  [2]
  $ printf 'CREATE TABLE t (a INT);\nCOMMIT;\n' >$(edge HEAD~1 HEAD) && flash commit -q --amend
  $ flash apply --yes
  plan/17f87c647f24-4126ffe2e38d.sql of 6e8eeb2:2:1: error: 'COMMIT' has no place in a hand-written migration
  hint: leave it out: transaction, session and its own tables are flash's
  [2]
  $ printf 'CREATE TABLE t (a INT);\nDELETE FROM "_flash_head";\n' >$(edge HEAD~1 HEAD) && flash commit -q --amend
  $ flash apply --yes
  plan/17f87c647f24-4126ffe2e38d.sql of 7b656db:2:1: error: '"_flash_head"' has no place in a hand-written migration
  hint: leave it out: transaction, session and its own tables are flash's
  [2]
  $ echo 'CREATE TABLE t (a INT); INSERT INTO t VALUES (7)' >$(edge HEAD~1 HEAD) && flash commit -q --amend
  $ flash apply -q --yes && sqlite3 dev.db 'SELECT * FROM t'
  warning: stays parked: users.first (2 rows) was made anew by a hand-written migration
  7

What is not committed yet can be tried.

  $ echo 'CREATE TABLE u (a INT);' >db/schema/u.sql
  $ echo 'CREATE TABLE u (a INT); INSERT INTO u VALUES (8)' >$(edge HEAD @files)
  $ flash apply -q --yes @files && sqlite3 dev.db 'SELECT * FROM u'
  warning: stays parked: users.first (2 rows) was made anew by a hand-written migration
  8
