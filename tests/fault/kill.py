#!/usr/bin/env python3
"""Kills flash at its writes, one after the other, and looks: before or after, never between; the next run succeeds.

kill.py <flash> [scenario ...]   FLASH_TEST_SCALE: per cent of the points (100 = every one)
"""
import os
import re
import subprocess
import sys
import tempfile

import scenarios as sc

CALLS = ("write pwrite64 writev pwritev fsync fdatasync rename renameat renameat2 link linkat unlink unlinkat ftruncate "
         "mkdir mkdirat rmdir openat chmod fchmod utimensat").split()


def count_calls(flash, scenario, folder):
    """How often each call happens in an undisturbed run; leaves the after-state in folder."""
    log = folder + ".calls"
    code, out, err = sc.run(flash, scenario.args, folder, wrap=["strace", "-f", "-qq", "-o", log, "-e", "trace=" + ",".join(CALLS)])
    if code:
        raise sc.Failure(f"{scenario.name}: the undisturbed run exits {code}\n{out}{err}")
    counts = {}
    with open(log, encoding="utf-8", errors="replace") as f:
        for line in f:
            m = re.match(r"\d+\s+(\w+)\(", line)
            if m:
                counts[m.group(1)] = counts.get(m.group(1), 0) + 1
    return counts


def killed_run(flash, scenario, folder, call, n):
    wrap = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={n}"]
    return sc.run(flash, scenario.args, folder, wrap=wrap)


def check_point(flash, scenario, folder, before, after, where):
    code, out, err = sc.run(flash, ["status"], folder)
    if code not in (0, 1):
        raise sc.Failure(f"{where}: status exits {code}\n{out}{err}")
    now = settled_state(flash, folder, before, after, out, where)
    if now not in (before, after):
        raise sc.Failure(f"{where}: the state is neither before nor after\n{sc.difference(before, after, now)}")
    fsck, text = sc.git(folder, "fsck", "--full", "--strict")
    if fsck:
        raise sc.Failure(f"{where}: git fsck: {text}")
    code, out, err = sc.run(flash, scenario.args, folder)
    if code not in (0, 1) or (code == 1 and scenario.args[0] != "commit"):
        raise sc.Failure(f"{where}: the next run exits {code}\n{out}{err}")
    if sc.state(folder) != after:
        raise sc.Failure(f"{where}: the next run did not reach the end\n{sc.difference(before, after, sc.state(folder))}")
    return now == after


def settled_state(flash, folder, before, after, status, where):
    """status only tells of an unfinished operation; the next command that writes settles it."""
    now = sc.state(folder)
    if now in (before, after):
        return now
    if "operation" not in status:
        raise sc.Failure(f"{where}: status does not tell of the unfinished operation\n{status}")
    code, out, err = sc.run(flash, ["gc"], folder)
    if code:
        raise sc.Failure(f"{where}: gc exits {code}\n{out}{err}")
    return sc.state(folder)


def run_scenario(flash, scenario, work, scale, seed):
    template = os.path.join(work, scenario.name)
    scenario.set_up(flash, template)
    before = sc.state(template)
    reference = sc.copy(template, template + ".after")
    counts = count_calls(flash, scenario, reference)
    after = sc.state(reference)
    if before == after and scenario.name != "gc":
        raise sc.Failure(f"{scenario.name}: the command changes nothing")
    points = [(call, n) for call in CALLS for n in range(1, counts.get(call, 0) + 1)]
    chosen = [p for i, p in enumerate(points) if (i + seed) % (100 // scale) == 0]
    reached = 0
    for i, (call, n) in enumerate(chosen):
        folder = sc.copy(template, f"{template}.{i}")
        killed_run(flash, scenario, folder, call, n)
        reached += check_point(flash, scenario, folder, before, after, f"{scenario.name}: killed at {call} {n}")
        subprocess.run(["rm", "-rf", folder], check=True)
    print(f"{scenario.name}: {len(chosen)} of {len(points)} points, {reached} had reached the end", flush=True)
    return len(chosen), len(points)


def main():
    flash = os.path.abspath(sys.argv[1])
    wanted = sys.argv[2:]
    scale = max(1, min(100, int(os.environ.get("FLASH_TEST_SCALE", "10"))))
    seed = int(os.environ.get("FLASH_TEST_SEED", "1"))
    print(f"seed: {seed}")
    done = total = 0
    with tempfile.TemporaryDirectory(prefix="flash-kill-") as work:
        for scenario in sc.SCENARIOS:
            if not wanted or scenario.name in wanted:
                n, of = run_scenario(flash, scenario, work, scale, seed)
                done, total = done + n, total + of
    print(f"count: kill points {done}")
    if not wanted and total < 1000:
        raise sc.Failure(f"there are only {total} points to kill at")


try:
    main()
except sc.Failure as e:
    print(e)
    sys.exit(1)
