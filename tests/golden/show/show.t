  $ flash init -q
  $ echo 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); CREATE INDEX i ON users (name);' >db/schema/users.sql
  $ flash commit -qm users
  $ echo 'CREATE VIEW active AS SELECT name FROM users;' >>db/schema/users.sql
  $ flash commit -qm active
  $ flash show
  commit d063a3f0bd0f470855c305cc4a8f963dc0613373 (HEAD -> main)
  Author: A. Uthor <author@example.com>
  Date:   Tue Nov 14 22:13:20 2023 +0000
  
      active
  
  diff a/main/views/active.sql b/main/views/active.sql
  --- /dev/null
  +++ b/main/views/active.sql
  @@ -0,0 +1,3 @@
  +CREATE VIEW active AS
  +SELECT name
  +FROM users;
  $ flash show --stat HEAD~1
  commit 720b6d259d86172071ac37f82e06ced03a33d435
  Author: A. Uthor <author@example.com>
  Date:   Tue Nov 14 22:13:20 2023 +0000
  
      users
  
   table users | +1
   1 object changed, 1 added
  $ flash show --format tree HEAD
  commit d063a3f0bd0f470855c305cc4a8f963dc0613373 (HEAD -> main)
  Author: A. Uthor <author@example.com>
  Date:   Tue Nov 14 22:13:20 2023 +0000
  
      active
  
  + view active
  $ flash show --format sql main
  commit d063a3f0bd0f470855c305cc4a8f963dc0613373 (HEAD -> main)
  Author: A. Uthor <author@example.com>
  Date:   Tue Nov 14 22:13:20 2023 +0000
  
      active
  
  -- 720b6d2 -> d063a3f
  -- add view active
  CREATE VIEW active AS
  SELECT name
  FROM users;
  $ flash show HEAD:users
  CREATE TABLE users (
      id INTEGER PRIMARY KEY,
      name TEXT
  );
  
  CREATE INDEX i ON users (name);
  $ flash show HEAD:view:active
  CREATE VIEW active AS
  SELECT name
  FROM users;
  $ flash show :active
  CREATE VIEW active AS
  SELECT name
  FROM users;
  $ flash show HEAD~1:active
  error: no object named 'active' in that commit
  [128]
  $ flash show --json HEAD:users
  {
    "version": 1,
    "path": "main/tables/users.sql",
    "text": "CREATE TABLE users (\n    id INTEGER PRIMARY KEY,\n    name TEXT\n);\n\nCREATE INDEX i ON users (name);\n"
  }
  $ flash show --json HEAD | sed 's/[0-9a-f]\{40\}/ID/' | sed -n '/"changes"/,$p'
      "changes": [
        {
          "op": "add",
          "kind": "view",
          "name": "active",
          "namespace": "main",
          "object": {
            "kind": "view",
            "name": "active",
            "namespace": "main",
            "query": "SELECT name\nFROM users"
          }
        }
      ]
    }
  }
  $ flash show ':/users' --stat
  commit 720b6d259d86172071ac37f82e06ced03a33d435
  Author: A. Uthor <author@example.com>
  Date:   Tue Nov 14 22:13:20 2023 +0000
  
      users
  
   table users | +1
   1 object changed, 1 added
  $ flash show 0000000
  error: no branch, tag or commit named '0000000'
  hint: run 'flash branch' or 'flash log' to see what there is
  [128]
