  $ flash init -q
  $ flash log
  error: the branch 'main' does not have any commits yet
  hint: run 'flash commit' to make the first one
  [128]
  $ for t in a b c; do
  >   echo "CREATE TABLE $t (id INTEGER PRIMARY KEY);" >db/schema/$t.sql
  >   flash commit -qm "add $t"
  > done
  $ flash tag v1 HEAD~1
  $ flash log --oneline
  b61a68d (HEAD -> main) add c
  8dc28b3 (tag: v1) add b
  9d8a465 add a
  $ flash log -1
  commit b61a68d2dba894a24ecc0495855704c585c3681a (HEAD -> main)
  Author: A. Uthor <author@example.com>
  Date:   Tue Nov 14 22:13:20 2023 +0000
  
      add c
  $ flash log -n 2 --stat
  commit b61a68d2dba894a24ecc0495855704c585c3681a (HEAD -> main)
  Author: A. Uthor <author@example.com>
  Date:   Tue Nov 14 22:13:20 2023 +0000
  
      add c
  
   table c | +1
   1 object changed, 1 added
  
  commit 8dc28b3051a31b905962a205aca9899cdf1833a5 (tag: v1)
  Author: A. Uthor <author@example.com>
  Date:   Tue Nov 14 22:13:20 2023 +0000
  
      add b
  
   table b | +1
   1 object changed, 1 added
  $ flash log --oneline -p -n 1
  b61a68d (HEAD -> main) add c
  diff a/main/tables/c.sql b/main/tables/c.sql
  --- /dev/null
  +++ b/main/tables/c.sql
  @@ -0,0 +1,3 @@
  +CREATE TABLE c (
  +    id INTEGER PRIMARY KEY
  +);
  $ flash log --format sql --oneline -1
  b61a68d (HEAD -> main) add c
  -- 8dc28b3 -> b61a68d
  -- add table c
  CREATE TABLE c (
      id INTEGER PRIMARY KEY
  );
  $ flash log --reverse --oneline
  9d8a465 add a
  8dc28b3 (tag: v1) add b
  b61a68d (HEAD -> main) add c
  $ flash log --oneline HEAD~2..HEAD
  b61a68d (HEAD -> main) add c
  8dc28b3 (tag: v1) add b
  $ flash log --oneline ^HEAD~1 HEAD
  b61a68d (HEAD -> main) add c
  $ flash log --oneline -- b 'x*'
  8dc28b3 (tag: v1) add b
  $ flash log --oneline --grep 'add c'
  b61a68d (HEAD -> main) add c
  $ flash log --oneline --author '*@example.com*' -1
  b61a68d (HEAD -> main) add c
  $ flash log --oneline --author nobody
  $ flash log --oneline -n 0
  $ flash log --json -1 | sed 's/[0-9a-f]\{40\}/ID/'
  {
    "version": 1,
    "commits": [
      {
        "commit": "ID",
        "parents": [
          "ID"
        ],
        "author": {
          "name": "A. Uthor",
          "email": "author@example.com",
          "time": 1700000000,
          "offset": 0
        },
        "committer": {
          "name": "A. Uthor",
          "email": "author@example.com",
          "time": 1700000000,
          "offset": 0
        },
        "subject": "add c",
        "message": "add c\n\nFlash-Format: 1\nFlash-Source: files\nFlash-Dialect: sqlite\n",
        "refs": "HEAD -> main"
      }
    ]
  }
  $ flash log nowhere
  error: no branch, tag or commit named 'nowhere'
  hint: run 'flash branch' or 'flash log' to see what there is
  [128]
  $ flash log --graph --reverse
  error: --graph and --reverse exclude each other
  hint: 'flash log -h' shows how it is used
  [129]

Lines of history that part:

  $ flash checkout -q -b side HEAD~1
  $ echo 'CREATE TABLE d (id INT);' >db/schema/d.sql
  $ flash commit -qm 'add d'
  $ flash log --graph --oneline --all
  * b61a68d (main) add c
  | * dceaef5 (HEAD -> side) add d
  |/
  * 8dc28b3 (tag: v1) add b
  * 9d8a465 add a
  $ flash log --graph --stat -2
  * commit dceaef5510e3444be87f700b6cc5541a23189a4c (HEAD -> side)
  | Author: A. Uthor <author@example.com>
  | Date:   Tue Nov 14 22:13:20 2023 +0000
  | 
  |     add d
  
   table d | +1
   1 object changed, 1 added
  | 
  * commit 8dc28b3051a31b905962a205aca9899cdf1833a5 (tag: v1)
  | Author: A. Uthor <author@example.com>
  | Date:   Tue Nov 14 22:13:20 2023 +0000
  | 
  |     add b
  
   table b | +1
   1 object changed, 1 added

Where HEAD was:

  $ flash reflog
  dceaef5 HEAD@{0}: commit: add d
  8dc28b3 HEAD@{1}: checkout: moving from main to side
  b61a68d HEAD@{2}: commit: add c
  8dc28b3 HEAD@{3}: commit: add b
  9d8a465 HEAD@{4}: commit (initial): add a
  $ flash reflog -1 side
  dceaef5 side@{0}: commit: add d
  $ flash reflog --json main -n 1 | sed 's/[0-9a-f]\{40\}/ID/'
  {
    "version": 1,
    "ref": "refs/heads/main",
    "entries": [
      {
        "from": "ID",
        "to": "ID",
        "name": "A. Uthor",
        "email": "author@example.com",
        "time": 1700000000,
        "message": "commit: add c"
      }
    ]
  }
  $ flash reflog nowhere
  error: 'nowhere' is no branch
  [128]
