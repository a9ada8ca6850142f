#!/usr/bin/env python3
"""Real schemas: one OID for the file, for the database that the sqlite3 shell makes of it, for the commit and for the dump; every edit with
a meaning changes it, and layout, case, comments and order do not.

real_schemas.py <flash> <folder of real schemas> <chinook|sakila|northwind>
"""
import os
import random
import re
import subprocess
import sys
import tempfile

TOKEN = re.compile(r"""--[^\n]*|/\*.*?\*/|\s+|'(?:''|[^'])*'|"(?:""|[^"])*"|\[[^\]]*\]|`[^`]*`|[A-Za-z_\x80-\U0010ffff][\w$\x80-\U0010ffff]*|\d+(?:\.\d+)?|<>|<=|>=|==|!=|\|\||.""", re.S)
KEYWORDS = set("""CREATE TABLE INDEX VIEW TRIGGER UNIQUE PRIMARY KEY NOT NULL DEFAULT CHECK REFERENCES FOREIGN CONSTRAINT ON DELETE UPDATE
CASCADE NO ACTION SET AUTOINCREMENT AS SELECT FROM WHERE AND OR JOIN LEFT INNER OUTER GROUP ORDER BY HAVING CASE WHEN THEN ELSE END INSERT
AFTER BEFORE INSTEAD OF BEGIN IF EXISTS IS IN BETWEEN LIKE DISTINCT ASC DESC COLLATE WITHOUT STRICT CAST UNION ALL LIMIT""".split())
# A keyword whose change is a change of meaning, and what it becomes.
SWAPS = {"AFTER": "BEFORE", "UNIQUE": "", "AUTOINCREMENT": "", "CASCADE": "RESTRICT", "LEFT": "INNER", "AND": "OR", "DISTINCT": "",
         "DELETE": "UPDATE", "SUM": "MIN"}


class Failure(Exception):
    pass


class Flash:
    def __init__(self, binary, work):
        self.binary, self.work = os.path.abspath(binary), work
        self.env = {"LC_ALL": "C", "HOME": work, "PATH": os.environ["PATH"], "NO_COLOR": "1", "FLASH_AUTHOR_NAME": "Ada",
                    "FLASH_AUTHOR_EMAIL": "ada@example.org", "FLASH_CHECK_CATALOGUE": "always",
                    "FLASH_MODULE_PATH": os.environ.get("FLASH_MODULE_PATH", "")}

    def call(self, *args, text=None):
        done = subprocess.run([self.binary, *args], cwd=self.work, env=self.env, input=text and text.encode(), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=300)
        return done.returncode, done.stdout.decode(), done.stderr.decode(errors="replace")

    def must(self, *args, text=None):
        code, out, err = self.call(*args, text=text)
        if code:
            raise Failure(f"flash {' '.join(args)} exits {code}\n{err}")
        return out

    def hash(self, endpoint):
        return self.must("hash", endpoint).strip()

    def hash_text(self, text):
        """The OID, or None when the text is refused."""
        code, out, err = self.call("hash", "--dialect", "sqlite", "-", text=text)
        if code not in (0, 128) or (code and "error" not in err):
            raise Failure(f"flash hash - exits {code}\n{err}")
        return None if code else out.strip()


def load(work, name, sql):
    path = os.path.join(work, name)
    # The shell goes on behind errors, as it does for whoever loads these files.
    subprocess.run(["sqlite3", path], input=sql.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return f"sqlite:{name}"


def statements(tokens):
    """Token lists of the statements that make the schema; rows and comments are gone."""
    result, current, depth = [], [], 0
    for t in tokens:
        upper = t.upper()
        if upper in ("BEGIN", "CASE") and "TRIGGER" in map(str.upper, current[:8]):
            depth += 1
        if upper == "END":
            depth -= 1
        if t == ";" and depth <= 0:
            words = [w.upper() for w in current if not w.isspace()]
            if words[:1] == ["CREATE"]:
                result.append([w for w in current])
            current, depth = [], 0
        elif not t.startswith(("--", "/*")):
            if current or not t.isspace():
                current.append(" " if t.isspace() else t)
    return result


def text_of(parts):
    return "".join("".join(p) + ";\n" for p in parts)


def changed_token(t):
    """The token with another meaning, or None where it has none of its own."""
    upper = t.upper()
    if upper in SWAPS:
        return SWAPS[upper]
    if upper in KEYWORDS or t.isspace():
        return None
    if t[0] in "'\"[`":
        return t[:-1] + "_x" + t[-1]
    if t[0].isdigit():
        return str(int(float(t)) + 1)
    return t + "_x" if re.match(r"[A-Za-z_\x80-\U0010ffff]", t) else None


def edits(statement):
    """(what, the statement with it) for each token that has a meaning of its own."""
    words = [t.upper() for t in statement]
    for k, token in enumerate(statement):
        before = words[k - 2] if k > 1 else ""
        if words[k] == "NOT":
            if words[k + 2 : k + 3] == ["NULL"] and before != "IS":
                yield "NOT NULL", statement[:k] + statement[k + 3 :]
        elif words[k] == "NO" and words[k + 2 : k + 3] == ["ACTION"]:
            yield "NO ACTION", statement[:k] + ["SET NULL"] + statement[k + 3 :]
        elif before != "ON" or words[k] not in ("DELETE", "UPDATE"):
            new = changed_token(token)
            if new is not None:
                yield token, statement[:k] + [new] + statement[k + 1 :]


def check_edits(flash, parts, expected):
    changed = refused = 0
    for i, statement in enumerate(parts):
        for what, edited in edits(statement):
            got = flash.hash_text(text_of(parts[:i] + [edited] + parts[i + 1 :]))
            if got == expected:
                raise Failure(f"an edit of '{what}' does not change the hash:\n{''.join(edited)}")
            changed, refused = changed + (got is not None), refused + (got is None)
    if changed == 0:
        raise Failure("no edit was made")
    print(f"count: edits that change the hash {changed}")
    print(f"count: edits that are refused {refused}")


def recased(statement, how):
    return [how(t) if t.upper() in KEYWORDS else t for t in statement]


def commented(statement, rng):
    return [rng.choice([" ", "\n\t", " /* a comment; with 'quotes' */ ", " -- to the end\n"]) if t.isspace() else t for t in statement]


def check_layout(flash, parts, expected, seed):
    rng = random.Random(seed)
    shuffled = parts[:]
    rng.shuffle(shuffled)
    cases = {"as it is": parts, "lower case": [recased(p, str.lower) for p in parts], "upper case": [recased(p, str.upper) for p in parts],
             "comments": [commented(p, rng) for p in parts], "order": shuffled,
             "CRLF": [[t.replace("\n", "\r\n") for t in commented(p, rng)] for p in parts]}
    for what, edited in cases.items():
        got = flash.hash_text(text_of(edited))
        if got != expected:
            raise Failure(f"{what}: {got} is not {expected}")
    print(f"count: layouts {len(cases)}")


def check_oids(flash, source):
    expected = flash.hash("./schema.sql")
    url = load(flash.work, "made.db", source)
    if flash.hash(url) != expected:
        raise Failure(f"database: {flash.hash(url)}, file: {expected}\n{flash.call('diff', './schema.sql', url)[1]}")
    flash.must("init", "--dialect", "sqlite")
    os.makedirs(os.path.join(flash.work, "db", "schema"), exist_ok=True)
    with open(os.path.join(flash.work, "db", "schema", "all.sql"), "w", encoding="utf-8") as f:
        f.write(source)
    flash.must("commit", "-m", "as published")
    if flash.hash("HEAD") != expected:
        raise Failure("the commit has another OID than the file")
    dump = flash.must("dump", "./schema.sql")
    done = subprocess.run(["sqlite3", "-bail", os.path.join(flash.work, "dump.db")], input=dump.encode(), stderr=subprocess.PIPE, check=False)
    if done.returncode:
        raise Failure(f"the dump does not load: {done.stderr.decode()}")
    for endpoint in ("sqlite:dump.db", "HEAD"):
        if flash.hash(endpoint) != expected:
            raise Failure(f"{endpoint} has another OID than the file")
    if flash.hash_text(dump) != expected:
        raise Failure("the dump has another OID than the file")
    print("count: endpoints with one OID 5")
    return expected


def main():
    binary, data, name = sys.argv[1:4]
    seed = int(os.environ.get("FLASH_TEST_SEED", "1"))
    print(f"seed: {seed}")
    with open(os.path.join(data, name, "sqlite.sql"), encoding="utf-8-sig") as f:
        source = f.read()
    with tempfile.TemporaryDirectory(prefix="flash-real-") as work:
        flash = Flash(binary, work)
        with open(os.path.join(work, "schema.sql"), "w", encoding="utf-8") as f:
            f.write(source)
        expected = check_oids(flash, source)
        parts = statements(TOKEN.findall(source))
        check_layout(flash, parts, expected, seed)
        check_edits(flash, parts, expected)


try:
    main()
except Failure as e:
    print(e)
    sys.exit(1)
