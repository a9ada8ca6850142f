  $ flash init -q
  $ flash tag v0
  error: the branch 'main' has no commit yet
  hint: run 'flash commit'
  [128]
  $ echo 'CREATE TABLE users (id INTEGER PRIMARY KEY);' >db/schema/users.sql
  $ flash commit -qm users
  $ flash tag v1
  $ flash tag -m 'the second' -m 'with words' v2
  $ flash tag
  v1
  v2
  $ flash tag -l 'v2*'
  v2
  $ flash tag --json | sed 's/[0-9a-f]\{40\}/ID/'
  {
    "version": 1,
    "tags": [
      {
        "name": "v1",
        "commit": "ID",
        "message": ""
      },
      {
        "name": "v2",
        "commit": "ID",
        "message": "the second\n\nwith words\n"
      }
    ]
  }
  $ flash show v2 | head -9
  tag v2
  Tagger: A. Uthor <author@example.com>
  Date:   Tue Nov 14 22:13:20 2023 +0000
  
  the second
  
  with words
  
  commit c5a67a1bb18fb5d4d8a38def349405f2173b3db5 (HEAD -> main, tag: v1, tag: v2)
  $ flash tag v1
  error: a tag named 'v1' exists
  hint: run 'flash tag -f v1' to move it
  [128]
  $ flash tag -f v1 HEAD
  $ flash tag 'a b'
  error: 'a b' is no name for a tag
  [128]
  $ flash tag v3 nowhere
  error: no branch, tag or commit named 'nowhere'
  hint: run 'flash branch' or 'flash log' to see what there is
  [128]
  $ flash tag -d v1 v9
  deleted tag v1 (was c5a67a1)
  error: no tag named 'v9'
  hint: run 'flash tag' for all
  [128]
  $ flash tag
  v2
  $ flash rev-parse v2 HEAD | uniq | wc -l
  1
