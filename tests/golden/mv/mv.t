  $ flash init -q
  $ cat >db/schema/users.sql <<END
  > -- who may log in
  > CREATE TABLE users (
  >     id INTEGER PRIMARY KEY,
  >     name TEXT NOT NULL
  > );
  > CREATE INDEX users_name ON users (name);
  > END
  $ cat >db/schema/posts.sql <<END
  > CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id));
  > CREATE VIEW names AS SELECT u.name FROM users AS u JOIN posts AS p ON p.user_id = u.id;
  > CREATE TRIGGER t AFTER INSERT ON users BEGIN UPDATE users SET name = upper(new.name) WHERE id = new.id; END;
  > END
  $ flash commit -qm first
  $ flash mv users people
  renamed table users to people in 2 files
  $ cat db/schema/users.sql db/schema/posts.sql
  -- who may log in
  -- was: users
  CREATE TABLE people (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL
  );
  CREATE INDEX users_name ON people (name);
  CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT REFERENCES people (id));
  CREATE VIEW names AS SELECT u.name FROM people AS u JOIN posts AS p ON p.user_id = u.id;
  CREATE TRIGGER t AFTER INSERT ON people BEGIN UPDATE people SET name = upper(new.name) WHERE id = new.id; END;
  $ flash diff --format tree
  ~ table users -> people
  ~ table posts
      ~ foreign key posts(user_id): referenced table users -> people
  ~ view names: query SELECT u.name FROM users AS u JOIN posts AS p ON p.user_id =... -> SELECT u.name FROM people AS u JOIN posts AS p ON p.user_id ...
  ~ trigger t: table users -> people, body UPDATE users SET name = upper(new.name) WHERE id = new.id; -> UPDATE people SET name = upper(new.name) WHERE id = new.id;
  $ flash mv people.name full_name
  renamed column people.name to full_name in 2 files
  $ flash mv index:users_name people_name
  renamed index people.users_name to people_name in 1 file
  $ flash diff
  -- HEAD (0967a0e) -> @files (db/schema)
  -- modify index users.users_name
  DROP INDEX users_name;
  -- rename table users to people
  ALTER TABLE users RENAME TO people;
  -- rename column users.name to full_name
  ALTER TABLE people RENAME COLUMN name TO full_name;
  -- modify index people.people_name
  CREATE INDEX people_name ON people (full_name);
  $ flash commit -qm renamed
  $ flash log -1 | tail -4
  
      Flash-Rename: table main.users -> people
      Flash-Rename: column main.people.name -> full_name
      Flash-Rename: index main.people.users_name -> people_name
  $ flash show --format tree HEAD | tail -n +8
      Flash-Rename: column main.people.name -> full_name
      Flash-Rename: index main.people.users_name -> people_name
  
  ~ table users -> people
      ~ column users.name -> people.full_name
      ~ index users.users_name -> people.people_name: keys (name) -> (full_name)
  ~ table posts
      ~ foreign key posts(user_id): referenced table users -> people
  ~ view names: query SELECT u.name FROM users AS u JOIN posts AS p ON p.user_id =... -> SELECT u.full_name FROM people AS u JOIN posts AS p ON p.use...
  ~ trigger t: table users -> people, body UPDATE users SET name = upper(new.name) WHERE id = new.id; -> UPDATE people SET full_name = upper(new.full_name) WHERE id ...

What cannot be:

  $ flash mv nobody somebody
  error: the working files have no 'nobody'
  [128]
  $ flash mv people posts
  error: there is a table posts
  [128]
  $ flash mv people.id full_name
  error: there is a column people.full_name
  [128]
  $ flash mv people
  error: 'flash mv' takes an old and a new name
  hint: 'flash mv -h' shows how it is used
  [129]
  $ flash mv people ''
  error: a name must not be empty
  hint: 'flash mv -h' shows how it is used
  [129]
  $ flash status --short
  ## main
