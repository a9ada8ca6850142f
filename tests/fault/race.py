#!/usr/bin/env python3
"""Eight at once: commits, each of its own file and table, and applies of one commit. race.py <flash>"""
import os
import sqlite3
import subprocess
import sys
import tempfile

import scenarios as sc

PROCESSES, COMMITS = 8, 25


def start(flash, args, cwd):
    return subprocess.Popen([flash, *args], cwd=cwd, env=sc.environment(cwd), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT)


def committer(flash, folder, who):
    """A child that commits COMMITS times, one new file each."""
    pid = os.fork()
    if pid:
        return pid
    status = 0
    for i in range(COMMITS):
        name = f"p{who}_{i:02}"
        path = os.path.join("db", "schema", f"{name}.sql")
        sc.write(os.path.join(folder, path), f"CREATE TABLE {name} (id INTEGER PRIMARY KEY);\n")
        code, out, err = sc.run(flash, ["commit", "-m", f"add {name}", name], folder)
        if code:
            print(f"{name}: exit {code}\n{out}{err}", flush=True)
            status = 1
    os._exit(status)


def race_commits(flash, work):
    folder = os.path.join(work, "commits")
    os.makedirs(folder)
    sc.must(flash, ["init", "--dialect", "sqlite"], folder)
    children = [committer(flash, folder, who) for who in range(PROCESSES)]
    if any(os.waitpid(pid, 0)[1] for pid in children):
        raise sc.Failure("a commit failed")
    tables = [p for p in sc.git(folder, "ls-tree", "-r", "--name-only", "HEAD")[1].split() if p.startswith("schema/main/tables/")]
    if len(tables) != PROCESSES * COMMITS:
        raise sc.Failure(f"{len(tables)} tables in HEAD, not {PROCESSES * COMMITS}")
    if sc.git(folder, "rev-list", "--min-parents=2", "HEAD")[1].strip():
        raise sc.Failure("the history is not linear")
    commits = int(sc.git(folder, "rev-list", "--count", "HEAD")[1])
    entries = len(sc.git(folder, "reflog", "show", "refs/heads/main")[1].split("\n")) - 1
    if entries < PROCESSES * COMMITS:
        raise sc.Failure(f"{entries} reflog entries for {commits} commits")
    print(f"count: racing commits {PROCESSES * COMMITS}")


def race_applies(flash, work):
    folder = os.path.join(work, "applies")
    os.makedirs(folder)
    sc.project(flash, folder, "wal")
    sc.fill(os.path.join(folder, "other.db"), sc.MAIN + sc.ROWS, "wal")
    children = [start(flash, sc.APPLY, folder) for _ in range(PROCESSES)]
    for child in children:
        out = child.communicate()[0].decode()
        if child.returncode:
            raise sc.Failure(f"an apply exits {child.returncode}: {out}")
    db = sqlite3.connect(os.path.join(folder, "other.db"))
    rows = db.execute("SELECT count(*) FROM _flash_migrations WHERE kind = 'apply'").fetchone()[0]
    if rows != 1:
        raise sc.Failure(f"{rows} ledger rows of kind apply")
    print(f"count: racing applies {PROCESSES}")


def main():
    flash = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="flash-race-") as work:
        race_commits(flash, work)
        race_applies(flash, work)


try:
    main()
except sc.Failure as e:
    print(e)
    sys.exit(1)
