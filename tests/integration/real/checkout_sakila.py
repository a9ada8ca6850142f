#!/usr/bin/env python3
"""To and fro between two branches on sakila, its triggers in place, with rows inserted, deleted and updated on the other branch in
between: every value that survives is the one it was.

checkout_sakila.py <flash> <folder of real schemas>
"""
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile

ROWS = 40
DROPPED_TABLE = "payment"
DROPPED_COLUMNS = [("customer", "email"), ("film", "replacement_cost"), ("address", "phone")]


class Failure(Exception):
    pass


def flash(binary, work, *args, ok=(0,)):
    env = {"LC_ALL": "C", "HOME": work, "PATH": os.environ["PATH"], "NO_COLOR": "1", "FLASH_AUTHOR_NAME": "Ada", "FLASH_CHECK_CATALOGUE": "always",
           "FLASH_AUTHOR_EMAIL": "ada@example.org", "FLASH_MODULE_PATH": os.environ.get("FLASH_MODULE_PATH", "")}
    done = subprocess.run([binary, *args], cwd=work, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
    if done.returncode not in ok:
        raise Failure(f"flash {' '.join(args)} exits {done.returncode}\n{done.stdout.decode()}{done.stderr.decode()}")
    return done.stdout.decode() + done.stderr.decode()


def columns(db, table):
    """(name, type, is key) of stored columns."""
    return [(r[1], r[2].upper(), bool(r[5])) for r in db.execute(f'PRAGMA table_info("{table}")')]


def tables(db):
    return [r[0] for r in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_flash%' ESCAPE '\\' ORDER BY name")]


def value(rng, name, kind, row):
    if "INT" in kind:
        return rng.randrange(1, ROWS + 1)
    if any(t in kind for t in ("DECIMAL", "NUMERIC", "REAL", "FLOAT")):
        return rng.randrange(1, 5000) / 4
    if name == "rating":
        return rng.choice(["G", "PG", "PG-13", "R", "NC-17"])
    if name == "special_features":
        return rng.choice(["Trailers", "Commentaries", "Deleted Scenes", "Behind the Scenes", None])
    if "BLOB" in kind:
        return rng.choice([None, bytes([row % 256, 0, 255])])
    if "CHAR" in kind and "(1)" in kind:
        return rng.choice("YN")
    return f"{name} {row}"


def fill(path, rng):
    """ROWS rows a table; keys 1..ROWS, so that every foreign key finds its parent."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("BEGIN")
    for table in tables(db):
        keys = [c for c, _, key in columns(db, table) if key]
        for row in range(1, ROWS + 1):
            values = [row if c in keys else value(rng, c, kind, row) for c, kind, _ in columns(db, table)]
            marks = ", ".join("?" * len(values))
            db.execute(f'INSERT INTO "{table}" VALUES ({marks})', values)
    db.execute("COMMIT")
    if db.execute("PRAGMA foreign_key_check").fetchall():
        raise Failure("the rows break foreign keys")
    db.close()


def content(path):
    """{table: {key: {column: value}}}"""
    db = sqlite3.connect(path)
    result = {}
    for table in tables(db):
        names = [c for c, _, _ in columns(db, table)]
        keys = [c for c, _, key in columns(db, table) if key]
        rows = [dict(zip(names, r)) for r in db.execute(f'SELECT * FROM "{table}"')]
        result[table] = {tuple(r[k] for k in keys): r for r in rows}
    others = [r[0] for r in db.execute("SELECT type || ' ' || name FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL ORDER BY 1")]
    bad = db.execute("PRAGMA foreign_key_check").fetchall()
    db.close()
    if bad:
        raise Failure(f"foreign keys are violated: {bad[:3]}")
    return result, others


def edit_files(work):
    """What the other branch changes: a table and columns go, a column comes, one gets another type, an index comes."""
    base = os.path.join(work, "db", "schema")
    for name in os.listdir(base):
        path = os.path.join(base, name)
        with open(path, encoding="utf-8") as f:
            text = f.read()
        for table, column in DROPPED_COLUMNS:
            if name == f"{table}.sql":
                text, n = re.subn(rf"\n\s*{column}\b[^\n]*", "", text, count=1)
                if n != 1:
                    raise Failure(f"{name} has no line for {column}")
        if name == "customer.sql":
            text = re.sub(r"(CREATE TABLE customer \(\n)", r"\1    grade INTEGER NOT NULL DEFAULT 3,\n", text, count=1)
            text = text.replace("first_name VARCHAR(45)", "first_name TEXT")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
    # Views over what goes have to go too.
    os.remove(os.path.join(base, f"{DROPPED_TABLE}.sql"))
    for name in os.listdir(base):
        path = os.path.join(base, name)
        with open(path, encoding="utf-8") as f:
            text = f.read()
        if "CREATE VIEW" in text and re.search(r"\b(payment|phone|email|replacement_cost)\b", text):
            os.remove(path)


def work_on_other(path, rng):
    """Rows go, change and come while the parked values wait. Returns the keys of customers that are gone."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("BEGIN")
    gone = sorted(rng.sample(range(1, ROWS + 1), 5))
    for key in gone:
        db.execute("DELETE FROM rental WHERE customer_id = ?", (key,))
        db.execute("DELETE FROM customer WHERE customer_id = ?", (key,))
    db.execute("UPDATE film SET title = title || ' again' WHERE film_id % 7 = 0")
    db.execute("INSERT INTO customer (customer_id, store_id, first_name, last_name, address_id, active, create_date, last_update, grade) "
               "VALUES (9001, 1, 'New', 'Customer', 1, 'Y', '2026-01-01', '2026-01-01', 9)")
    db.execute("COMMIT")
    db.close()
    return gone


def compare(before, other, after, gone):
    """before: main at the start; other: the branch as it was left; after: main again."""
    checked = 0
    for table, rows in before.items():
        for key, row in after.get(table, {}).items():
            for column, now in row.items():
                if table in other and key in other[table] and column in other[table][key]:
                    expected = other[table][key][column]
                elif key in rows:
                    expected = rows[key].get(column)
                else:
                    continue
                if now != expected:
                    raise Failure(f"{table} {key}: {column} is {now!r}, not {expected!r}")
                checked += 1
        expected_keys = set(other[table]) if table in other else set(rows)
        missing = expected_keys - set(after.get(table, {}))
        lost = [k for k in missing if table != DROPPED_TABLE or rows[k]["customer_id"] not in gone and not rental_gone(before, other, rows[k])]
        if lost:
            raise Failure(f"{table}: {len(lost)} rows did not come back, first {lost[:3]}")
    return checked


def rental_gone(before, other, payment):
    return payment.get("rental_id") is not None and (payment["rental_id"],) not in other["rental"] and (payment["rental_id"],) in before["rental"]


def main():
    binary, data = os.path.abspath(sys.argv[1]), sys.argv[2]
    seed = int(os.environ.get("FLASH_TEST_SEED", "1"))
    print(f"seed: {seed}")
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="flash-sakila-") as work:
        dev = os.path.join(work, "dev.db")
        with open(os.path.join(data, "sakila", "sqlite.sql"), "rb") as f:
            subprocess.run(["sqlite3", dev], stdin=f, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        fill(dev, rng)
        flash(binary, work, "init", "--db", "sqlite:dev.db", "--from", "db")
        flash(binary, work, "commit", "--from", "db", "-m", "sakila")
        before, objects = content(dev)
        flash(binary, work, "checkout", "-b", "other")
        edit_files(work)
        flash(binary, work, "commit", "-m", "another shape")
        flash(binary, work, "checkout", "main")
        rounds = 3
        checked = 0
        for _ in range(rounds):
            start, _ = content(dev)
            flash(binary, work, "checkout", "other")
            arrived, _ = content(dev)
            if DROPPED_TABLE in arrived or "email" in next(iter(arrived["customer"].values())):
                raise Failure("the other branch still has what it dropped")
            flash(binary, work, "checkout", "main")
            back, now = content(dev)
            checked += compare(start, arrived, back, [])
            if now != objects:
                raise Failure(f"triggers, views or indexes differ: {set(now) ^ set(objects)}")
            flash(binary, work, "diff", "--exit-code", "main", "@db")
        flash(binary, work, "checkout", "other")
        gone = work_on_other(dev, rng)
        other, _ = content(dev)
        flash(binary, work, "checkout", "main")
        after, _ = content(dev)
        checked += compare(before, other, after, gone)
        print(f"count: values compared {checked}")


try:
    main()
except Failure as e:
    print(e)
    sys.exit(1)
