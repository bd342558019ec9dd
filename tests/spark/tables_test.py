"""Accounts as Parquet: the published schema, and the example queries of docs/tables.md.

    tables_test.py BINARY SOURCE_DIR SCRATCH
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

BINARY, SOURCE, SCRATCH = (pathlib.Path(one).resolve() for one in sys.argv[1:4])
os.environ["ROLELINT_BINARY"] = str(BINARY)
sys.path.insert(0, str(SOURCE / "tools/package/python"))

import duckdb  # noqa: E402
import jsonschema  # noqa: E402
import odd_accounts  # noqa: E402
import pyarrow.parquet as parquet  # noqa: E402
from rolelint import tables  # noqa: E402

SCHEMA = json.loads((SOURCE / "docs/schema/tables.schema.json").read_text())
PAGE = (SOURCE / "docs/tables.md").read_text()


class TablesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(SCRATCH, ignore_errors=True)
        cls.exports = SCRATCH / "exports"
        odd_accounts.write(cls.exports)
        tables.write([cls.exports], SCRATCH / "tables", run="2026-11-29")
        (cls.exports / "odd-cat.json").unlink()
        (cls.exports / "broken.json").write_text('{"UserDetailList": [')
        tables.write([cls.exports], SCRATCH / "tables", run="2026-11-30")
        os.chdir(SCRATCH)

    def rows(self, table, run="2026-11-29"):
        return parquet.read_table(SCRATCH / "tables" / table / f"run={run}", partitioning=None).to_pylist()

    def query(self, title):
        text = re.search(re.escape(title) + r"\n\n```sql\n(.*?)```", PAGE, re.S).group(1)
        return duckdb.sql(text).fetchall()

    def test_rows_are_as_the_schema_says(self):
        self.assertEqual(set(SCHEMA["properties"]), set(tables.COLUMNS))
        validator = jsonschema.Draft202012Validator(SCHEMA)
        for table in tables.COLUMNS:
            rows = self.rows(table)
            self.assertTrue(rows, table)
            for row in rows:
                validator.validate({table: row})
        schema = parquet.read_schema(SCRATCH / "tables/trust/run=2026-11-29/part-0.parquet")
        self.assertEqual(schema.metadata[b"rolelint_schema_version"], b"1")

    def test_trust_keys(self):
        keys = {(row["role"].split("/")[-1], row["key_kind"], row["key_account"]) for row in self.rows("trust")}
        self.assertLessEqual({
            ("deploy", "exact", odd_accounts.ADA), ("mistaken", "account", odd_accounts.FAR), ("github", "oidc", ""), ("open", "org", ""),
            ("shared-a", "any", ""), ("but-one", "any", ""), ("worker", "service", ""), ("session", "exact", odd_accounts.ADA)}, keys)

    def test_grants(self):
        keys = {(row["principal"].split("/")[-1], row["key_kind"], row["key"]) for row in self.rows("grants")}
        self.assertLessEqual({
            ("ada", "exact", odd_accounts.arn(odd_accounts.BEE, "role", "deploy")),
            ("ada", "pattern", odd_accounts.arn(odd_accounts.CAT, "role", "shared-*")),
            # AWS's policy is not in the file.
            ("reader", "any", "*")}, keys)

    def test_a_document_is_there_once(self):
        documents = {row["policy"]: row["document"] for row in self.rows("policies")}
        self.assertEqual(len(documents), len(self.rows("policies")))
        for policy, document in documents.items():
            self.assertEqual(policy, hashlib.sha256(document.encode()).hexdigest())
            self.assertIn("Statement", json.loads(document))
        places = self.rows("places")
        self.assertLess(len(documents), len(places))
        self.assertEqual(set(documents), {row["policy"] for row in places})
        # URL-encoded in the file.
        encoded = [row for row in places if row["holder"].endswith("role/encoded")]
        self.assertEqual(json.loads(documents[encoded[0]["policy"]])["Version"], "2012-10-17")

    def test_places_lead_to_the_statement(self):
        lines = (self.exports / "odd-bee.json").read_text().split("\n")
        for row in self.rows("places"):
            if row["file"] == "odd-bee.json" and row["holder"].endswith("role/deploy") and row["kind"] == "trust":
                self.assertIn("AssumeRolePolicyDocument", lines[row["line"] - 1])
                self.assertEqual(row["pointer"], "/RoleDetailList/0/AssumeRolePolicyDocument")
                return
        self.fail("no place")

    def test_inputs_say_what_was_read_whole(self):
        complete = {row["file"]: row for row in self.rows("inputs", "2026-11-30")}
        self.assertFalse(complete["broken.json"]["complete"])
        self.assertTrue(complete["odd-ada.json"]["complete"])
        self.assertEqual(complete["odd-ada.json"]["sha256"], hashlib.sha256((self.exports / "odd-ada.json").read_bytes()).hexdigest())
        self.assertTrue([row for row in self.rows("findings", "2026-11-30") if row["file"] == "broken.json" and row["error"]])

    def test_findings_are_those_of_check(self):
        done = subprocess.run([BINARY, "check", "--no-config", "--format", "json", "--stdin-filename", "odd-bee.json", "-"],
                              input=(self.exports / "odd-bee.json").read_bytes(), capture_output=True, check=False)
        expected = sorted((one["rule"], one["identity"], one["location"]["start_line"]) for one in json.loads(done.stdout)["findings"])
        self.assertEqual(sorted((row["rule"], row["identity"], row["line"]) for row in self.rows("findings") if row["file"] == "odd-bee.json"), expected)

    def test_query_of_outside_accounts(self):
        # After an account is gone from the folder; the list of accounts has all runs.
        self.assertEqual(self.query("Outside accounts that roles trust, and how many roles each:"), [(odd_accounts.FAR, 1, 1)])

    def test_query_of_critical_findings(self):
        found = self.query("Critical findings of each account over time:")
        self.assertTrue(found)
        self.assertIn(odd_accounts.CAT, {account for run, account, _ in found if run_text(run) == "2026-11-29"})
        self.assertNotIn(odd_accounts.CAT, {account for run, account, _ in found if run_text(run) == "2026-11-30"})

    def test_query_of_equal_policies(self):
        self.assertTrue(self.query("Policies that many principals have word for word:"))

    def test_query_of_open_roles(self):
        self.assertIn(odd_accounts.arn(odd_accounts.CAT, "role", "shared-a"), {
            role for role, _ in self.query("Roles that everyone may assume, as far as principals go, without an external ID:")})


def run_text(run):
    return run if isinstance(run, str) else run.isoformat()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
