Two clones of one git project, each with a store of its own: a rename on one is a rename on the other, because it stands in the file.

  $ git init -q --bare -b main origin.git
  $ git clone -q origin.git one 2>/dev/null && cd one && git config user.name Ada && git config user.email ada@example.org
  $ flash init --dialect sqlite --db sqlite:dev.db
  made an empty flash store in $WORK/one/.flash
  wrote flash.conf
  made db/schema/ for the schema's files
  git leaves /.flash/ alone now
  hint: 'flash commit --from db -m <message>' takes over what the database has
  $ echo "dev.db" > .gitignore
  $ echo "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL);" > db/schema/person.sql
  $ flash commit -m "person"
  [main (root-commit) 189a8d5] person
   table person | +1
   1 object changed, 1 added
  $ flash apply --yes
  -- add table person
  CREATE TABLE person (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL
  );
  applied 1 step to sqlite:dev.db
  $ git add -A && git commit -q -m "person" && git push -q origin main
  $ cd .. && git clone -q origin.git two && cd two && git config user.name Bob && git config user.email bob@example.org
  $ flash init
  made an empty flash store in $WORK/two/.flash
  git leaves /.flash/ alone now
  hint: put CREATE statements into db/schema/, then 'flash commit -m <message>'
  $ flash commit -m "as cloned"
  [main (root-commit) 1c60805] as cloned
   table person | +1
   1 object changed, 1 added
  $ flash apply --yes && sqlite3 dev.db "INSERT INTO person VALUES (1, 'Ann')"
  -- add table person
  CREATE TABLE person (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL
  );
  applied 1 step to sqlite:dev.db
  $ cd ../one && flash mv person.name person.full_name
  renamed column person.name to person.full_name in 1 file
  $ cat db/schema/person.sql
  CREATE TABLE person (id INTEGER PRIMARY KEY,
      -- was: name
      full_name TEXT NOT NULL);
  $ flash commit -m "full names"
  [main 152a713] full names
   table person | ~1
   1 object changed, 1 modified
  $ git commit -q -a -m "full names" && git push -q origin main
  $ cd ../two && git pull -q
  $ flash diff
  -- HEAD (1c60805) -> @files (db/schema)
  -- rename column person.name to full_name
  ALTER TABLE person RENAME COLUMN name TO full_name;
  $ flash commit -m "pulled"
  [main deec1cc] pulled
   table person | ~1
   1 object changed, 1 modified
  $ flash apply --yes
  -- rename column person.name to full_name
  -- BC102 (breaks): renames column person.name
  ALTER TABLE person RENAME COLUMN name TO full_name;
  applied 1 step to sqlite:dev.db
  $ sqlite3 dev.db "SELECT id, full_name FROM person"
  1|Ann
