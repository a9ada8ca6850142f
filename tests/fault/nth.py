#!/usr/bin/env python3
"""Lets the n-th system call of flash fail, for each n: state before or after, exit 128 with a message for EIO and ENOSPC, and the next
run works. EINTR and short transfers must not be noticed at all.

nth.py <flash> <shim.so> [asan runtime]
"""
import os
import subprocess
import sys
import tempfile

import scenarios as sc

KINDS = ("EIO", "ENOSPC", "EINTR", "SHORT")


def faulty_run(flash, preload, scenario, folder, kind, n):
    extra = {"LD_PRELOAD": preload, "FLASH_FAULT_KIND": kind, "FLASH_FAULT_NTH": str(n), "FLASH_FAULT_COUNT": folder + ".count"}
    code, out, err = sc.run(flash, scenario.args, folder, extra)
    with open(folder + ".count", encoding="ascii") as f:
        calls, victim = f.read().split("\n")[:2]
    return code, out, err, int(calls), victim


def check_hard(flash, scenario, folder, before, after, result, where):
    code, out, err = result
    if "Sanitizer" in err:
        raise sc.Failure(f"{where}: {err}")
    if code not in (0, 128):
        raise sc.Failure(f"{where}: exits {code}, not 128\n{out}{err}")
    if code == 128 and not err.strip():
        raise sc.Failure(f"{where}: fails without a word")
    code, out, err = sc.run(flash, ["status"], folder)
    now = sc.state(folder)
    if now not in (before, after):
        raise sc.Failure(f"{where}: exits {result[0]}, the state is neither before nor after\n{sc.difference(before, after, now)}\n{result[2]}")
    if result[0] == 0 and now != after:
        raise sc.Failure(f"{where}: exits 0 and did nothing")
    code, out, err = sc.run(flash, scenario.args, folder)
    if sc.state(folder) != after:
        raise sc.Failure(f"{where}: the next run (exit {code}) did not reach the end\n{out}{err}")


def check_soft(folder, after, result, where):
    code, out, err = result
    if code != 0:
        raise sc.Failure(f"{where}: exits {code}\n{out}{err}")
    if sc.state(folder) != after:
        raise sc.Failure(f"{where}: did not reach the end")


def run_kind(flash, preload, scenario, template, states, kind, scale, seed):
    before, after = states
    probe = sc.copy(template, f"{template}.{kind}")
    code, out, err, calls, _ = faulty_run(flash, preload, scenario, probe, kind, 0)
    if code:
        raise sc.Failure(f"{scenario.name}: the undisturbed run exits {code}\n{out}{err}")
    done = 0
    for n in range(1, calls + 1):
        if (n + seed) % (100 // scale):
            continue
        folder = sc.copy(template, f"{template}.{kind}.{n}")
        *result, _, victim = faulty_run(flash, preload, scenario, folder, kind, n)
        where = f"{scenario.name}: {kind} at call {n} of {calls}, {victim}"
        if kind in ("EIO", "ENOSPC"):
            check_hard(flash, scenario, folder, before, after, result, where)
        else:
            check_soft(folder, after, result, where)
        subprocess.run(["rm", "-rf", folder], check=True)
        done += 1
    return done


def main():
    flash, shim = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    preload = ":".join([*sys.argv[3:], shim])
    scale = max(1, min(100, int(os.environ.get("FLASH_TEST_SCALE", "10"))))
    seed = int(os.environ.get("FLASH_TEST_SEED", "1"))
    print(f"seed: {seed}")
    total = 0
    with tempfile.TemporaryDirectory(prefix="flash-fault-") as work:
        for scenario in sc.SCENARIOS:
            template = os.path.join(work, scenario.name)
            scenario.set_up(flash, template)
            reference = sc.copy(template, template + ".after")
            before = sc.state(template)
            sc.must(flash, scenario.args, reference)
            after = sc.state(reference)
            for kind in KINDS:
                total += run_kind(flash, preload, scenario, template, (before, after), kind, scale, seed)
            print(f"{scenario.name}: done", flush=True)
    print(f"count: failing calls {total}")
    if total == 0:
        raise sc.Failure("no call was made to fail")


try:
    main()
except sc.Failure as e:
    print(e)
    sys.exit(1)
