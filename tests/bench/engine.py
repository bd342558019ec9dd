"""What it costs to decide an organization in shares, beside one process that reads all of it.

  engine.py --rolelint FILE --work FOLDER [--accounts N,N,…] [--seed N] [--spark N,N,…]

Prints for each number of accounts: bytes of record for each principal, CPU seconds and accounts per CPU second of one process and of the steps of
shares (read, join, decide), bytes that go from the join to the deciding workers, and peak memory. --spark runs those numbers on Spark too, with
local[2]. Needs build/venv/spark (CONTRIBUTING.md). Exit status 1 if shares and one process say different things.
"""

import argparse
import collections
import json
import math
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "spark"), str(HERE.parents[1] / "tools/package/python")]

import make_organization  # noqa: E402
from organization import measure  # noqa: E402


def cpu():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


class Clock:
    """CPU seconds of this process and of its children that have ended, by step."""

    def __init__(self):
        self.at, self.steps = cpu(), {}

    def step(self, name):
        now = cpu()
        self.steps[name], self.at = now - self.at, now


def in_shares(folder, clock):
    """The edges, and figures: principals, bytes of parts, peak bytes of a worker."""
    import duckdb
    import pyarrow as pa
    from rolelint import _candidates, _parts, worker
    rows, principals = collections.defaultdict(list), 0
    with worker.Worker(["--no-config"]) as reader:
        for path in sorted(folder.glob("*.json")):
            answer = reader.ask("tables", path.name, path.read_bytes())
            principals += len(answer["tables"]["principals"])
            for kind, row in _parts.rows_of(answer):
                rows[kind].append(row)
    clock.step("read")
    base = duckdb.connect()
    for table in ("demands", "supplies"):
        schema = pa.schema([(column, pa.string()) for column, _ in _parts.PART_COLUMNS[table]])
        base.register("arrived", pa.Table.from_pylist(rows[table], schema=schema))
        base.execute(f"CREATE TABLE {table} AS FROM arrived")
    del rows
    names = {name: name for name in [*_parts.PART_COLUMNS, *dict(_candidates.VIEWS)]}
    for name, query in _candidates.VIEWS:
        base.execute(f"CREATE VIEW {name} AS {query.format(**names)}")
    base.execute("CREATE TABLE placed AS SELECT * FROM parts ORDER BY account")
    size = base.execute("SELECT SUM(LENGTH(payload)) FROM placed").fetchone()[0]
    clock.step("join")
    edges = set()
    with worker.Worker(["--no-config", "--max-megabytes", "1024"]) as decider:
        for (account,) in base.execute("SELECT DISTINCT account FROM placed ORDER BY account").fetchall():
            parts = base.execute("SELECT kind, file, payload FROM placed WHERE account = ?", [account]).fetchall()
            answer = _parts.decide(decider, _parts.Share(account, parts))
            edges.update(json.dumps(one, sort_keys=True) for one in answer["edges"])
    clock.step("decide")
    return edges, principals, size, max(reader.peak_bytes, decider.peak_bytes)


def on_spark(folder, count, one_process):
    program = ("import sys, time; import spark_test as t; import rolelint.spark as r\n"
               "s = t.session(); at = time.time(); print('edges', r.organization(s, str(t.SCRATCH), partitions=4).edges.count(), time.time() - at)\n"
               "import resource; print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); s.stop()")
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.time()
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent / "spark")}
    done = subprocess.run([sys.executable, "-c", program, os.environ["ROLELINT_BINARY"], str(HERE.parents[1]), str(folder)],
                          env=environment, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        print(done.stderr[-2000:])
        return
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"  Spark local[2] {used:9.2f} s CPU, {time.time() - began:.0f} s; {used / one_process:.1f} times one process; {done.stdout.split()}")


def run(program, work, size, seed, with_spark):
    folder = work / f"engine-{size}"
    shutil.rmtree(folder, ignore_errors=True)
    make_organization.write(size, folder, seed)
    (folder / ".git").mkdir()
    record = work / f"engine-{size}.record"
    one_process, peak = 0.0, 0
    for arguments in (["map", "record", str(folder), "-o", str(record)], ["map", "switches", str(folder), "--output", os.devnull],
                      ["check", "--no-config", "--quiet", "--output", os.devnull, str(folder)]):
        seconds, most = measure(program, arguments, 3600)
        one_process, peak = one_process + seconds, max(peak, most)
    clock = Clock()
    edges, principals, size_of_parts, most = in_shares(folder, clock)
    shares = sum(clock.steps.values())
    print(f"{size} accounts, {principals} principals, {record.stat().st_size / principals:.0f} bytes of record for each")
    print(f"  one process    {one_process:9.2f} s CPU {size / one_process:7.0f} accounts/s {peak / 2**20:7.0f} MB")
    steps = ", ".join(f"{name} {seconds:.2f}" for name, seconds in clock.steps.items())
    print(f"  in shares      {shares:9.2f} s CPU {size / shares:7.0f} accounts/s {most / 2**20:7.0f} MB a worker; {steps}; "
          f"{size_of_parts / 1e6:.1f} MB to the workers")
    done = subprocess.run([program, "map", "graph", "--format", "json", "."], cwd=folder, capture_output=True, check=True)
    same = {json.dumps(one, sort_keys=True) for one in json.loads(done.stdout)["edges"]} == edges
    print(f"  {len(edges)} edges, {'the same' if same else 'NOT THE SAME'}", flush=True)
    if with_spark:
        on_spark(folder, size, one_process)
    shutil.rmtree(folder)
    record.unlink()
    return same, one_process, shares


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rolelint", required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--accounts", default="100,1000")
    parser.add_argument("--spark", default="")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    os.environ["ROLELINT_BINARY"] = arguments.rolelint
    arguments.work.mkdir(parents=True, exist_ok=True)
    on = set(arguments.spark.split(","))
    points, same = [], True
    for size in sorted(int(one) for one in arguments.accounts.split(",")):
        equal, *seconds = run(arguments.rolelint, arguments.work, size, arguments.seed, str(size) in on)
        points.append((size, *seconds))
        same = same and equal
    first, last = points[0], points[-1]
    if last[0] > first[0]:
        for name, at in (("one process", 1), ("in shares", 2)):
            print(f"{name:13} grows with the exponent {math.log(last[at] / first[at]) / math.log(last[0] / first[0]):.2f}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
