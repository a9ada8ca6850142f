Databases that cannot be used say why.

  $ echo "this is no database at all, only text that is long enough to be looked at" > text.db
  $ flash hash sqlite:text.db
  error: database 'text.db' is not an SQLite database, or it is encrypted (26)
  sqlite: file is not a database
  hint: name the database file itself; an encrypted one must be decrypted first
  [128]
  $ flash hash sqlite:missing.db
  error: there is no database 'missing.db'
  hint: 'flash apply --db sqlite:missing.db' makes it
  [128]
  $ test -e missing.db
  [1]
  $ head -c 4096 /dev/zero | tr '\0' '\253' > encrypted.db
  $ flash hash sqlite:encrypted.db
  error: database 'encrypted.db' is not an SQLite database, or it is encrypted (26)
  sqlite: file is not a database
  hint: name the database file itself; an encrypted one must be decrypted first
  [128]
  $ mkdir folder.db
  $ flash hash sqlite:folder.db
  error: 'folder.db' is a folder, not a database
  hint: name the database file itself
  [128]
  $ echo "CREATE TABLE a (id INTEGER PRIMARY KEY);" > a.sql
  $ sqlite3 app.db "CREATE TABLE b (id INTEGER); INSERT INTO b VALUES (1)"
  $ flash apply ./a.sql --db sqlite:app.db
  warning: loses table b (1 row, about 2 bytes) DS102
  error: this would lose data in 'sqlite:app.db'
  DS102 drops table b and its rows
  hint: to let it go, give '--allow DS102'
  [2]
  $ flash apply ./a.sql --db sqlite:app.db --yes
  warning: loses table b (1 row, about 2 bytes) DS102
  error: this would lose data in 'sqlite:app.db'
  DS102 drops table b and its rows
  hint: to let it go, give '--allow DS102'
  [2]
  $ flash apply ./a.sql --db sqlite:app.db --yes --allow DS102
  -- drop table b
  -- DS102 (data-loss): drops table b and its rows
  DROP TABLE b;
  -- add table a
  CREATE TABLE a (
      id INTEGER PRIMARY KEY
  );
  warning: loses table b (1 row, about 2 bytes) DS102
  applied 2 steps to sqlite:app.db
  $ flash apply ./a.sql --db sqlite:app.db --yes
  sqlite:app.db is there already
A ledger of the future is not touched.

  $ sqlite3 app.db "UPDATE _flash_head SET format = 99"
  $ flash apply ./a.sql --db sqlite:app.db --yes
  error: database 'app.db' was moved by a newer flash (format 99)
  hint: install a flash that knows format 99
  [128]
