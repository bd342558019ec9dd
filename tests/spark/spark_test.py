"""rolelint on Spark: the answers of one run, whatever the partitions, the order of the files, and what dies on the way.

    spark_test.py BINARY SOURCE_DIR SCRATCH [ACCOUNTS] [--full]

Without --full each number of partitions meets one order of the files; with it, each meets all three.
"""

import json
import os
import pathlib
import random
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
import unittest

BINARY, SOURCE, SCRATCH = (pathlib.Path(one).resolve() for one in sys.argv[1:4])
ACCOUNTS = int(sys.argv[4]) if sys.argv[4:] and sys.argv[4].isdigit() else 50
FULL = "--full" in sys.argv
os.environ["ROLELINT_BINARY"] = str(BINARY)
os.environ["PYSPARK_PYTHON"] = sys.executable
os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
os.environ["PYTHONPATH"] = str(SOURCE / "tools/package/python")
# A short run: what compiles little is sooner done.
os.environ["PYSPARK_SUBMIT_ARGS"] = "--driver-java-options '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' pyspark-shell"
sys.path[:0] = [str(SOURCE / "tests/bench"), str(SOURCE / "tools/package/python")]

import make_organization  # noqa: E402
import odd_accounts  # noqa: E402
import reference  # noqa: E402
import rolelint.spark  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402
from rolelint import spark_state, tables  # noqa: E402


def session():
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2", "spark.sql.adaptive.enabled": "false",
                "spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN",
                "spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def children_of(parent):
    """Processes below one, and what they run."""
    children, commands = {}, {}
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            status = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            commands[int(entry.name)] = (entry / "cmdline").read_text().split("\0")
            children.setdefault(int(status[1]), []).append(int(entry.name))
        except (OSError, IndexError):
            pass  # it has ended
    found, below = {}, [parent]
    while below:
        for pid in children.get(below.pop(), []):
            found[pid] = commands[pid]
            below.append(pid)
    return found


class KillsOneWorker(threading.Thread):
    """Kills the first `rolelint worker` below this process, once it has begun to work."""

    def __init__(self):
        super().__init__(daemon=True)
        self.killed = None
        self.stop = False

    def run(self):
        while not self.stop and self.killed is None:
            for pid, command in children_of(os.getpid()).items():
                if command[:2] == [str(BINARY), "worker"]:
                    try:
                        os.kill(pid, signal.SIGSTOP)  # so that it does not end first
                        time.sleep(0.1)
                        os.kill(pid, signal.SIGKILL)
                        self.killed = pid
                        break
                    except ProcessLookupError:
                        pass
            time.sleep(0.01)


class SparkTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(SCRATCH, ignore_errors=True)
        cls.exports = SCRATCH / "exports"
        make_organization.write(ACCOUNTS, cls.exports, 1)
        odd_accounts.write(cls.exports)
        (cls.exports / ".git").mkdir()
        cls.names = sorted(path.name for path in cls.exports.glob("*.json"))
        cls.one_run = reference.OneRun(cls.exports, cls.names)
        cls.spark = session()

    def records(self, seed):
        """The organization as records, divided and named at random; one account is in two of them."""
        folder = SCRATCH / f"records-{seed}"
        if folder.exists():
            return folder
        folder.mkdir()
        order = random.Random(seed)
        names = order.sample(self.names, len(self.names))
        parts = [names[at::5] for at in range(5)]
        parts[0].append(names[1])
        for part in parts:
            record = folder / f"{order.getrandbits(32):08x}.record"
            subprocess.run([BINARY, "map", "record", "-o", record, *part], cwd=self.exports, check=True)
        return folder

    def sum_of(self, organization):
        errors = organization.findings.where("error IS NOT NULL").collect()
        self.assertEqual(errors, [])
        kinds = {
            "edges": [row.json for row in organization.edges.select("json").collect()],
            "findings": [reference.finding_text(row.asDict()) for row in organization.findings.collect()],
            "answers": [reference.text(json.loads(row.json)) for row in organization.answers.select("json").collect()]}
        self.spark.catalog.clearCache()
        for kind, rows in kinds.items():
            there, wanted = set(rows), set(getattr(self.one_run, kind))
            self.assertEqual((sorted(there - wanted)[:3], sorted(wanted - there)[:3]), ([], []), kind)
        return reference.digest(**kinds)

    def test_one_sum_whatever_partitions_and_order(self):
        meetings = [(partitions, seed) for partitions in (1, 3, 7) for seed in (1, 2, 3)]
        for partitions, seed in meetings if FULL else [(1, 1), (3, 2), (7, 3)]:
            with self.subTest(partitions=partitions, seed=seed):
                found = rolelint.spark.organization(self.spark, str(self.records(seed)), partitions=partitions)
                self.assertEqual(self.sum_of(found), self.one_run.sum)

    def test_a_worker_that_is_killed_changes_nothing(self):
        killer = KillsOneWorker()
        killer.start()
        found = rolelint.spark.organization(self.spark, str(self.exports), partitions=2)
        try:
            self.assertEqual(self.sum_of(found), self.one_run.sum)
        finally:
            killer.stop = True
            killer.join()
        self.assertIsNotNone(killer.killed)

    def test_check_is_check_of_each_file(self):
        found = rolelint.spark.check(self.spark, str(self.exports)).collect()
        expected = set()
        for name in [one for one in self.names if one.startswith("odd-")]:
            report = reference.rolelint(self.exports, "check", "--no-config", "--format", "json", name)
            expected |= {reference.text(tables.finding_row(one)) for one in report["findings"]}
        self.assertTrue(expected)
        self.assertEqual({reference.text(row.asDict()) for row in found if row.file.startswith("odd-")}, expected)

    def test_a_file_that_kills_the_worker_is_an_error_row(self):
        folder = SCRATCH / "killers"
        folder.mkdir()
        for number in range(6):
            (folder / f"{number}.json").write_text(json.dumps(odd_accounts.bee() if number != 3 else {"kill": "the worker"}))
        program = SCRATCH / "dying"
        program.write_text(f"#!{sys.executable}\n" + (SOURCE / "tests/spark/dying_worker.py").read_text())
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        os.environ["DYING_PROGRAM"] = str(BINARY)
        worker_of = rolelint.spark._checks

        def checks(options):
            run = worker_of(options)
            path = str(program)

            def with_program(files):
                os.environ["ROLELINT_BINARY"] = path
                os.environ["DYING_PROGRAM"] = str(BINARY)
                try:
                    yield from run(files)
                finally:
                    os.environ["ROLELINT_BINARY"] = str(BINARY)
            return with_program
        rolelint.spark._checks = checks
        try:
            rows = rolelint.spark.check(self.spark, str(folder), partitions=1).collect()
        finally:
            rolelint.spark._checks = worker_of
        errors = [(row.file, row.error) for row in rows if row.error]
        self.assertEqual([file for file, _ in errors], ["3.json"])
        self.assertIn("status -9", errors[0][1])
        self.assertEqual({row.file for row in rows}, {f"{number}.json" for number in range(6)})

    def test_findings_appear_and_are_closed(self):
        folder, state = SCRATCH / "growing", str(SCRATCH / "state")
        folder.mkdir()

        def changes():
            return sorted((row.change, row.file) for row in spark_state.update(self.spark, str(folder), state).collect())

        def write(name, account):
            (folder / name).write_text(json.dumps(account))
        write("bee.json", odd_accounts.bee())
        write("cat.json", odd_accounts.cat())
        first = changes()
        self.assertEqual({(change, file) for change, file in first}, {("appeared", "bee.json"), ("appeared", "cat.json")})
        self.assertEqual(changes(), [])
        # An account is added.
        write("ada.json", odd_accounts.ada())
        self.assertEqual(set(changes()), {("appeared", "ada.json")})
        # One is changed: a role is gone, another one comes.
        less = odd_accounts.cat()
        less["RoleDetailList"] = [one for one in less["RoleDetailList"] if one["RoleName"] != "shared-a"] + [
            odd_accounts.role(odd_accounts.CAT, "later", odd_accounts.document(odd_accounts.trusts("*")), odd_accounts.allow("*"))]
        write("cat.json", less)
        changed = changes()
        self.assertEqual(set(changed), {("appeared", "cat.json"), ("closed", "cat.json")})
        self.assertLess(len(changed), len(first))
        # One is removed: all of its findings are closed.
        (folder / "bee.json").unlink()
        self.assertEqual(changes(), [("closed", "bee.json")] * sum(file == "bee.json" for _, file in first))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
