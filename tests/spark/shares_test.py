"""Shares of an organization's map come to what one run says. Without Spark.

    shares_test.py BINARY SOURCE_DIR SCRATCH [ACCOUNTS]
"""

import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import unittest

BINARY, SOURCE, SCRATCH = (pathlib.Path(one).resolve() for one in sys.argv[1:4])
ACCOUNTS = int(sys.argv[4]) if sys.argv[4:] and sys.argv[4].isdigit() else 50
os.environ["ROLELINT_BINARY"] = str(BINARY)
sys.path[:0] = [str(SOURCE / "tests/bench"), str(SOURCE / "tools/package/python")]

import make_organization  # noqa: E402
import odd_accounts  # noqa: E402
import reference  # noqa: E402
import rolelint.spark  # noqa: E402
from rolelint import worker  # noqa: E402
from shares import Shares  # noqa: E402


def contents(folder, names):
    return [(name, (folder / name).read_bytes()) for name in names]


class SharesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(SCRATCH, ignore_errors=True)
        cls.folder = SCRATCH / "exports"
        make_organization.write(ACCOUNTS, cls.folder, 1)
        odd_accounts.write(cls.folder)
        # Names in reports are relative to a repository's root.
        (cls.folder / ".git").mkdir()
        cls.names = sorted(path.name for path in cls.folder.glob("*.json"))
        cls.odd = [name for name in cls.names if name.startswith("odd-")]
        cls.one_run = reference.OneRun(cls.folder, cls.names)

    def record(self, name, names):
        subprocess.run([BINARY, "map", "record", "-o", name, *names], cwd=self.folder, check=True)
        self.addCleanup((self.folder / name).unlink)
        return name

    def expect_same(self, found, expected):
        for kind in ("edges", "findings", "answers"):
            there, wanted = set(getattr(found, kind)), set(getattr(expected, kind))
            self.assertEqual(sorted(wanted - there)[:3], [], f"{kind} that are missing")
            self.assertEqual(sorted(there - wanted)[:3], [], f"{kind} too many")
        self.assertEqual(found.sum, expected.sum)

    def test_the_organization_has_something_to_say(self):
        self.assertGreater(len(self.one_run.edges), 30)
        status = {json.loads(one)["status"] for one in self.one_run.answers}
        self.assertEqual(status, {"works", "unknown", "half-built", "dangling", "administrator"})

    def test_duckdb_joins_candidates(self):
        self.expect_same(Shares(contents(self.folder, self.names)), self.one_run)

    def test_records_in_three_orders(self):
        for seed in range(3):
            names = random.Random(seed).sample(self.names, len(self.names))
            half = len(names) // 2
            records = [self.record(f"a{seed}.record", names[:half]), self.record(f"b{seed}.record", names[half:])]
            self.expect_same(reference.OneRun(self.folder, records[::-1], exports=False), self.one_run)

    def test_a_large_account_in_several_shares(self):
        expected = reference.OneRun(self.folder, self.odd)
        self.expect_same(Shares(contents(self.folder, self.odd), most=3), expected)

    def test_policies_of_the_organization(self):
        deny = {"Effect": "Deny", "Action": "sts:AssumeRole", "Resource": "*", "Condition": {
            "StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/ada"}}}
        document = json.dumps(odd_accounts.document(odd_accounts.allow("*"), deny))
        (self.folder / "scp/0").mkdir(parents=True)
        self.addCleanup(shutil.rmtree, self.folder / "scp")
        (self.folder / "scp/0/0.json").write_text(document)
        expected = reference.OneRun(self.folder, self.odd, options=[
            "--scp", f"{odd_accounts.ADA}=scp/0", "--management-account", odd_accounts.CAT])
        policies = rolelint.spark.Policies(scps=[(odd_accounts.ADA, [document])], management_account=odd_accounts.CAT)
        found = Shares(contents(self.folder, self.odd), policies=policies)
        self.assertEqual(set(found.edges), set(expected.edges))
        without = reference.OneRun(self.folder, self.odd)
        self.assertTrue(set(without.edges) - set(expected.edges))

    def test_the_management_account_may_take_over_root_users(self):
        policies = rolelint.spark.Policies(management_account=odd_accounts.ADA)
        expected = reference.OneRun(self.folder, self.odd, options=["--management-account", odd_accounts.ADA])
        self.assertEqual(set(Shares(contents(self.folder, self.odd), policies=policies).edges), set(expected.edges))
        self.assertTrue([one for one in map(json.loads, expected.edges) if one["to"].endswith(":administrator") and odd_accounts.CAT in one["to"]])

    def test_duplicate_and_missing_accounts(self):
        for left_out in self.odd:
            names = [name for name in self.odd if name != left_out]
            expected = reference.OneRun(self.folder, names)
            unknown = [one for one in expected.edges if json.loads(one)["verdict"] == "unknown"]
            self.assertTrue(unknown, left_out)
            self.expect_same(Shares(contents(self.folder, names + names[:2])), expected)

    def test_administrators_are_those_of_map_paths(self):
        expected = reference.OneRun(self.folder, self.odd)
        told = {one["from"]: one for one in expected.administrators}
        self.assertTrue(told)
        nodes = reference.whole(self.folder, self.odd)["nodes"]
        for node in nodes:
            if node["kind"] not in ("user", "role") or node["admin"] or ":300000000" not in node["arn"]:
                continue
            paths = reference.rolelint(self.folder, "map", "paths", "--from", node["arn"], "--to", "admin", "--format", "json", *self.odd)
            found = told.get(node["arn"])
            self.assertEqual(bool(paths["answers"]), found is not None, node["arn"])
            if found:
                first = paths["answers"][0]
                self.assertEqual((first["verdict"], len(first["steps"])), (found["verdict"], found["steps"]), node["arn"])


class WorkerTest(unittest.TestCase):
    def test_a_worker_that_was_killed_is_started_again(self):
        with worker.Worker(["--no-config"]) as one:
            first = one.ask("check", "a.json", b'{"Version": "2012-10-17", "Statement": []}')
            before = one.pid
            os.kill(before, 9)
            self.assertEqual(one.ask_twice("check", "a.json", b'{"Version": "2012-10-17", "Statement": []}')["errors"], first["errors"])
            self.assertNotEqual(one.pid, before)

    def test_errors_are_of_the_frame_alone(self):
        with worker.Worker(["--no-config"]) as one:
            with self.assertRaisesRegex(worker.Error, "damaged"):
                one.ask("organization", "x", b'{"rolelint_map_record":1,', {"account": "1"})
            with self.assertRaisesRegex(worker.Error, "others"):
                one.ask("organization", "x", b"{}", {"others": 3})
            with self.assertRaisesRegex(worker.Error, "share"):
                one.ask("organization", "x", b"{}", {"share": 2, "shares": 2})
            with self.assertRaisesRegex(worker.Error, "question"):
                one.ask("tabels", "x", b"{}")
            self.assertEqual(one.ask("tables", "x.json", b"{}")["tables"]["principals"], [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
