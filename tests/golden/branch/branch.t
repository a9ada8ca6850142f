  $ flash init -q
  $ flash branch
  $ flash branch x
  error: the branch 'main' has no commits yet
  hint: run 'flash commit' first
  [128]
  $ flash branch --show-current
  main
  $ echo 'CREATE TABLE users (id INTEGER PRIMARY KEY);' >db/schema/users.sql
  $ flash commit -qm users
  $ flash branch x
  $ flash branch feature/login
  $ flash branch
    feature/login
  * main
    x
  $ flash checkout -q x
  $ echo 'CREATE TABLE a (id INT);' >db/schema/a.sql
  $ flash commit -qm a
  $ flash branch -v
    feature/login c5a67a1 [ahead 0, behind 1] users
    main          c5a67a1 [ahead 0, behind 1] users
  * x             9c5a111 a
  $ flash branch --contains HEAD
  * x
  $ flash branch --json | sed -n '/"x"/,/behind/p' | sed 's/[0-9a-f]\{40\}/ID/'
        "name": "x",
        "commit": "ID",
        "current": true,
        "ahead": 0,
        "behind": 0,

Names:

  $ flash branch x
  error: a branch named 'x' exists
  hint: run 'flash checkout x' to go there
  [128]
  $ flash branch -f feature/login x
  $ flash branch -f x main
  error: the branch 'x' is checked out
  [2]
  $ flash branch 'a b'
  error: 'a b' is no name for a branch
  hint: letters, digits, '-', '_' and '/'; not '@...', '*.sql' or '-...'
  [128]
  $ flash branch a..b
  error: 'a..b' is no name for a branch
  hint: letters, digits, '-', '_' and '/'; not '@...', '*.sql' or '-...'
  [128]
  $ flash branch @db
  error: '@db' is no name for a branch
  hint: letters, digits, '-', '_' and '/'; not '@...', '*.sql' or '-...'
  [128]
  $ flash branch schema.sql
  error: 'schema.sql' is no name for a branch
  hint: letters, digits, '-', '_' and '/'; not '@...', '*.sql' or '-...'
  [128]
  $ flash branch y nowhere
  error: no branch, tag or commit named 'nowhere'
  hint: run 'flash branch' or 'flash log' to see what there is
  [128]
  $ flash branch a b c
  error: 'flash branch' takes a name and where it starts
  hint: 'flash branch -h' shows how it is used
  [129]

Renaming and deleting:

  $ flash branch -m y
  $ flash branch -m feature/login z
  $ flash branch
    main
  * y
    z
  $ flash branch -d y
  error: the branch 'y' is checked out
  hint: go to another branch first: 'flash checkout <branch>'
  [2]
  $ flash checkout -q main
  $ flash branch -d y
  error: the branch 'y' is not merged into HEAD
  hint: run 'flash branch -D y' if you mean it
  [2]
  $ flash branch -D y
  deleted branch y (was 9c5a111)
  $ flash branch -d z w
  error: the branch 'z' is not merged into HEAD
  hint: run 'flash branch -D z' if you mean it
  [2]
  $ flash branch -d
  error: 'flash branch' takes the names of branches with -d
  hint: 'flash branch -h' shows how it is used
  [129]
  $ flash branch -d -m x
  error: -d, -m and --show-current exclude each other
  hint: 'flash branch -h' shows how it is used
  [129]
