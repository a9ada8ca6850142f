A database elsewhere that a tracked file names is confirmed before anything connects to it.

  $ flash init -q
  $ echo 'CREATE TABLE t(a);' >db/schema/t.sql && flash commit -qm t
  $ printf '[flash]\n  dialect = sqlite\n[target "dev"]\n  url = "postgres://u:secret@db.example.org/app"\n  role = dev\n' >flash.conf
  $ flash apply --yes
  flash.conf:4: error: target 'dev' names 'postgres://u:***@db.example.org/app' in a tracked file
  hint: if it is meant, run 'flash config --local target.dev.confirmed 2b6bb37b6e203b43a0732f13d6fc127669783946', or write ${NAME} there
  [2]
  $ flash diff @db
  flash.conf:4: error: target 'dev' names 'postgres://u:***@db.example.org/app' in a tracked file
  hint: if it is meant, run 'flash config --local target.dev.confirmed 2b6bb37b6e203b43a0732f13d6fc127669783946', or write ${NAME} there
  [2]
  $ flash checkout -b other
  flash.conf:4: error: target 'dev' names 'postgres://u:***@db.example.org/app' in a tracked file
  hint: if it is meant, run 'flash config --local target.dev.confirmed 2b6bb37b6e203b43a0732f13d6fc127669783946', or write ${NAME} there
  [2]
  $ flash status
  On branch main
  
  Working files: clean
  
  Database dev (postgres://u:***@db.example.org/app): unreachable
    target 'dev' names 'postgres://u:***@db.example.org/app' in a tracked file; if it is meant, run 'flash config --local target.dev.confirmed 2b6bb37b6e203b43a0732f13d6fc127669783946', or write ${NAME} there

On a terminal the command asks:

  $ cat >terminal.py <<'E'
  > import os, pty, sys
  > pid, fd = pty.fork()
  > if pid == 0:
  >     os.execvp(sys.argv[2], sys.argv[2:])
  > os.write(fd, sys.argv[1].encode() + b"\n")
  > text = b""
  > try:
  >     while chunk := os.read(fd, 4096):
  >         text += chunk
  > except OSError:
  >     pass
  > print(text.decode().replace("\r", "").partition("\n")[2], end="")
  > sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
  > E
  $ python3 terminal.py n flash apply --yes
  flash.conf:4 names the database 'postgres://u:***@db.example.org/app' as target 'dev': use it? [y/N] flash.conf:4: error: target 'dev' names 'postgres://u:***@db.example.org/app' in a tracked file
  hint: if it is meant, run 'flash config --local target.dev.confirmed 2b6bb37b6e203b43a0732f13d6fc127669783946', or write ${NAME} there
  [2]
  $ python3 terminal.py y flash apply --yes | head -n 1
  flash.conf:4 names the database 'postgres://u:***@db.example.org/app' as target 'dev': use it? [y/N] error: this flash has no adapter for 'postgres' databases
  $ grep -c confirmed .flash/config
  1

Once is enough, and another url is another question:

  $ flash apply --yes 2>&1 | head -n 1
  error: this flash has no adapter for 'postgres' databases
  $ sed -i s/example/evil/ flash.conf
  $ flash apply --yes
  flash.conf:4: error: target 'dev' names 'postgres://u:***@db.evil.org/app' in a tracked file
  hint: if it is meant, run 'flash config --local target.dev.confirmed fe729cf5dd1e2694ef07313fa0068bcd9c075517', or write ${NAME} there
  [2]
