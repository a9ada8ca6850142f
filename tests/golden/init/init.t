A project is made, and making it again changes nothing.

  $ flash status
  error: '$WORK' is in no flash project
  hint: run 'flash init' to make one here
  [128]
  $ git init -q -b main .
  $ flash init
  made an empty flash store in $WORK/.flash
  wrote flash.conf
  made db/schema/ for the schema's files
  git leaves /.flash/ alone now
  hint: put CREATE statements into db/schema/, then 'flash commit -m <message>'
  $ cat flash.conf
  # flash: see 'flash help config'. No passwords in here: write ${NAME} and set it
  # in the environment or in .env.
  [flash]
      version = 1
      dialect = sqlite
  [schema]
      files = db/schema
  $ cat .git/info/exclude | tail -1
  /.flash/
  $ ls -A
  .flash
  .git
  db
  flash.conf
  $ flash init
  nothing to do: $WORK has all that a flash project needs
  $ git -C .flash rev-parse --is-bare-repository
  true
  $ git -C .flash symbolic-ref HEAD
  refs/heads/main

In a folder of its own, with a database:

  $ mkdir app
  $ flash init app --db 'sqlite:dev.db' -b trunk
  made an empty flash store in $WORK/app/.flash
  wrote flash.conf
  made db/schema/ for the schema's files
  git leaves /.flash/ alone now
  hint: 'flash commit --from db -m <message>' takes over what the database has
  $ tail -3 app/flash.conf
  [target "dev"]
      url = "sqlite:dev.db"
      role = dev
  $ git -C app/.flash symbolic-ref HEAD
  refs/heads/trunk

Not inside of a store, and with sensible words:

  $ flash init .git
  error: '$WORK/.git' is inside a .git folder
  hint: run 'flash init' in the project's own folder
  [2]
  $ flash init a b
  error: 'flash init' takes one folder
  hint: 'flash init -h' shows how it is used
  [129]
  $ flash init --dialect oracle
  error: no dialect 'oracle'
  hint: this build knows sqlite
  [129]
  $ flash init nowhere
  error: cannot open folder 'nowhere': No such file or directory
  [128]

What a database has becomes working files; files that say something else stay:

  $ mkdir db2 && cd db2
  $ sqlite3 dev.db "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL); CREATE INDEX users_name ON users(name); INSERT INTO users VALUES (1, 'ann'); CREATE VIEW v AS SELECT name FROM users;"
  $ flash init --db sqlite:dev.db --from db
  made an empty flash store in $WORK/db2/.flash
  wrote flash.conf
  made db/schema/ for the schema's files
  git leaves /.flash/ alone now
  wrote 2 objects into 2 files
  $ find db -type f | sort
  db/schema/users.sql
  db/schema/v.sql
  $ cat db/schema/users.sql
  CREATE TABLE users (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL
  );
  
  CREATE INDEX users_name ON users (name);
  $ [ "$(flash hash @files)" = "$(flash hash @db)" ] && echo equal
  equal
  $ flash init --from db
  nothing to do: $WORK/db2 has all that a flash project needs
  $ echo 'CREATE TABLE other (id INT);' >>db/schema/users.sql
  $ flash init --from db
  nothing to do: $WORK/db2 has all that a flash project needs
  error: the working files say something else than the database
  hint: 'flash diff @files @db' shows what; 'flash commit --from db' takes the database's
  [2]
