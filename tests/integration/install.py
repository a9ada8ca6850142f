#!/usr/bin/env python3
"""Installs a build below a folder of its own: the program finds its library and its module there, a program of somebody
else's builds with the headers and flash.pc, and each manual page is there.

install.py <cmake> <build folder> <C compiler>
"""
import os
import subprocess
import sys
import tempfile

PROGRAM = """#include <flash/error.h>
#include <flash/str.h>
#include <flash/version.h>
#include <stdio.h>
int main(void) { return printf("flash %s\\n", flash_version()) < 0; }
"""
checks = 0


def run(*args, env=None, cwd=None):
    done = subprocess.run(args, env=env, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(args)} exits {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def check(what, ok, seen):
    global checks
    checks += 1
    if not ok:
        sys.exit(f"{what}: {seen}")


def check_program(prefix, work):
    flash = os.path.join(prefix, "bin", "flash")
    env = {"PATH": os.environ["PATH"], "HOME": work, "LC_ALL": "C"}
    run("sqlite3", "a.db", "CREATE TABLE t (id INTEGER PRIMARY KEY)", cwd=work)
    check("dump", "CREATE TABLE t" in (text := run(flash, "dump", "sqlite:a.db", env=env, cwd=work)), text)
    options = run(flash, "version", "--build-options", env=env, cwd=work)
    check("the module", f"module {prefix}/" in options and "//" not in options, options)


def check_library(prefix, work, compiler):
    pc = next(os.path.join(d, "") for d, _, files in os.walk(prefix) if "flash.pc" in files)
    env = dict(os.environ, PKG_CONFIG_PATH=pc)
    flags = run("pkg-config", "--cflags", "--libs", "flash", env=env).split()
    libdir = run("pkg-config", "--variable=libdir", "flash", env=env).strip()
    with open(os.path.join(work, "user.c"), "w", encoding="ascii") as f:
        f.write(PROGRAM)
    run(compiler, "user.c", "-o", "user", *flags, f"-Wl,-rpath,{libdir}", cwd=work)
    version = run("pkg-config", "--modversion", "flash", env=env).strip()
    check("the library's version", (text := run("./user", cwd=work)) == f"flash {version}\n", text)


def check_pages(prefix, cmake_build):
    with open(os.path.join(cmake_build, "CMakeCache.txt"), encoding="utf-8") as f:
        source = next(line.split("=", 1)[1].strip() for line in f if line.startswith("flash_SOURCE_DIR:"))
    wanted = set(os.listdir(os.path.join(source, "man")))
    found = {name for _, _, files in os.walk(prefix) for name in files}
    check("manual pages", wanted and wanted <= found, sorted(wanted - found))


def main():
    cmake, build, compiler = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="flash-install-") as work:
        prefix = os.path.join(work, "prefix")
        run(cmake, "--install", build, "--prefix", prefix)
        check_program(prefix, work)
        check_library(prefix, work, compiler)
        check_pages(prefix, build)
    print(f"count: checks {checks}")


main()
