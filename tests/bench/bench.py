#!/usr/bin/env python3
"""What flash costs, each figure beside its anchor from the same run. bench.py <flash> <folder of the bench programs> [tables]

A row is the best of its runs by wall time: wall, processor and peak resident memory of the process, start included. What is written is
synced before the clock starts, so that nobody pays for another's files. At the end stands which budget holds and which does not, by wall time:
on a machine that others use too the processor's time beside it says more. Nothing is asserted.
"""
import itertools
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

FLASH = os.path.abspath(sys.argv[1])
PROGRAMS = os.path.abspath(sys.argv[2])
TABLES = int(sys.argv[3]) if len(sys.argv) > 3 else 10000
ENV = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
       "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org"}
LIMIT_MB = 100
verdicts = []  # (what, measured, budget, holds)
peaks = []  # (MB, what)
turns = itertools.count()  # so that no two changes are the same


def program(name):
    return os.path.join(PROGRAMS, name)


class Run:
    """One command, which has to end with one of the codes in ok."""

    def __init__(self, args, cwd, stdin=None, ok=(0, 1)):
        figures = os.path.join(ENV["HOME"], "figures")
        os.sync()
        done = subprocess.run([program("measure"), figures, *args], cwd=cwd, env=ENV, stdin=stdin or subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        with open(figures, encoding="ascii") as f:
            code, wall, cpu, kib = f.read().split()
        os.remove(figures)
        self.ms, self.cpu, self.mb, self.out = float(wall), float(cpu), int(kib) / 1024, done.stdout.decode(errors="replace")
        if int(code) not in ok:
            sys.exit(f"{' '.join(args)} exits {code}: {done.stderr.decode(errors='replace')}")

    def plus(self, other):
        self.ms, self.cpu, self.mb = self.ms + other.ms, self.cpu + other.cpu, max(self.mb, other.mb)
        return self


def flash(*args, cwd, ok=(0,)):
    return Run([FLASH, *args], cwd, ok=ok)


def best(times, make):
    return min((make() for _ in range(times)), key=lambda r: r.ms)


def judge(what, measured, budget, unit="ms", least=False, note=""):
    holds = measured >= budget if least else measured < budget
    verdicts.append((what, f"{measured:.1f} {unit}", f"{'>=' if least else '<'} {budget:g} {unit}", holds, note))


def row(what, run, anchor_name="", anchor=None, ms=None, times=None):
    """ms: the budget in milliseconds; times: the budget as a multiple of the anchor."""
    beside = f"{anchor_name}: {anchor.ms:.1f} ms, {anchor.mb:.0f} MB ({run.ms / anchor.ms:.2f}x)" if anchor else ""
    print(f"{what:<50} {run.ms:9.1f} ms {run.cpu:9.1f} cpu {run.mb:7.1f} MB   {beside}", flush=True)
    peaks.append((run.mb, what))
    if ms:
        judge(what, run.ms, ms, note=f"{run.cpu:.0f} ms of the processor")
    if times:
        judge(f"{what}, to: {anchor_name}", run.ms / anchor.ms, times, "x", note=f"{run.cpu / anchor.cpu:.2f}x of the processor")


def table(i, extra=""):
    parent = f"REFERENCES t{i - 1:05} (id)" if i else ""
    return (f"CREATE TABLE t{i:05} (\n    id INTEGER PRIMARY KEY,\n    parent_id INTEGER {parent},\n    name VARCHAR(80) NOT NULL DEFAULT '',\n"
            f"    amount NUMERIC(10, 2) CHECK (amount >= 0),\n    created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP{extra}\n);\n"
            f"CREATE INDEX t{i:05}_name ON t{i:05} (name, created_at);\n")


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def schema(n, extra=""):
    return "".join(table(i, extra if i in CHANGED else "") for i in range(n))


CHANGED = set(range(0, TABLES, max(1, TABLES // 10)))


def sqlite_load(path, sql_file):
    if os.path.exists(path):
        os.remove(path)
    with open(sql_file, "rb") as f:
        return Run(["sqlite3", "-bail", path], os.path.dirname(path), f, ok=(0,))


def bench_parse(work):
    big, small, few = os.path.join(work, "big.sql"), os.path.join(work, "small.sql"), min(TABLES, 1000)
    write(big, schema(TABLES))
    write(small, "BEGIN;\n" + schema(few) + "COMMIT;\n")
    shell = best(3, lambda: sqlite_load(os.path.join(work, "anchor.db"), small))
    shell_speed = os.path.getsize(small) / shell.ms / 1e3
    for path, n in ((small, few), (big, TABLES)):
        out = Run([program("bench-parse"), path, "40"], work, ok=(0,)).out
        speed = {m[1]: float(m[2]) for m in re.finditer(r"(\w+) [\d.]+ ms ([\d.]+) MB/s", out)}
        print(f"{f'parse of {n} tables, in one process':<50} {speed['parse']:9.1f} MB/s; lexing alone {speed['lex']:.1f}, resolving and printing "
              f"{speed['finish']:.1f}; sqlite3 shell loads {few} tables: {shell_speed:.1f}", flush=True)
    judge(f"parse of {TABLES} tables", speed["parse"], 80, "MB/s", least=True)
    row(f"hash of {TABLES} tables in one file", best(3, lambda: flash("hash", "./big.sql", cwd=work)))
    row(f"hash of {few} tables in one file", best(3, lambda: flash("hash", "./small.sql", cwd=work)), "sqlite3 shell loads them", shell)
    write(os.path.join(work, "big2.sql"), schema(TABLES, ",\n    extra TEXT"))
    row("diff of two files, 10 changes", best(5, lambda: flash("diff", "./big.sql", "./big2.sql", cwd=work)), ms=100)


def bench_store(work):
    run = Run([program("bench-store"), work, str(TABLES)], work, ok=(0,))
    print(run.out.rstrip().replace("\n", "\n  store: ").join(("  store: ", "")), flush=True)
    figure = {m[1]: float(m[2]) for m in re.finditer(r"^(\w.*?) +([\d.]+) ms$", run.out, re.M)}
    judge(f"store part of a commit of {TABLES} tables", figure[f"commit of {TABLES} new objects"], 1000)
    judge("store part of a commit of 10 changes", figure[f"commit of 10 changes among {TABLES} (median of 11)"], 50)


def fill_files(folder, one_file, extra=None):
    """All tables, or with extra the changed ones."""
    base = os.path.join(folder, "db", "schema")
    if one_file:
        write(os.path.join(base, "all.sql"), schema(TABLES, extra or ""))
        return
    for i in range(TABLES) if extra is None else sorted(CHANGED):
        write(os.path.join(base, f"t{i:05}.sql"), table(i, extra or ""))


def git_commit(folder):
    add = Run(["git", "add", "-A"], folder, ok=(0,))
    return Run(["git", "-c", "gc.auto=0", "commit", "-q", "-m", "x"], folder, ok=(0,)).plus(add)


def first_commit(folder, one_file, commit, init):
    def make():
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        Run(init, folder, ok=(0,))
        fill_files(folder, one_file)
        return commit(folder)
    return make


def ten_changes(folder, one_file, commit):
    def make():
        fill_files(folder, one_file, f",\n    extra{next(turns)} TEXT")
        return commit(folder)
    return make


def bench_commit(work):
    one, each, git = (os.path.join(work, name) for name in ("one", "each", "git"))
    init, git_init = [FLASH, "init", "--dialect", "sqlite"], ["git", "init", "-q", "-b", "main"]
    name = "git add -A && git commit"

    def commit(folder):
        return flash("commit", "-m", "x", cwd=folder)
    anchor = first_commit(git, False, git_commit, git_init)()
    row(f"commit of {TABLES} tables, one file", best(3, first_commit(one, True, commit, init)), name, anchor, ms=1200)
    row(f"commit of {TABLES} tables, a file each", best(3, first_commit(each, False, commit, init)), name, anchor, ms=1200)
    Run(["git", "tag", "before"], git, ok=(0,))
    flash("tag", "before", cwd=one)
    first = ten_changes(one, True, commit)()
    git_first = ten_changes(git, False, git_commit)()
    Run(["git", "tag", "after"], git, ok=(0,))
    flash("tag", "after", cwd=one)
    anchor = min(git_first, best(7, ten_changes(git, False, git_commit)), key=lambda r: r.ms)
    row("commit of 10 changes, one file", min(first, best(7, ten_changes(one, True, commit)), key=lambda r: r.ms), name, anchor, ms=200)
    row("commit of 10 changes, a file each", best(7, ten_changes(each, False, commit)), name, anchor, ms=80)
    return one, each, git


def bench_look(one, each, git):
    anchor = best(5, lambda: Run(["git", "diff", "--stat", "before..after"], git))
    row("diff --format stat of two commits, 10 changes", best(7, lambda: flash("diff", "--format", "stat", "before..after", cwd=one)),
        "git diff --stat", anchor, ms=30)
    row("diff (sql) of two commits, 10 changes", best(7, lambda: flash("diff", "before..after", cwd=one)), "git diff --stat", anchor, ms=120)
    opened = best(20, lambda: Run([program("open-store"), os.path.join(one, ".flash", ".git")], one))
    status = best(7, lambda: flash("status", cwd=one))
    row("status, one file", status, "opens the store and ends", opened)
    judge("store part of status (without start-up)", status.ms - opened.ms, 20)
    row("status, a file each", best(7, lambda: flash("status", cwd=each)), "git status", best(5, lambda: Run(["git", "status"], git)))
    row("log", best(20, lambda: flash("log", cwd=one)), "opens the store and ends", opened, times=1.3)
    row("git log, for the record", best(20, lambda: Run(["git", "-C", os.path.join(one, ".flash", ".git"), "log"], one)))


def bench_apply(work):
    n = min(TABLES, 1000)
    write(os.path.join(work, "apply.sql"), schema(n))
    write(os.path.join(work, "apply-tx.sql"), "BEGIN;\n" + schema(n) + "COMMIT;\n")

    def apply():
        if os.path.exists(os.path.join(work, "applied.db")):
            os.remove(os.path.join(work, "applied.db"))
        return flash("apply", "./apply.sql", "--db", "sqlite:applied.db", "--yes", cwd=work)
    shell = best(5, lambda: sqlite_load(os.path.join(work, "shell.db"), os.path.join(work, "apply-tx.sql")))
    row(f"apply of {n} tables to an empty database", best(5, apply), "sqlite3 shell, one transaction", shell, times=1.1)


# What introspection asks: the texts, and for each table and index how the engine understands them.
CATALOGUE = """SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid;
SELECT name, wr, strict FROM pragma_table_list WHERE schema = 'main';
SELECT x.name, x.type, x."notnull", x.dflt_value, x.pk, x.hidden FROM sqlite_schema t, pragma_table_xinfo(t.name) x WHERE t.type = 'table';
SELECT x.id, x."table", x."from", x."to", x.on_update, x.on_delete FROM sqlite_schema t, pragma_foreign_key_list(t.name) x WHERE t.type = 'table';
SELECT x.name, x."unique", x.origin, x.partial FROM sqlite_schema t, pragma_index_list(t.name) x WHERE t.type = 'table';
SELECT x.cid, x.name, x."desc", x.coll FROM sqlite_schema t, pragma_index_xinfo(t.name) x WHERE t.type = 'index' AND x.key = 1;
"""


def bench_introspection(work):
    large, folder = os.path.join(work, "large.db"), os.path.join(work, "known")
    load_fast(large)
    bare = best(3, lambda: Run(["sqlite3", large, CATALOGUE], work, ok=(0,)))
    row(f"hash of a database of {TABLES} tables", best(3, lambda: flash("hash", f"sqlite:{large}", cwd=work)),
        "sqlite3 asks the same of the catalogue", bare, times=1.3)
    text = best(3, lambda: Run(["sqlite3", large, CATALOGUE.split("\n", maxsplit=1)[0]], work, ok=(0,)))
    os.makedirs(folder)
    flash("init", "--dialect", "sqlite", "--db", f"sqlite:{large}", cwd=folder)
    flash("hash", "@db", cwd=folder)
    row("the same, of a target that was read before", best(3, lambda: flash("hash", "@db", cwd=folder)), "sqlite3 prints sqlite_schema", text)


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
    keep, log = "CREATE TABLE keep (id INTEGER PRIMARY KEY);\n", "CREATE TABLE log (id INTEGER PRIMARY KEY, at TEXT, what TEXT);\n"
    flash("init", "--dialect", "sqlite", "--db", "sqlite:dev.db", cwd=folder)
    write(os.path.join(folder, "db", "schema", "app.sql"), keep + log)
    flash("commit", "-m", "with", cwd=folder)
    filler = (f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) "
              "INSERT INTO log SELECT i, '2026-01-01 00:00:00', 'entry number ' || i FROM n;")
    Run(["sqlite3", "dev.db", keep + log + filler], folder, ok=(0,))
    flash("checkout", "--no-db", "-b", "without", cwd=folder)
    write(os.path.join(folder, "db", "schema", "app.sql"), keep)
    flash("commit", "-m", "without", cwd=folder)
    flash("checkout", "--no-db", "main", cwd=folder)
    shutil.copy(os.path.join(folder, "dev.db"), os.path.join(folder, "anchor.db"))
    anchor = Run(["sqlite3", "anchor.db", "BEGIN; CREATE TABLE p AS SELECT * FROM log; DROP TABLE log; COMMIT"], folder, ok=(0,))
    row(f"checkout that parks {rows:,} rows", flash("checkout", "without", cwd=folder), "sqlite3: copy and drop", anchor)
    anchor = Run(["sqlite3", "anchor.db", f"BEGIN; {log} INSERT INTO log SELECT * FROM p; DROP TABLE p; COMMIT"], folder, ok=(0,))
    row(f"checkout that brings {rows:,} rows back", flash("checkout", "main", cwd=folder), "sqlite3: copy and drop", anchor)


def summary():
    most, what = max(peaks)
    judge(f"resident memory, most in: {what}", most, LIMIT_MB, "MB")
    for mb, other in sorted(peaks, reverse=True)[1:]:
        if mb >= LIMIT_MB:
            judge(f"resident memory, also in: {other}", mb, LIMIT_MB, "MB")
    print("\nBudgets:")
    for name, measured, budget, holds, note in verdicts:
        print(f"  {'holds' if holds else 'OVER ':<6} {name:<86} {measured:>12}   {budget:<12} {note}")
    over = sum(not v[3] for v in verdicts)
    print(f"{len(verdicts) - over} of {len(verdicts)} budgets hold; load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


def main():
    print(f"{TABLES} tables, load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="flash-bench-") as work:
        ENV["HOME"] = work
        bench_parse(work)
        bench_store(work)
        bench_look(*bench_commit(work))
        bench_apply(work)
        bench_introspection(work)
        bench_park(work)
    summary()


main()
