"""What the tests of this folder share: a scratch folder, the program, and checks that count themselves."""
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile


class Failure(Exception):
    pass


class Result:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def __str__(self):
        return f"exit {self.code}\n--- stdout\n{self.out[-2000:]}--- stderr\n{self.err[-2000:]}"


class Work:
    def __init__(self, binary):
        self.binary = os.path.abspath(binary)
        self.count = 0
        self.folder = None

    def path(self, name):
        return os.path.join(self.folder, name)

    def flash(self, *args, env=None):
        full = {"LC_ALL": "C", "HOME": self.folder, "PATH": os.environ["PATH"], "NO_COLOR": "1", "FLASH_AUTHOR_NAME": "Ada",
                "FLASH_AUTHOR_EMAIL": "ada@example.org", "FLASH_CHECK_CATALOGUE": "always",
                "FLASH_MODULE_PATH": os.environ.get("FLASH_MODULE_PATH", "")}
        full.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        full.update(env or {})
        done = subprocess.run([self.binary, *args], cwd=self.folder, env=full, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=300, check=False)
        return Result(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))

    def ok(self, *args, env=None):
        r = self.flash(*args, env=env)
        self.check(r.code == 0, f"flash {' '.join(args)}: {r}")
        return r

    def refused(self, code, words, *args, env=None):
        """Exits with code, says all of words on stderr, and names the way on."""
        r = self.flash(*args, env=env)
        self.check(r.code == code, f"flash {' '.join(args)}: wanted exit {code}, got {r}")
        for word in words:
            self.check(word.lower() in r.err.lower(), f"flash {' '.join(args)}: nothing about '{word}': {r}")
        self.check("hint:" in r.err, f"flash {' '.join(args)}: no hint: {r}")
        return r

    def check(self, truth, text):
        self.count += 1
        if not truth:
            raise Failure(text)

    def equal(self, a, b, text):
        self.check(a == b, f"{text}: {a!r} is not {b!r}")

    def write(self, name, text):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode())

    def db(self, name, script=None, functions=()):
        conn = sqlite3.connect(self.path(name), isolation_level=None)
        for fname, f in functions:
            conn.create_function(fname, -1, f, deterministic=True)
        if script:
            conn.executescript(script)
        return conn

    def make(self, name, script, functions=()):
        self.db(name, script, functions).close()

    def rows(self, name, sql):
        conn = sqlite3.connect(self.path(name))
        try:
            return conn.execute(sql).fetchall()
        finally:
            conn.close()


def run(cases, least):
    """Each case in a folder of its own; prints the count of checks, which must not sink below the floor."""
    work = Work(sys.argv[1])
    try:
        for case in cases:
            work.folder = tempfile.mkdtemp(prefix="flash-sqlite-")
            before = work.count
            try:
                case(work)
            except Failure as e:
                print(f"{case.__name__}: {e}\n(in {work.folder})")
                sys.exit(1)
            shutil.rmtree(work.folder)
            print(f"{case.__name__}: {work.count - before} checks")
        print(f"count: {work.count} checks")
        if work.count < least:
            print(f"fewer than {least}")
            sys.exit(1)
    except subprocess.TimeoutExpired as e:
        print(e)
        sys.exit(1)
