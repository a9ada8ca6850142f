Names that make trouble elsewhere go through unharmed.

  $ cat > names.sql <<'SQL'
  > CREATE TABLE "a""b" ("select" INTEGER PRIMARY KEY, "from where" TEXT);
  > CREATE TABLE "😀" (" " TEXT, "x;--" TEXT);
  > CREATE TABLE ".." ("." INTEGER);
  > CREATE TABLE "CON" ("Nul" INTEGER REFERENCES "a""b" ("select"));
  > CREATE TABLE "@format" (a);
  > CREATE INDEX "../../up" ON ".." (".");
  > SQL
  $ flash dump ./names.sql
  CREATE TABLE ".." (
      "." INTEGER
  );
  
  CREATE INDEX "../../up" ON ".." (".");
  
  CREATE TABLE "@format" (
      a
  );
  
  CREATE TABLE "a""b" (
      "select" INTEGER PRIMARY KEY,
      "from where" TEXT
  );
  
  CREATE TABLE CON (
      Nul INTEGER,
      FOREIGN KEY (Nul) REFERENCES "a""b" ("select")
  );
  
  CREATE TABLE "😀" (
      " " TEXT,
      "x;--" TEXT
  );
  $ flash apply ./names.sql --db sqlite:names.db --yes
  -- add table ..
  CREATE TABLE ".." (
      "." INTEGER
  );
  -- add table @format
  CREATE TABLE "@format" (
      a
  );
  -- add table a"b
  CREATE TABLE "a""b" (
      "select" INTEGER PRIMARY KEY,
      "from where" TEXT
  );
  -- add table CON
  CREATE TABLE CON (
      Nul INTEGER,
      FOREIGN KEY (Nul) REFERENCES "a""b" ("select")
  );
  -- add table 😀
  CREATE TABLE "😀" (
      " " TEXT,
      "x;--" TEXT
  );
  -- add index ...../../up
  CREATE INDEX "../../up" ON ".." (".");
  applied 6 steps to sqlite:names.db
  $ test "$(flash hash ./names.sql)" = "$(flash hash sqlite:names.db)" && echo same
  same
  $ flash init --dialect sqlite
  made an empty flash store in $WORK/.flash
  wrote flash.conf
  made db/schema/ for the schema's files
  hint: put CREATE statements into db/schema/, then 'flash commit -m <message>'
  $ cp names.sql db/schema/
  $ flash commit -m "names"
  [main (root-commit) 7797a58] names
   table ..      | +1
   table @format | +1
   table a"b     | +1
   table CON     | +1
   table 😀       | +1
   5 objects changed, 5 added
  $ git -C .flash ls-tree -r --name-only HEAD schema
  schema/@format
  schema/main/tables/%2e%2e.sql
  schema/main/tables/%40format.sql
  schema/main/tables/%con.sql
  schema/main/tables/%f0%9f%98%80.sql
  schema/main/tables/a%22b.sql
  $ git -C .flash fsck --full --strict
A change of case alone is a rename that loses nothing.

  $ sqlite3 names.db 'INSERT INTO "CON" VALUES (NULL)'
  $ sed -i 's/"CON"/"Con"/' db/schema/names.sql
  $ flash commit -m "Con"
  [main 373e48b] Con
   table Con | ~1
   1 object changed, 1 modified, 1 renamed
  $ flash apply --db sqlite:names.db --yes
  -- rename table CON to Con
  ALTER TABLE CON RENAME TO _flash_tmp_1;
  ALTER TABLE _flash_tmp_1 RENAME TO Con;
  applied 2 steps to sqlite:names.db
  $ sqlite3 names.db 'SELECT count(*) FROM con'
  1
