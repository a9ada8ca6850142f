  $ flash init -q
  $ cat >db/schema/users.sql <<END
  > CREATE TABLE users (
  >   id INTEGER PRIMARY KEY,
  >   name TEXT NOT NULL
  > );
  > INSERT INTO users VALUES (1, 'ann'), (2, 'bob');
  > END
  $ flash commit
  error: a commit needs a message
  hint: flash commit -m <message>
  [129]
  $ flash commit -m 'add users' -m 'They have names.'
  [main (root-commit) 20d1552] add users
   table users | +1
   1 object changed, 1 added
  rows in the files are no part of the schema: 2 in 1 statement
  $ flash log
  commit 20d155229d5c600baee260592dc41ccbd5e3ed93 (HEAD -> main)
  Author: A. Uthor <author@example.com>
  Date:   Tue Nov 14 22:13:20 2023 +0000
  
      add users
  
      They have names.
  $ flash log -v -n 1 | tail -5
      They have names.
  
      Flash-Format: 1
      Flash-Source: files
      Flash-Dialect: sqlite
  $ flash commit -m again
  nothing to commit: the working files have HEAD's schema
  [1]
  $ git -C .flash ls-tree -r --name-only HEAD
  files/users.sql
  schema/@format
  schema/main/tables/users.sql
  $ git -C .flash fsck --full --strict

Only layout changed: the schema is the same, and so is its id.

  $ flash hash HEAD >before
  $ sed -i 's/  name/    name/' db/schema/users.sql
  $ flash status
  On branch main
  
  Working files were edited; the schema they make is HEAD's.
  $ flash commit -m layout
  [main 93de638] layout
  rows in the files are no part of the schema: 2 in 1 statement
  $ flash hash HEAD | cmp - before

A part of what changed:

  $ echo 'CREATE TABLE a (id INT); CREATE TABLE b (id INT);' >db/schema/ab.sql
  $ flash commit -m 'only a' a
  [main 35d4d69] only a
   table a | +1
   1 object changed, 1 added
  rows in the files are no part of the schema: 2 in 1 statement
  $ flash status --short
  ## main
  A  table b
  $ flash commit -m 'nothing of that name' nothing
  error: no object is named 'nothing'
  hint: run 'flash status' to see what changed
  [128]
  $ flash commit -m 'b too'
  [main 6b53e7c] b too
   table b | +1
   1 object changed, 1 added
  rows in the files are no part of the schema: 2 in 1 statement

The last commit is replaced:

  $ flash commit --amend -m 'and b'
  [main 463d753] and b
   table b | +1
   1 object changed, 1 added
  rows in the files are no part of the schema: 2 in 1 statement
  $ flash log --oneline
  463d753 (HEAD -> main) and b
  35d4d69 only a
  93de638 layout
  20d1552 add users
  $ flash commit --json --amend | head -6
  {
    "version": 1,
    "commit": "463d753ed2fe2021c360ee4420032396a528f53e",
    "schema": "9d9fb48b1a30ccf34d94d1dbbc852efc39c6e8c1",
    "branch": "main",
    "subject": "and b",

What looks like a rename is said, and recorded as one when it is declared:

  $ sed -i 's/^CREATE TABLE users/CREATE TABLE people/; /INSERT/d' db/schema/users.sql
  $ flash diff --format tree
  + table people
  - table users
  $ flash commit -m 'people'
  [main b79bd9c] people
   table people | +1
   table users  | -1
   2 objects changed, 1 added, 1 dropped
  recorded as dropped and added, but much alike (100 %): table main.users -> people
  hint: if it is a rename, put '-- was: <old name>' in front of it and 'flash commit --amend'
  $ sed -i 's/^CREATE TABLE people/-- was: users\nCREATE TABLE people/' db/schema/users.sql
  $ flash commit --amend -m 'people'
  [main 49ecd12] people
   table people | ~1
   1 object changed, 1 modified, 1 renamed
  $ flash log -n 1 | tail -3
      people
  
      Flash-Rename: table main.users -> people

Errors in files are all shown, and nothing is recorded:

  $ echo 'CREATE TABLE broken (;' >db/schema/broken.sql
  $ flash commit -m broken
  db/schema/broken.sql:1:22: error: expected a column name, found the end of the statement
  CREATE TABLE broken (;
                       ^
  [128]
  $ flash commit -m broken 2>&1 >/dev/null | head -1
  db/schema/broken.sql:1:22: error: expected a column name, found the end of the statement
  $ rm db/schema/broken.sql
  $ flash commit -m ''
  nothing to commit: the working files have HEAD's schema
  [1]
  $ flash commit -m x --from nowhere
  error: '--from' takes files or db, not 'nowhere'
  hint: 'flash commit -h' shows how it is used
  [129]
