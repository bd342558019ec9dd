"""Organisations of growing size: how time and memory of the check and of the map grow with the accounts.

  organization.py --rolelint FILE --work FOLDER [--accounts N,N,…] [--limit SECONDS] [--seed N]

Prints, for each command and number of accounts, CPU seconds, accounts per CPU second, and peak memory; then the growth
exponent between the first and the last size (1: linear). Exit status 1 if a command grows faster than the exponent 1.2,
or does not end in time. The folders are removed at the end.
"""

import argparse
import math
import os
import pathlib
import shutil
import subprocess
import sys

import make_organization

MOST_EXPONENT = 1.2


def commands(folder):
    record = str(folder) + ".record"
    return {
        "check": ["check", "--no-config", "--quiet", "--output", os.devnull, str(folder)],
        "map record": ["map", "record", str(folder), "-o", record],
        "map join": ["map", "join", record, "--output", os.devnull],
        "map switches": ["map", "switches", str(folder), "--output", os.devnull],
    }


def measure(program, arguments, limit):
    """CPU seconds and peak bytes of one process; None if it does not end in time or fails."""
    pid = os.posix_spawn(program, [program, *arguments], os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
    watch = subprocess.Popen(["sh", "-c", f"sleep {limit}; kill -9 {pid}"], start_new_session=True)
    _, status, usage = os.wait4(pid, 0)
    os.killpg(watch.pid, 15)
    watch.wait()
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        return None
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rolelint", required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--accounts", default="100,1000")
    parser.add_argument("--limit", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    sizes = sorted(int(one) for one in arguments.accounts.split(","))
    arguments.work.mkdir(parents=True, exist_ok=True)
    results, failed = {}, False
    for size in sizes:
        folder = arguments.work / f"organization-{size}"
        shutil.rmtree(folder, ignore_errors=True)
        make_organization.write(size, folder, arguments.seed)
        read = sum(path.stat().st_size for path in folder.iterdir())
        print(f"{size} accounts, {read / 1e6:.1f} MB")
        for name, command in commands(folder).items():
            measured = measure(arguments.rolelint, command, arguments.limit)
            if measured is None:
                print(f"  {name:13} failed, or took more than {arguments.limit} s")
                failed = True
                continue
            seconds, peak = measured
            results.setdefault(name, []).append((size, seconds))
            print(f"  {name:13} {seconds:8.2f} s CPU {size / seconds:8.0f} accounts/s {peak / 2**20:8.0f} MB")
        shutil.rmtree(folder)
        pathlib.Path(str(folder) + ".record").unlink(missing_ok=True)
    for name, points in results.items():
        (first, before), (last, after) = points[0], points[-1]
        if last > first:
            exponent = math.log(after / before) / math.log(last / first)
            failed = failed or exponent > MOST_EXPONENT
            print(f"{name:13} grows with the exponent {exponent:.2f}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
