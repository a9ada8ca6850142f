What people write by mistake: each a place, a caret and a way on.

  $ printf 'CREATE TABLE a (id INTEGER PRIMARY KEY,, x TEXT);\nCREATE TABLE b (id INTEGR PRIMARY KY);\nCREATE TABLE c (id INTEGER);\n' > syntax.sql
  $ flash hash ./syntax.sql
  ./syntax.sql:1:40: error: expected a column name, found ','
  CREATE TABLE a (id INTEGER PRIMARY KEY,, x TEXT);
                                         ^
  ./syntax.sql:2:35: error: expected KEY, found 'KY'
  CREATE TABLE b (id INTEGR PRIMARY KY);
                                    ^~
  [128]
  $ printf 'CREATE TABLE a (id INTEGER);\nCREATE INDEX i ON a (nope);\nCREATE INDEX j ON missing (id);\n' > unknown.sql
  $ flash hash ./unknown.sql
  ./unknown.sql:2:1: error: no such column: 'nope'
  CREATE INDEX i ON a (nope);
  ^~~~~~~~~~~~~~~~~~~~~~~~~~~
  ./unknown.sql:3:19: error: no such table: 'missing'
  CREATE INDEX j ON missing (id);
                    ^~~~~~~
  [128]
  $ printf 'CREATE TABLE a (id INTEGER);\nCREATE TABLE A (id INTEGER);\nCREATE TABLE b (x, X);\n' > twice.sql
  $ flash hash ./twice.sql
  ./twice.sql:2:1: error: there is already a table 'a'
  CREATE TABLE A (id INTEGER);
  ^~~~~~~~~~~~~~~~~~~~~~~~~~~~
  hint: the first one is at ./twice.sql:1:1
  ./twice.sql:3:20: error: there is already a column 'X'
  CREATE TABLE b (x, X);
                     ^
  hint: the first one is at ./twice.sql:3:17
  [128]
  $ printf 'CREATE TABLE a (id INTEGER, FOREIGN KEY (nope) REFERENCES b (id));\n' > fk.sql
  $ flash hash ./fk.sql
  ./fk.sql:1:29: error: no such column: 'nope'
  CREATE TABLE a (id INTEGER, FOREIGN KEY (nope) REFERENCES b (id));
                              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  ./fk.sql:1:29: warning: the foreign key refers to table 'b', which is not there
  CREATE TABLE a (id INTEGER, FOREIGN KEY (nope) REFERENCES b (id));
                              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  [128]
  $ printf 'CREATE TABLE a (x AS (y), y AS (x));\n' > cycle.sql
  $ flash hash ./cycle.sql
  ./cycle.sql:1:1: error: table 'a' has no column that is not generated
  CREATE TABLE a (x AS (y), y AS (x));
  ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  ./cycle.sql:1:17: error: generated column 'x' is defined by itself
  CREATE TABLE a (x AS (y), y AS (x));
                  ^~~~~~~~
  [128]
  $ printf 'CREATE TABLE a (id\0INTEGER);\n' > nul.sql
  $ flash hash ./nul.sql
  ./nul.sql:1:19: error: a NUL byte in './nul.sql'
  [128]
  $ printf 'CREATE TABLE a (\377 INTEGER);\n' > utf8.sql
  $ flash hash ./utf8.sql
  ./utf8.sql:1:17: error: a byte that is not UTF-8 in './utf8.sql'
  [128]
  $ printf "CREATE TABLE a (id INTEGER DEFAULT 'open);\n" > open.sql
  $ flash hash ./open.sql
  ./open.sql:1:36: error: unterminated string
  CREATE TABLE a (id INTEGER DEFAULT 'open);
                                     ^~~~~~
  [128]
  $ printf '\357\273\277CREATE TABLE a (\r\n  id INTEGER\r\n);\r\n' > bom.sql
  $ printf 'CREATE TABLE a (id INTEGER);' > plain.sql
  $ flash diff --exit-code ./bom.sql ./plain.sql
  $ python3 -c "print('CREATE TABLE a (id INTEGER CHECK (' + '(' * 5000 + '1' + ')' * 5000 + '));')" > deep.sql
  $ flash hash ./deep.sql
  ./deep.sql:1:1035: error: nested too deeply; the limit is 1000 levels
  ...((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((...
                                                      ^
  [128]
  $ truncate -s 65M large.sql
  $ flash hash ./large.sql
  error: './large.sql' is larger than 67108864 bytes
  [128]
  $ flash hash ./no-such-file.sql
  error: no such file or folder: './no-such-file.sql'
  [128]
  $ flash hash nothing
  error: 'nothing' needs a flash project, and here is none
  hint: run 'flash init', or name a file as './nothing'
  [128]
  $ flash hash oracle://host/db
  error: no kind of database is named 'oracle'
  hint: known are sqlite, postgres, mysql, mariadb and mongodb
  [128]
