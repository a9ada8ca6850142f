Canonical text: what it prints reads back as the same schema.

  $ cat >a.sql <<END
  > create view adults as select name from users where age >= 18;
  > create table users (id integer primary key autoincrement, name text not null unique, age int check (age > 0) default 1);
  > create trigger t after insert on users begin delete from users where id = new.id - 1; end;
  > create unique index users_age on users (age desc, name) where age is not null;
  > END
  $ flash dump a.sql
  CREATE TABLE users (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      age INT DEFAULT 1,
      UNIQUE (name),
      CHECK (age > 0)
  );
  
  CREATE UNIQUE INDEX users_age ON users (age DESC, name)
  WHERE age IS NOT NULL;
  
  CREATE VIEW adults AS
  SELECT name
  FROM users
  WHERE age >= 18;
  
  CREATE TRIGGER t
  AFTER INSERT ON users
  BEGIN
      DELETE FROM users
      WHERE id = new.id - 1;
  END;
  $ flash dump a.sql | flash hash -
  1559e0df435eece7073c493835639290d4fafcc8
  $ flash hash a.sql
  1559e0df435eece7073c493835639290d4fafcc8
  $ flash dump --format json a.sql | head -8
  {
    "version": 1,
    "dialect": "sqlite",
    "objects": [
      {
        "kind": "table",
        "name": "users",
        "namespace": "main",
  $ [ "$(flash dump --json a.sql)" = "$(flash dump --format json a.sql)" ] && echo equal
  equal
  $ flash dump @empty
  $ flash dump --format xml a.sql
  error: '--format' takes sql or json, not 'xml'
  hint: 'flash dump -h' shows how it is used
  [129]
