#!/usr/bin/env python3
"""What flash costs, each figure beside its anchor from the same run. bench.py <flash> <open-store> [tables]

Times are the best of a few runs, in milliseconds, processes included; memory is the peak resident size. Nothing is asserted.
"""
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

FLASH = os.path.abspath(sys.argv[1])
OPEN_STORE = os.path.abspath(sys.argv[2])
TABLES = int(sys.argv[3]) if len(sys.argv) > 3 else 10000
ENV = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
       "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org"}


class Run:
    def __init__(self, args, cwd, stdin=None, ok=(0, 1)):
        start = time.perf_counter()
        self.child = subprocess.Popen(args, cwd=cwd, env=ENV, stdin=stdin or subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                      stderr=subprocess.PIPE)
        message = self.child.stderr.read()
        _, status, usage = os.wait4(self.child.pid, 0)
        self.ms = (time.perf_counter() - start) * 1000
        self.child.returncode = os.waitstatus_to_exitcode(status)
        self.mb = usage.ru_maxrss / 1024
        if self.child.returncode not in ok:
            sys.exit(f"{' '.join(args)} exits {self.child.returncode}: {message.decode(errors='replace')}")


def best(times, make):
    runs = [make() for _ in range(times)]
    return min(runs, key=lambda r: r.ms)


def row(what, run, anchor_name="", anchor=None, note=""):
    ratio = f"{run.ms / anchor.ms:7.2f}x" if anchor else ""
    beside = f"{anchor_name} {anchor.ms:9.1f} ms" if anchor else anchor_name
    print(f"{what:<46} {run.ms:9.1f} ms {run.mb:7.1f} MB   {beside:<46} {ratio} {note}", flush=True)


def table(i, extra=""):
    parent = f"REFERENCES t{i - 1:05} (id)" if i else ""
    return (f"CREATE TABLE t{i:05} (\n    id INTEGER PRIMARY KEY,\n    parent_id INTEGER {parent},\n    name VARCHAR(80) NOT NULL DEFAULT '',\n"
            f"    amount NUMERIC(10, 2) CHECK (amount >= 0),\n    created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP{extra}\n);\n"
            f"CREATE INDEX t{i:05}_name ON t{i:05} (name, created_at);\n")


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def schema(n, changed=()):
    return "".join(table(i, ",\n    extra TEXT" if i in changed else "") for i in range(n))


CHANGED = set(range(0, TABLES, max(1, TABLES // 10)))


def sqlite_load(path, sql_file):
    if os.path.exists(path):
        os.remove(path)
    with open(sql_file, "rb") as f:
        return Run(["sqlite3", "-bail", path], os.path.dirname(path), f)


def bench_parse(work):
    big = os.path.join(work, "big.sql")
    write(big, schema(TABLES))
    small = os.path.join(work, "small.sql")
    write(small, schema(min(TABLES, 1000)))
    size = os.path.getsize(big) / 1e6
    run = best(3, lambda: Run([FLASH, "hash", "./big.sql"], work))
    part = best(3, lambda: Run([FLASH, "hash", "./small.sql"], work))
    anchor = sqlite_load(os.path.join(work, "anchor.db"), small)
    row(f"hash of {size:.1f} MB of SQL, {TABLES} tables", run, note=f"{size / run.ms * 1000:.0f} MB/s with hashing")
    row("hash of 1,000 tables", part, "sqlite3 shell loads them", anchor)
    write(os.path.join(work, "big2.sql"), schema(TABLES, CHANGED))
    row("diff of two files, 10 changes", best(3, lambda: Run([FLASH, "diff", "./big.sql", "./big2.sql"], work)))


def project(work, name, one_file):
    """(flash project, the same files in a git repository)"""
    mine, git = os.path.join(work, name), os.path.join(work, name + "-git")
    for folder in (mine, git):
        os.makedirs(folder)
    Run([FLASH, "init", "--dialect", "sqlite"], mine, ok=(0,))
    Run(["git", "init", "-q", "-b", "main"], git, ok=(0,))
    fill_files(mine, one_file, ())
    fill_files(git, False, ())
    return mine, git


def fill_files(folder, one_file, changed):
    base = os.path.join(folder, "db", "schema")
    if one_file:
        write(os.path.join(base, "all.sql"), schema(TABLES, changed))
        return
    for i in range(TABLES):
        if not changed or i in changed:
            write(os.path.join(base, f"t{i:05}.sql"), table(i, ",\n    extra TEXT" if i in changed else ""))


def git_commit(folder):
    add = Run(["git", "add", "-A"], folder, ok=(0,))
    commit = Run(["git", "-c", "gc.auto=0", "commit", "-q", "-m", "x"], folder, ok=(0,))
    commit.ms += add.ms
    return commit


def bench_commit(work):
    mine, git = project(work, "one", True)
    row(f"commit of {TABLES} tables, one file", Run([FLASH, "commit", "-m", "all"], mine, ok=(0,)), "git add -A && git commit", git_commit(git))
    Run([FLASH, "tag", "before"], mine, ok=(0,))
    Run(["git", "tag", "before"], git, ok=(0,))
    fill_files(mine, True, CHANGED)
    fill_files(git, False, CHANGED)
    row("commit of 10 changes, one file", Run([FLASH, "commit", "-m", "ten"], mine, ok=(0,)), "git add -A && git commit", git_commit(git))
    each, _ = project(work, "each", False)
    row(f"commit of {TABLES} tables, a file each", Run([FLASH, "commit", "-m", "all"], each, ok=(0,)))
    fill_files(each, False, CHANGED)
    row("commit of 10 changes, a file each", Run([FLASH, "commit", "-m", "ten"], each, ok=(0,)))
    row("status, a file each", best(3, lambda: Run([FLASH, "status"], each)))
    return mine, git


def bench_diff(mine, git):
    anchor = best(5, lambda: Run(["git", "diff", "--stat", "before..main"], git))
    row("diff --format stat of two commits, 10 changes", best(5, lambda: Run([FLASH, "diff", "--format", "stat", "before..main"], mine)),
        "git diff --stat", anchor)
    row("diff (sql) of two commits, 10 changes", best(5, lambda: Run([FLASH, "diff", "before..main"], mine)), "git diff --stat", anchor)


def bench_start(mine):
    git_dir = os.path.join(mine, ".flash", ".git")
    anchor = best(20, lambda: Run([OPEN_STORE, git_dir], mine))
    row("log", best(20, lambda: Run([FLASH, "log"], mine)), "opens the store and ends", anchor)
    row("git log, for the record", best(20, lambda: Run(["git", "-C", git_dir, "log"], mine)))


def bench_database(work):
    n = min(TABLES, 1000)
    small = os.path.join(work, "apply.sql")
    write(small, schema(n))
    shell = sqlite_load(os.path.join(work, "shell.db"), small)
    run = Run([FLASH, "apply", "./apply.sql", "--db", "sqlite:applied.db", "--yes"], work, ok=(0,))
    row(f"apply of {n} tables to an empty database", run, "sqlite3 shell, a transaction each", shell)
    with open(os.path.join(work, "apply-tx.sql"), "w", encoding="utf-8") as f:
        f.write("BEGIN;\n" + schema(n) + "COMMIT;\n")
    one = sqlite_load(os.path.join(work, "shell2.db"), f.name)
    row(f"apply of {n} tables to an empty database", run, "sqlite3 shell, one transaction", one)
    large = os.path.join(work, "large.db")
    load_fast(large)
    bare = best(3, lambda: Run(["sqlite3", large, "SELECT count(sql), sum(length(sql)) FROM sqlite_schema"], work))
    row(f"hash of a database of {TABLES} tables", best(3, lambda: Run([FLASH, "hash", f"sqlite:{large}"], work)), "sqlite3 reads sqlite_schema", bare)


def load_fast(path):
    """Makes the large database in seconds (CREATE by CREATE is quadratic in the engine): rows of sqlite_schema written by hand, each with a
    root page of its own among the pages of a filler table. Good for reading the schema, for nothing else."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA page_size=512")
    db.execute("CREATE TABLE filler (b)")
    db.execute("INSERT INTO filler VALUES (zeroblob(?))", (512 * (2 * TABLES + 10),))
    db.execute("PRAGMA writable_schema=ON")
    db.execute("BEGIN")
    for i in range(TABLES):
        create, index = [s.strip() for s in table(i).split(";\n") if s.strip()]
        db.execute("INSERT INTO sqlite_schema VALUES ('table', ?, ?, ?, ?)", (f"t{i:05}", f"t{i:05}", 2 * i + 3, create))
        db.execute("INSERT INTO sqlite_schema VALUES ('index', ?, ?, ?, ?)", (f"t{i:05}_name", f"t{i:05}", 2 * i + 4, index))
    db.execute("COMMIT")
    db.close()


def bench_park(work, rows=1000000):
    folder = os.path.join(work, "park")
    os.makedirs(folder)
    main = "CREATE TABLE keep (id INTEGER PRIMARY KEY);\nCREATE TABLE log (id INTEGER PRIMARY KEY, at TEXT, what TEXT);\n"
    Run([FLASH, "init", "--dialect", "sqlite", "--db", "sqlite:dev.db"], folder, ok=(0,))
    write(os.path.join(folder, "db", "schema", "app.sql"), main)
    Run([FLASH, "commit", "-m", "with"], folder, ok=(0,))
    filler = (f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) "
              "INSERT INTO log SELECT i, '2026-01-01 00:00:00', 'entry number ' || i FROM n;")
    Run(["sqlite3", "dev.db", main + filler], folder, ok=(0,))
    Run([FLASH, "checkout", "--no-db", "-b", "without"], folder, ok=(0,))
    write(os.path.join(folder, "db", "schema", "app.sql"), "CREATE TABLE keep (id INTEGER PRIMARY KEY);\n")
    Run([FLASH, "commit", "-m", "without"], folder, ok=(0,))
    Run([FLASH, "checkout", "--no-db", "main"], folder, ok=(0,))
    shutil.copy(os.path.join(folder, "dev.db"), os.path.join(folder, "anchor.db"))
    anchor = Run(["sqlite3", "anchor.db", "BEGIN; CREATE TABLE p AS SELECT * FROM log; DROP TABLE log; COMMIT"], folder, ok=(0,))
    row(f"checkout that parks {rows:,} rows", Run([FLASH, "checkout", "without"], folder, ok=(0,)), "sqlite3: copy and drop", anchor)
    anchor = Run(["sqlite3", "anchor.db", f"BEGIN; {main.split(chr(10))[1]} INSERT INTO log SELECT * FROM p; DROP TABLE p; COMMIT"], folder, ok=(0,))
    row(f"checkout that brings {rows:,} rows back", Run([FLASH, "checkout", "main"], folder, ok=(0,)), "sqlite3: copy and drop", anchor)


def main():
    print(f"{TABLES} tables; best of a few runs, process start included\n")
    with tempfile.TemporaryDirectory(prefix="flash-bench-") as work:
        ENV["HOME"] = work
        bench_parse(work)
        mine, git = bench_commit(work)
        bench_diff(mine, git)
        bench_start(mine)
        bench_database(work)
        bench_park(work)


main()
