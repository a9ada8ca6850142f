  $ flash init -q
  $ flash rev-parse HEAD
  error: the branch 'main' has no commit yet
  hint: run 'flash commit'
  [128]
  $ for t in a b; do echo "CREATE TABLE $t (id INT);" >db/schema/$t.sql; flash commit -qm "$t"; done
  $ flash branch side HEAD~1
  $ flash rev-parse HEAD side HEAD~1 | sort -u | wc -l
  2
  $ flash rev-parse side..HEAD | sed 's/[0-9a-f]\{40\}/ID/'
  ID
  ^ID
  $ flash rev-parse --short HEAD
  c9daeb6
  $ flash rev-parse --abbrev-ref HEAD side
  main
  side
  $ flash rev-parse --symbolic-full-name HEAD
  refs/heads/main
  $ flash rev-parse --verify HEAD side
  error: 'flash rev-parse' takes one revision with --verify
  hint: 'flash rev-parse -h' shows how it is used
  [129]
  $ flash rev-parse HEAD~9
  error: 'HEAD~9' names no commit: 'HEAD' is there, but not '~9' of it
  hint: run 'flash log HEAD' or 'flash reflog HEAD'
  [128]
  $ flash rev-parse 'main@{1}' --short
  87fc285
  $ flash rev-parse ':/a' --short
  c9daeb6
  $ flash rev-parse --show-toplevel
  $WORK
  $ flash rev-parse --flash-dir
  $WORK/.flash
  $ flash rev-parse --json side | sed 's/[0-9a-f]\{40\}/ID/'
  {
    "version": 1,
    "revisions": [
      {
        "commit": "ID",
        "ref": "refs/heads/side",
        "excluded": false
      }
    ]
  }
  $ [ "$(flash merge-base HEAD side)" = "$(flash rev-parse side)" ] && echo equal
  equal
  $ flash merge-base --is-ancestor side main
  $ flash merge-base --is-ancestor main side
  [1]
  $ flash merge-base --json main side | sed 's/[0-9a-f]\{40\}/ID/'
  {
    "version": 1,
    "bases": [
      "ID"
    ]
  }
  $ flash merge-base main
  error: 'flash merge-base' takes two revisions
  hint: 'flash merge-base -h' shows how it is used
  [129]

The store is sound, before and after tidying up; git reads it.

  $ flash fsck
  2 commits, 2 schemas, 2 objects: 0 errors, 0 warnings
  $ flash gc
  packed 17 objects, pruned 0, removed 0 packs and 0 temporary files
  $ flash gc --auto -v
  nothing to tidy up
  $ flash fsck --json
  {
    "version": 1,
    "commits": 2,
    "schemas": 2,
    "objects": 2,
    "dangling": 0,
    "errors": 0,
    "warnings": 0,
    "findings": []
  }
  $ git -C .flash fsck --full --strict
  $ git -C .flash log --oneline | wc -l
  2
  $ flash log --oneline | wc -l
  2

A store with a missing object, and a broken ref:

  $ cp -r .flash saved
  $ rm -f .flash/.git/objects/pack/*.pack .flash/.git/objects/pack/*.idx
  $ flash log 2>&1 | sed 's/[0-9a-f]\{40\}/ID/'
  error: cannot walk the history: object not found - no match for id (ID)
  hint: run 'flash fsck'
  $ rm -r .flash && cp -r saved .flash
  $ echo garbage >.flash/.git/refs/heads/side
  $ flash log --oneline -1
  warning: the ref 'refs/heads/side' is broken: corrupted loose reference file: refs/heads/side
  c9daeb6 b
  $ flash rev-parse side
  error: cannot resolve 'side': corrupted loose reference file: refs/heads/side
  [128]
  $ flash fsck
  error: broken-ref: the ref 'refs/heads/side' is broken: corrupted loose reference file: refs/heads/side
  2 commits, 2 schemas, 2 objects: 1 errors, 0 warnings
  [1]
