#!/usr/bin/env python3
"""Files that are no databases, and databases that are damaged, newer, locked, or made to harm: a clear error with the way on, or a
clean read; the file stays as it is and nothing appears beside it.

hostile.py <flash>
"""
import hashlib
import os
import random
import sqlite3

import harness

GOOD = """CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'one');
CREATE INDEX tv ON t (v); CREATE VIEW w AS SELECT v FROM t;"""


def snapshot(work):
    out = {}
    for name in sorted(os.listdir(work.folder)):
        path = work.path(name)
        if os.path.isfile(path):
            with open(path, "rb") as f:
                out[name] = hashlib.sha1(f.read()).hexdigest()
    return out


def untouched(work, code, words, *args):
    before = snapshot(work)
    work.refused(code, words, *args)
    work.equal(snapshot(work), before, f"flash {' '.join(args)} changed files")


def no_databases(work):
    rng = random.Random(1)
    work.write("noise.db", bytes(rng.randrange(256) for _ in range(8192)))
    work.write("text.db", "this is a list of words\n" * 100)
    work.write("tiny.db", b"SQLite format 3")
    os.mkdir(work.path("folder.db"))
    os.mkfifo(work.path("pipe.db"))
    untouched(work, 128, ["encrypted"], "hash", "sqlite:noise.db")
    untouched(work, 128, ["text file"], "hash", "sqlite:text.db")
    untouched(work, 128, ["tiny.db"], "hash", "sqlite:tiny.db")
    untouched(work, 128, ["folder"], "hash", "sqlite:folder.db")
    untouched(work, 128, ["no regular file"], "hash", "sqlite:pipe.db")
    untouched(work, 128, ["no database"], "hash", "sqlite:none.db")
    untouched(work, 128, ["no url"], "apply", "./x.sql", "--db", "none.db")


def newer(work):
    for offset, value in ((18, 3), (19, 3), (47, 9)):
        name = f"n{offset}.db"
        work.make(name, GOOD)
        with open(work.path(name), "r+b") as f:
            f.seek(offset)
            f.write(bytes([value]))
            if offset == 18:
                f.write(bytes([value]))
        untouched(work, 128, ["newer"], "hash", f"sqlite:{name}")
    work.make("moved.db", GOOD)
    work.write("v.sql", GOOD.split("INSERT")[0] + ";")
    work.ok("apply", "./v.sql", "--db", "sqlite:moved.db", "--yes", "--allow", "data-loss")
    work.db("moved.db", "UPDATE _flash_head SET format = 99").close()
    untouched(work, 128, ["newer flash", "99"], "apply", "./v.sql", "--db", "sqlite:moved.db", "--yes")


def damaged(work):
    work.make("good.db", GOOD)
    with open(work.path("good.db"), "rb") as f:
        good = f.read()
    rng = random.Random(7)
    read = 0
    for i in range(60):
        at = rng.randrange(100, len(good))
        bad = bytearray(good)
        bad[at] ^= 1 << rng.randrange(8)
        work.write("bad.db", bytes(bad))
        r = work.flash("hash", "sqlite:bad.db")
        work.check(r.code in (0, 128), f"a bit at {at}: {r}")
        read += r.code == 0
    for size in (100, 511, 1000, 4095, 4096):
        work.write("cut.db", good[:size])
        r = work.flash("hash", "sqlite:cut.db")
        work.check(r.code in (0, 128), f"cut at {size}: {r}")
    work.check(read > 20, f"only {read} were readable")
    work.db("evil.db", GOOD + "PRAGMA writable_schema = ON;"
            "UPDATE sqlite_schema SET sql = 'CREATE TABLE t (((' WHERE name = 't'").close()
    untouched(work, 128, ["evil.db"], "hash", "sqlite:evil.db")


def locked(work):
    work.make("l.db", GOOD)
    work.write("v.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, x);")
    other = work.db("l.db")
    other.execute("BEGIN EXCLUSIVE")
    work.refused(128, ["locked"], "hash", "sqlite:l.db")
    other.execute("COMMIT")
    other.execute("BEGIN IMMEDIATE")
    work.ok("hash", "sqlite:l.db")
    work.refused(128, ["locked"], "apply", "./v.sql", "--db", "sqlite:l.db", "--yes", "--allow", "data-loss")
    other.execute("ROLLBACK")
    # A reader that stays: the commit waits for it, then gives up, and nothing has happened.
    other.execute("BEGIN")
    other.execute("SELECT * FROM t").fetchall()
    work.refused(128, ["locked"], "apply", "./v.sql", "--db", "sqlite:l.db", "--yes", "--allow", "data-loss")
    other.execute("COMMIT")
    work.equal(len(work.rows("l.db", "SELECT * FROM sqlite_schema")), 3, "objects after the refused apply")
    other.close()
    work.ok("apply", "./v.sql", "--db", "sqlite:l.db", "--yes", "--allow", "data-loss")


def wal(work):
    work.make("w.db", "PRAGMA journal_mode = WAL;" + GOOD)
    before = snapshot(work)
    for _ in range(2):
        work.ok("hash", "sqlite:w.db")
        work.ok("dump", "sqlite:w.db")
        work.equal(snapshot(work), before, "reading a WAL database")
    other = work.db("w.db", "INSERT INTO t VALUES (2, 'two')")
    names = sorted(os.listdir(work.folder))
    work.ok("hash", "sqlite:w.db")
    work.equal(sorted(os.listdir(work.folder)), names, "files beside a WAL database in use")
    work.equal(other.execute("SELECT count(*) FROM t").fetchone(), (2,), "rows of the other connection")
    other.close()


def triggers_and_functions(work):
    """A database of a stranger runs nothing: triggers are silent, functions of another program are refused by name."""
    double = [("twice", lambda x: x)]
    work.make("f.db", """CREATE TABLE log (what); CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT CHECK (twice(v) <> ''));
        CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.v); END;
        CREATE VIEW w AS SELECT twice(v) AS x FROM t; CREATE INDEX i ON t (twice(v));
        INSERT INTO t VALUES (1, 'one');""", double)
    text = work.ok("dump", "sqlite:f.db").out
    work.write("v.sql", text.replace("id INTEGER PRIMARY KEY", "id INTEGER PRIMARY KEY, extra TEXT NOT NULL DEFAULT (lower('X'))"))
    work.refused(128, ["function 'twice'", "table t"], "apply", "./v.sql", "--db", "sqlite:f.db", "--yes")
    work.write("w.sql", text + "CREATE TABLE other (a);\n")
    work.ok("apply", "./w.sql", "--db", "sqlite:f.db", "--yes")
    work.equal(work.rows("f.db", "SELECT what FROM log"), [("one",)], "what the trigger logged")
    work.make("g.db", """CREATE TABLE log (what); CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);
        CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.v); END;
        CREATE TRIGGER td AFTER DELETE ON t BEGIN INSERT INTO log VALUES ('gone ' || old.v); END;
        INSERT INTO t VALUES (1, 'one'), (2, 'two'); DELETE FROM log;""")
    text = work.ok("dump", "sqlite:g.db").out
    work.write("g.sql", text.replace("v TEXT", "v TEXT NOT NULL, CHECK (v <> 'none')"))
    work.ok("apply", "./g.sql", "--db", "sqlite:g.db", "--yes")
    work.equal(work.rows("g.db", "SELECT count(*) FROM log"), [(0,)], "what triggers did in a rebuild")
    work.equal(work.rows("g.db", "SELECT * FROM t"), [(1, "one"), (2, "two")], "rows after a rebuild")
    work.equal(work.ok("hash", "./g.sql").out, work.ok("hash", "sqlite:g.db").out, "schema after a rebuild")


NAMES = ['a"b', 'a""b', "select", "tab\tle", "new\nline", "\U0001f600", "..", "CON", "a.b", "a/b", "it's", "[x]", "`y`", "%s%n", "x;--",
         "\u00c4rger", "\u00e4rger", "a b", " lead", "trail ", "-- no", "/* c */", "1st", "$v", "x" * 200, "\u202ertl", "\u00e9", "e\u0301",
         "main.t", "nul"]


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def names(work):
    script = "".join(f"CREATE TABLE {quoted(n)} ({quoted(n)} TEXT DEFAULT 'x', {quoted(n + '2')} INT REFERENCES {quoted(n)});\n"
                     f"CREATE INDEX {quoted('i' + n)} ON {quoted(n)} ({quoted(n)});\n"
                     f"CREATE VIEW {quoted('v' + n)} AS SELECT {quoted(n)} FROM {quoted(n)};\n"
                     for n in NAMES)
    work.make("names.db", script)
    work.write("names.sql", script)
    work.equal(work.ok("hash", "sqlite:names.db").out, work.ok("hash", "./names.sql").out, "odd names from both sides")
    work.ok("apply", "./names.sql", "--db", "sqlite:new.db", "--yes")
    work.equal(work.ok("hash", "sqlite:new.db").out, work.ok("hash", "./names.sql").out, "odd names after apply")
    for n in NAMES:
        with sqlite3.connect(work.path("new.db")) as db:
            db.execute(f"INSERT INTO {quoted(n)} ({quoted(n)}) VALUES (?)", (n,))
            work.equal(db.execute(f"SELECT {quoted(n)} FROM {quoted('v' + n)}").fetchall(), [(n,)], f"the name {n!r}")
    work.write("empty.sql", "")
    work.ok("apply", "./empty.sql", "--db", "sqlite:new.db", "--yes", "--allow", "data-loss")
    work.equal(work.rows("new.db", "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE '\\_flash%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'"),
               [(0,)], "objects after dropping all")


harness.run([no_databases, newer, damaged, locked, wal, triggers_and_functions, names], 180)
