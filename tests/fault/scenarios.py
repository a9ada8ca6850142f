"""The situations in which the fault tests stop flash: how each is set up, which command runs, and what its state is.

A scenario's state is all that a user could lose: HEAD and the branches, the working files, and every row of the databases.
"""
import hashlib
import os
import shutil
import sqlite3
import subprocess

ENV = {"LC_ALL": "C", "FLASH_CLOCK": "1767225600", "FLASH_RANDOM_SEED": "7", "FLASH_AUTHOR_NAME": "Ada",
       "FLASH_AUTHOR_EMAIL": "ada@example.org", "NO_COLOR": "1", "PATH": os.environ["PATH"],
       "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")}

MAIN = """CREATE TABLE team (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE);
CREATE TABLE person (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES team (id), name TEXT NOT NULL, note TEXT);
CREATE INDEX person_team ON person (team_id);
CREATE VIEW roster AS SELECT p.name AS person, t.name AS team FROM person p JOIN team t ON t.id = p.team_id;
CREATE TRIGGER person_ai AFTER INSERT ON person BEGIN UPDATE person SET note = 'new' WHERE id = new.id; END;
"""
FEATURE = """CREATE TABLE team (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, city TEXT DEFAULT 'Rome');
CREATE TABLE person (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES team (id) ON DELETE CASCADE, name VARCHAR(40) NOT NULL);
CREATE TABLE badge (person_id INTEGER PRIMARY KEY REFERENCES person (id), code TEXT NOT NULL);
CREATE INDEX person_name ON person (name);
"""
ROWS = """INSERT INTO team (name) VALUES ('red'), ('blue'), ('green');
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
INSERT INTO person (id, team_id, name) SELECT i, i % 3 + 1, 'person ' || i FROM n;
UPDATE person SET note = 'note ' || id;
"""


class Failure(Exception):
    pass


def environment(home, extra=None):
    env = dict(ENV, HOME=home, FLASH_MODULE_PATH=os.environ.get("FLASH_MODULE_PATH", ""))
    env.update(extra or {})
    return env


def run(flash, args, cwd, extra=None, wrap=()):
    done = subprocess.run([*wrap, flash, *args], cwd=cwd, env=environment(cwd, extra), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")


def must(flash, args, cwd):
    code, out, err = run(flash, args, cwd)
    if code:
        raise Failure(f"set-up: flash {' '.join(args)} exits {code}\n{out}{err}")


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def fill(path, script, journal):
    db = sqlite3.connect(path, isolation_level=None)
    db.execute(f"PRAGMA journal_mode={journal}")
    db.executescript(script)
    db.close()


def project(flash, folder, journal):
    """main and feature committed; the database stands on main with rows; HEAD is main."""
    files = os.path.join(folder, "db", "schema")
    fill(os.path.join(folder, "dev.db"), MAIN + ROWS, journal)
    must(flash, ["init", "--dialect", "sqlite", "--db", "sqlite:dev.db"], folder)
    write(os.path.join(files, "app.sql"), MAIN)
    must(flash, ["commit", "-m", "main schema"], folder)
    must(flash, ["checkout", "--no-db", "-b", "feature"], folder)
    write(os.path.join(files, "app.sql"), FEATURE)
    must(flash, ["commit", "-m", "feature schema"], folder)
    must(flash, ["checkout", "--no-db", "main"], folder)


class Scenario:
    def __init__(self, name, prepare, args, journal):
        self.name, self.prepare, self.args, self.journal = name, prepare, args, journal

    def set_up(self, flash, folder):
        os.makedirs(folder)
        project(flash, folder, self.journal)
        if self.prepare:
            self.prepare(flash, folder)


def edit_files(flash, folder):
    write(os.path.join(folder, "db", "schema", "extra.sql"), "CREATE TABLE extra (id INTEGER PRIMARY KEY, v TEXT);\n")


def many_files(flash, folder):
    for i in range(150):
        write(os.path.join(folder, "db", "schema", f"t{i:03}.sql"), f"CREATE TABLE t{i} (id INTEGER PRIMARY KEY);\n")


def on_feature(flash, folder):
    must(flash, ["checkout", "feature"], folder)


def second_database(journal):
    def prepare(flash, folder):
        fill(os.path.join(folder, "other.db"), MAIN + ROWS, journal)
    return prepare


def loose_history(flash, folder):
    for i in range(6):
        write(os.path.join(folder, "db", "schema", f"g{i}.sql"), f"CREATE TABLE g{i} (id INTEGER PRIMARY KEY);\n")
        must(flash, ["commit", "-m", f"add g{i}"], folder)


APPLY = ["apply", "feature", "--db", "sqlite:other.db", "--yes", "--allow", "data-loss"]
SCENARIOS = [
    Scenario("commit", edit_files, ["commit", "-m", "more"], "delete"),
    Scenario("commit-pack", many_files, ["commit", "-m", "many"], "delete"),
    Scenario("checkout-delete", None, ["checkout", "feature"], "delete"),
    Scenario("checkout-wal", None, ["checkout", "feature"], "wal"),
    Scenario("return-delete", on_feature, ["checkout", "main"], "delete"),
    Scenario("return-wal", on_feature, ["checkout", "main"], "wal"),
    Scenario("apply-delete", second_database("delete"), APPLY, "delete"),
    Scenario("apply-wal", second_database("wal"), APPLY, "wal"),
    Scenario("gc", loose_history, ["gc"], "delete"),
]


def git(folder, *args):
    done = subprocess.run(["git", "-C", os.path.join(folder, ".flash"), *args], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env=environment(folder), check=False)
    return done.returncode, done.stdout.decode()


def database_state(path):
    if not os.path.exists(path):
        return "missing"
    db = sqlite3.connect(path)
    ok = db.execute("PRAGMA integrity_check").fetchone()[0]
    if ok != "ok":
        raise Failure(f"{os.path.basename(path)}: integrity_check says {ok}")
    if db.execute("PRAGMA foreign_key_check").fetchall():
        raise Failure(f"{os.path.basename(path)}: foreign keys are violated")
    lines = []
    for kind, name, sql in db.execute("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name").fetchall():
        lines.append(f"{kind} {name} {sql}")
        if kind == "table" and name not in ("_flash_migrations", "_flash_head"):
            # The parking catalogue's last column is the time.
            lines += sorted(repr(row[:-1] if name == "_flash_parked" else row) for row in db.execute(f'SELECT * FROM "{name}"'))
    if any(line.startswith("table _flash_migrations") for line in lines):
        lines += [repr(r) for r in db.execute("SELECT id, parent_id, kind, state, to_schema, checksum FROM _flash_migrations ORDER BY id")]
    db.close()
    return "\n".join(lines)


def state(folder):
    """One text for all that must be before or after, never between."""
    parts = [git(folder, "for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", "refs/tags")[1],
             git(folder, "symbolic-ref", "HEAD")[1]]
    files = os.path.join(folder, "db", "schema")
    for base, _, names in sorted(os.walk(files)):
        for name in sorted(names):
            path = os.path.join(base, name)
            with open(path, "rb") as f:
                parts.append(f"{os.path.relpath(path, files)} {hashlib.sha1(f.read()).hexdigest()}")
    for name in ("dev.db", "other.db"):
        parts.append(f"{name}: {database_state(os.path.join(folder, name))}")
    return "\n".join(parts)


def copy(template, folder):
    shutil.copytree(template, folder, symlinks=True)
    return folder


def difference(before, after, now):
    """What tells now from the two states it may be."""
    b, a = set(before.split("\n")), set(after.split("\n"))
    n = set(now.split("\n"))
    lines = [f"only now: {x[:200]}" for x in sorted(n - b - a)] + [f"from before: {x[:120]}" for x in sorted((n & b) - a)]
    return "\n".join((lines + [f"from after: {x[:120]}" for x in sorted((n & a) - b)])[:40])
