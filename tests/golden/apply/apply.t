  $ flash init -q
  $ echo 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);' >db/schema/users.sql
  $ flash commit -qm users
  $ flash apply
  error: no target is configured
  hint: run 'flash config target.dev.url sqlite:dev.db', or give '--db <url>'
  [128]
  $ flash apply --db sqlite:one.db --dry-run
  -- database: sqlite:one.db
  -- the database does not exist and would be made
  PRAGMA foreign_keys = OFF;
  BEGIN IMMEDIATE;
  -- add table users
  CREATE TABLE users (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL
  );
  COMMIT;
  -- plan 57b58e9c12f603447bc30726c8fb6186a2389b77
  $ ls one.db
  ls: cannot access 'one.db': No such file or directory
  [2]
  $ flash apply --db sqlite:one.db
  -- add table users
  CREATE TABLE users (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL
  );
  error: there is no terminal to ask on: Apply this to sqlite:one.db?
  hint: answer with '--yes'
  [2]
  $ flash apply --db sqlite:one.db --yes
  -- add table users
  CREATE TABLE users (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL
  );
  applied 1 step to sqlite:one.db
  $ flash apply --db sqlite:one.db --yes
  sqlite:one.db is there already
  $ [ "$(flash hash sqlite:one.db)" = "$(flash hash HEAD)" ] && echo equal
  equal
  $ flash log --db sqlite:one.db | sed 's/^Who: .*/Who:/'
  move 1 apply users (e90cdf8)
  Who:
  Date:   2023-11-14T22:13:20Z
  Schema: n1:32d3236bcc1ad03dd659b2d8c54c5e8da4862724 -> n1:a8d19749875f76927512956f0817a6fe6c815071
  Steps:  1 of 1

What would lose data is refused, by name:

  $ sqlite3 one.db "INSERT INTO users VALUES (1, 'ann')"
  $ echo 'CREATE TABLE users (id INTEGER PRIMARY KEY);' >db/schema/users.sql
  $ flash commit -qm 'no names'
  $ flash apply --db sqlite:one.db --yes
  warning: loses column users.name (1 row, about 3 bytes) DS103
  error: this would lose data in 'sqlite:one.db'
  DS103 drops column users.name and its values
  hint: to let it go, give '--allow DS103'
  [2]
  $ flash apply --db sqlite:one.db --yes --allow DS102
  warning: loses column users.name (1 row, about 3 bytes) DS103
  error: this would lose data in 'sqlite:one.db'
  DS103 drops column users.name and its values
  hint: to let it go, give '--allow DS103'
  [2]
  $ flash apply --db sqlite:one.db --yes --allow DS103,MF101 --name 'names go'
  -- drop column users.name
  -- DS103 (data-loss): drops column users.name and its values
  ALTER TABLE users DROP COLUMN name;
  warning: loses column users.name (1 row, about 3 bytes) DS103
  applied 1 step to sqlite:one.db
  $ flash log --db sqlite:one.db --oneline
  move 2 apply names_go (fc5abbc)
  move 1 apply users (e90cdf8)

The plan that was reviewed, or none:

  $ echo 'CREATE TABLE a (id INT);' >db/schema/a.sql
  $ flash commit -qm a
  $ flash apply --db sqlite:one.db --yes --plan 0000
  error: the plan is b9736d6254a9 now, not 0000
  hint: look at it with '--dry-run', then give '--plan b9736d6254a9'
  [2]
  $ hash=$(flash apply --db sqlite:one.db --dry-run | sed -n 's/^-- plan //p')
  $ flash apply --db sqlite:one.db --yes --plan $hash
  -- add table a
  CREATE TABLE a (
      id INT
  );
  applied 1 step to sqlite:one.db

A value for rows that would have none:

  $ sqlite3 one.db 'INSERT INTO users VALUES (2)'
  $ echo "CREATE TABLE users (id INTEGER PRIMARY KEY, country TEXT NOT NULL);" >db/schema/users.sql
  $ flash commit -qm country
  $ flash apply --db sqlite:one.db --yes
  error: column 'users.country' is NOT NULL without a default, and 2 rows would have no value
  hint: give '--fill users.country=<expression>'
  [2]
  $ flash apply --db sqlite:one.db --yes --fill users.country
  error: '--fill' takes <table>.<column>=<expression>, not 'users.country'
  hint: for example --fill "users.country='de'"
  [129]
  $ flash apply --db sqlite:one.db --yes --fill "users.country='de'"
  -- rebuild table users: new NOT NULL column without a default
  CREATE TABLE _flash_new_users (
      id INTEGER PRIMARY KEY,
      country TEXT NOT NULL
  );
  -- rebuild table users: rows
  -- LK150 (locks): rebuilds table users
  INSERT INTO _flash_new_users (id, country) SELECT id, ('de') FROM users;
  -- rebuild table users
  DROP TABLE users;
  PRAGMA legacy_alter_table = ON;
  ALTER TABLE _flash_new_users RENAME TO users;
  PRAGMA legacy_alter_table = OFF;
  applied 6 steps to sqlite:one.db
  $ sqlite3 one.db 'SELECT * FROM users'
  1|de
  2|de

Drift:

  $ sqlite3 one.db 'CREATE TABLE odd (id INT)'
  $ flash apply --db sqlite:one.db --yes
  error: the schema of 'sqlite:one.db' is not the one that is recorded in it
  recorded n1:3adda1113bc153274e075e8cb5573eb73f7ac5cb, found n1:378c2da1b9dfeafb2192cd0ad00e1b4ec203c577
  hint: see it with 'flash diff @db'; to overwrite it give '--allow drift'
  [2]
  $ flash apply --db sqlite:one.db --yes --discard --allow data-loss
  error: the schema of 'sqlite:one.db' is not the one that is recorded in it
  recorded n1:3adda1113bc153274e075e8cb5573eb73f7ac5cb, found n1:378c2da1b9dfeafb2192cd0ad00e1b4ec203c577
  hint: see it with 'flash diff @db'; to overwrite it give '--allow drift'
  [2]
  $ flash fsck --db sqlite:one.db
  4 moves: 0 errors

Without a repository:

  $ mkdir ../plain && cd ../plain
  $ echo 'CREATE TABLE t (id INT);' >t.sql
  $ flash apply t.sql --db sqlite:t.db --yes
  -- add table t
  CREATE TABLE t (
      id INT
  );
  applied 1 step to sqlite:t.db
  $ flash apply t.sql --db sqlite:t.db --yes --json | sed -n '/"state"/,/"done"/p' | sed 's/[0-9a-f]\{40\}/ID/'
    "state": "clean",
    "fromSchema": "n1:ID",
    "toSchema": "n1:ID",
    "toCommit": "",
    "nothing": true,
    "adopts": false,
    "done": false,
  $ flash log --db sqlite:t.db --oneline
  move 1 apply t
  $ flash apply t.sql
  error: there is no project here, so no target either
  hint: give '--db <url>', for instance '--db sqlite:dev.db'
  [128]
  $ flash apply t.sql --db nothing:x --yes
  error: no kind of database is named 'nothing'
  hint: known are sqlite, postgres, mysql, mariadb and mongodb
  [128]
  $ echo 'not a database, but long enough to be taken for one at first sight' >bad.db
  $ flash apply t.sql --db sqlite:bad.db --yes
  error: database 'bad.db' is not an SQLite database, or it is encrypted (26)
  sqlite: file is not a database
  hint: name the database file itself; an encrypted one must be decrypted first
  [128]
