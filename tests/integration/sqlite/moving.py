#!/usr/bin/env python3
"""Moving SQLite databases through the commands: what is remembered, what is asked of the catalogue again, many at once, full text.

moving.py <flash>
"""
import os
import shutil
import subprocess

import harness

V1 = """CREATE TABLE team (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE);
CREATE TABLE person (id INTEGER PRIMARY KEY, team INTEGER NOT NULL REFERENCES team (id) ON DELETE CASCADE, name TEXT);
"""
V2 = V1.replace("name TEXT);", "name TEXT, age INT CHECK (age > 0));") + "CREATE INDEX person_team ON person (team);\n"


def project(work, role="dev"):
    work.write("flash.conf", f'[flash]\n\tdialect = sqlite\n[target "dev"]\n\turl = sqlite:dev.db\n\trole = {role}\n')
    work.ok("init")
    work.write("db/schema/s.sql", V1)
    work.ok("commit", "-m", "one")


def ledger(work):
    project(work)
    work.ok("apply", "--yes")
    work.db("dev.db", "INSERT INTO team (name) VALUES ('a'), ('b'); INSERT INTO person VALUES (1, 1, 'x'), (2, 2, 'y')").close()
    work.write("db/schema/s.sql", V2)
    work.ok("commit", "-m", "Two: age!")
    dry = work.ok("apply", "--dry-run")
    work.check("CREATE INDEX" in dry.out, f"--dry-run shows the statements: {dry}")
    work.equal(work.rows("dev.db", "SELECT count(*) FROM _flash_migrations"), [(1,)], "rows after a dry run")
    work.ok("apply", "--yes")
    r = work.ok("apply", "--yes")
    work.equal(work.rows("dev.db", "SELECT id, parent_id, name, kind, state FROM _flash_migrations"),
               [(1, 0, "one", "apply", "done"), (2, 1, "two_age", "apply", "done")], "the ledger")
    work.equal(work.rows("dev.db", "SELECT id, team, name, age FROM person"), [(1, 1, "x", None), (2, 2, "y", None)], "rows")
    log = work.ok("log", "--db", "dev")
    work.check("two_age" in log.out, f"log --db: {log}")
    work.ok("fsck", "--db", "dev")
    work.db("dev.db", "DELETE FROM _flash_migrations WHERE id = 1").close()
    r = work.flash("fsck", "--db", "dev")
    work.check(r.code != 0, f"a row is missing: {r}")
    r = work.flash("apply", "HEAD~1", "--yes")
    work.check(r.code == 128 and "ledger" in r.err, f"apply on a broken ledger: {r}")


def catalogue_is_remembered(work):
    project(work)
    work.ok("apply", "--yes")
    env = {"FLASH_CHECK_CATALOGUE": "", "FLASH_TRACE": "2"}
    work.write("db/schema/s.sql", V2)
    work.ok("commit", "-m", "two")
    first = work.ok("apply", "--yes", env=env).err
    again = work.ok("apply", "--yes", env=env).err
    work.check("pragma_table_xinfo" in first, "new texts are checked against the catalogue")
    work.check("pragma_table_xinfo" not in again, "known texts are not")


def races(work):
    project(work)
    work.write("db/schema/s.sql", V2)
    work.ok("commit", "-m", "two")
    for mode in ("delete", "wal"):
        for name in ("dev.db", "dev.db-wal", "dev.db-shm"):
            if os.path.exists(work.path(name)):
                os.unlink(work.path(name))
        work.make("dev.db", f"PRAGMA journal_mode = {mode}; CREATE TABLE x (a); DROP TABLE x")
        env = {"LC_ALL": "C", "HOME": work.folder, "PATH": os.environ["PATH"], "FLASH_MODULE_PATH": os.environ.get("FLASH_MODULE_PATH", "")}
        env.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        jobs = [subprocess.Popen([work.binary, "apply", "--yes"], cwd=work.folder, env=env, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(8)]
        for job in jobs:
            out, err = job.communicate(timeout=120)
            work.check(job.returncode == 0, f"one of eight applies exits {job.returncode}: {out.decode()}{err.decode()}")
        work.equal(work.rows("dev.db", "SELECT count(*) FROM _flash_migrations"), [(1,)], f"ledger rows after eight applies ({mode})")


def full_text(work):
    """The content table of an external-content index is rebuilt: the index is, too."""
    schema = """CREATE TABLE doc (id INTEGER PRIMARY KEY, body TEXT{});
CREATE VIRTUAL TABLE search USING fts5 (body, content='doc', content_rowid='id');
"""
    work.write("a.sql", schema.format(""))
    work.ok("apply", "./a.sql", "--db", "sqlite:f.db", "--yes")
    work.db("f.db", "INSERT INTO doc VALUES (1, 'red apple'), (7, 'green pear'); INSERT INTO search (search) VALUES ('rebuild')").close()
    work.write("b.sql", schema.format(" NOT NULL CHECK (body <> ''), extra TEXT DEFAULT 'e'"))
    work.ok("apply", "./b.sql", "--db", "sqlite:f.db", "--yes")
    work.equal(work.rows("f.db", "SELECT rowid FROM search WHERE search MATCH 'pear'"), [(7,)], "search after a rebuild")
    work.db("f.db", "INSERT INTO search (search) VALUES ('integrity-check')").close()
    work.equal(work.ok("hash", "sqlite:f.db").out, work.ok("hash", "./b.sql").out, "schema with shadow tables hidden")


def two_clones(work):
    """Two clones of one git project, each with a store of its own, and one database file moved between them."""
    project(work)
    work.ok("apply", "--yes")
    work.db("dev.db", "INSERT INTO team (name) VALUES ('a')").close()
    other = work.path("other")
    os.mkdir(other)
    shutil.copytree(work.path("db"), os.path.join(other, "db"))
    for name in ("flash.conf", "dev.db"):
        shutil.copy(work.path(name), other)
    work.ok("-C", "other", "init")
    work.ok("-C", "other", "commit", "-m", "one, again")
    r = work.flash("-C", "other", "apply", "--yes")
    work.check(r.code == 0, f"a foreign store is shown, never refused: {r}")
    work.write("other/db/schema/s.sql", V2)
    work.ok("-C", "other", "commit", "-m", "two")
    work.ok("-C", "other", "apply", "--yes")
    work.equal(work.rows("other/dev.db", "SELECT name FROM team"), [("a",)], "rows")


def data_modes(work):
    for mode in ("park", "stash", "copy"):
        sub = os.path.join(work.folder, mode)
        os.mkdir(sub)
        work.folder = sub
        project(work)
        work.ok("apply", "--yes")
        work.db("dev.db", "INSERT INTO team (name) VALUES ('a'), ('b'); INSERT INTO person VALUES (1, 1, 'x'), (2, 2, 'y')").close()
        work.ok("checkout", "-b", "feature")
        work.write("db/schema/s.sql", "CREATE TABLE team (id INTEGER PRIMARY KEY AUTOINCREMENT);\n")
        work.ok("commit", "-m", "less")
        work.ok("checkout", "main", "--data", mode)
        for _ in range(3):
            work.ok("checkout", "feature", "--data", mode)
            work.equal(work.rows("dev.db", "SELECT * FROM team"), [(1,), (2,)], f"{mode}: rows on feature")
            work.ok("checkout", "main", "--data", mode)
            work.equal(work.rows("dev.db", "SELECT * FROM person"), [(1, 1, "x"), (2, 2, "y")], f"{mode}: rows back")
            work.equal(work.rows("dev.db", "SELECT * FROM team"), [(1, "a"), (2, "b")], f"{mode}: columns back")
            work.equal(work.rows("dev.db", "PRAGMA foreign_key_check"), [], f"{mode}: keys")
        work.folder = os.path.dirname(sub)


harness.run([ledger, catalogue_is_remembered, races, full_text, two_clones, data_modes], 60)
