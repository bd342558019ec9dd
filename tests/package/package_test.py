"""Makes every package of a binary, installs it into an empty folder without the network, and runs it.

    package_test.py BINARY SOURCE_DIR SCRATCH
"""

import hashlib
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import unittest
import zipfile

BINARY, SOURCE, SCRATCH = map(pathlib.Path, sys.argv[1:4])
# Debian's python3 has venv without what it installs.
PIP = importlib.util.find_spec("ensurepip") is not None
POLICY = ('{"Version": "2012-10-17", "Statement": '
          '[{"Effect": "Allow", "Action": "iam:CreateAccessKey", "Resource": "*"}]}')


def run(*arguments, check=True, **options):
    done = subprocess.run([str(one) for one in arguments], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, **options)
    if check and done.returncode != 0:
        raise AssertionError(f"{arguments} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done


def package(out, *kinds):
    run(sys.executable, SOURCE / "tools/package/package.py", "--binary", SCRATCH / "rolelint",
        "--out", out, *kinds, env={**os.environ, "SOURCE_DATE_EPOCH": "1790467200"})


def only(pattern):
    found = list((SCRATCH / "out").glob(pattern))
    assert len(found) == 1, (pattern, found)
    return found[0]


class PackageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(SCRATCH, ignore_errors=True)
        SCRATCH.mkdir(parents=True)
        run("strip", "-o", SCRATCH / "rolelint", BINARY)
        package(SCRATCH / "out", "all")
        (SCRATCH / "policy.json").write_text(POLICY)

    def expect_finding(self, *program):
        done = run(*program, "check", "--no-config", SCRATCH / "policy.json", check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("credentials-exposure", done.stdout)

    def test_archive(self):
        root = SCRATCH / "tar"
        with tarfile.open(only("*.tar.gz")) as archive:
            archive.extractall(root)
        folder = next(root.iterdir())
        for name in ("LICENSE", "NOTICE", "README.md"):
            self.assertTrue((folder / name).read_text().strip(), name)
        self.assertIn("RE2", (folder / "NOTICE").read_text())
        bill = json.loads((folder / "rolelint.spdx.json").read_text())
        self.assertEqual(bill["spdxVersion"], "SPDX-2.3")
        self.assertIn("RE2", [one["name"] for one in bill["packages"]])
        self.expect_finding(folder / "rolelint")
        # The release carries the catalogue, and the binary takes it.
        run(folder / "rolelint", "catalog", "--catalog", only("aws-catalog.tsv"))

    def test_two_runs_give_the_same_bytes(self):
        package(SCRATCH / "again", "tar", "wheel", "npm")
        for path in (SCRATCH / "again").iterdir():
            if path.name != "SHA256SUMS":
                self.assertEqual(path.read_bytes(), (SCRATCH / "out" / path.name).read_bytes(), path)

    def test_sums(self):
        lines = only("SHA256SUMS").read_text().splitlines()
        self.assertEqual(len(lines), len(list((SCRATCH / "out").iterdir())) - 1)
        for line in lines:
            digest, name = line.split("  ")
            data = (SCRATCH / "out" / name).read_bytes()
            self.assertEqual(hashlib.sha256(data).hexdigest(), digest, name)

    def test_deb(self):
        root = SCRATCH / "deb"
        run("dpkg-deb", "--extract", only("*.deb"), root)
        self.expect_finding(root / "usr/bin/rolelint")
        self.assertIn("Package: rolelint", run("dpkg-deb", "--info", only("*.deb")).stdout)

    @unittest.skipUnless(PIP or os.environ.get("ROLELINT_NO_SKIP"), "absent: python3-venv")
    def test_wheel(self):
        run(sys.executable, "-m", "venv", SCRATCH / "venv")
        python = SCRATCH / "venv/bin/python"
        run(python, "-m", "pip", "install", "--no-index", only("*.whl"))
        self.expect_finding(SCRATCH / "venv/bin/rolelint")
        self.expect_finding(python, "-m", "rolelint")
        script = f"""
import rolelint
report = rolelint.check({str(SCRATCH / "policy.json")!r}, options=["--no-config"])
assert not report.errors and len(report) > 0
finding = next(one for one in report if one.rule == "credentials-exposure")
assert (finding.severity, finding.line) == ("high", 1), finding
assert [one.rule for one in rolelint.check({POLICY.encode()!r})] == [one.rule for one in report]
assert rolelint.check(b"no policy").errors
assert rolelint.prove("equivalent", {str(SCRATCH / "policy.json")!r}, {str(SCRATCH / "policy.json")!r}).result == "proved"
try:
    rolelint.check(b"{{}}", options=["--no-such-option"])
except rolelint.Error as error:
    assert "no-such-option" in str(error), error
else:
    raise AssertionError("a wrong option is an error")
"""
        run(python, "-c", script)

    def test_spark_is_an_extra(self):
        with zipfile.ZipFile(only("*.whl")) as wheel:
            names = set(wheel.namelist())
            metadata = wheel.read(next(one for one in names if one.endswith("/METADATA"))).decode()
        for module in ("spark", "spark_state", "tables", "worker", "_parts", "_candidates", "_closure"):
            self.assertIn(f"rolelint/{module}.py", names)
        self.assertIn("Provides-Extra: spark\n", metadata)
        self.assertRegex(metadata, r'Requires-Dist: pyspark[^;]*; extra == "spark"\n')
        self.assertNotRegex(metadata, r"Requires-Dist: [^;]*\n")

    @unittest.skipUnless(shutil.which("npm") or os.environ.get("ROLELINT_NO_SKIP"), "absent: npm")
    def test_npm(self):
        run("npm", "install", "--prefix", SCRATCH / "npm", "--offline", "--no-audit", "--no-fund",
            only("rolelint-linux-*.tgz"), only("rolelint-0*.tgz"))
        self.expect_finding(SCRATCH / "npm/node_modules/.bin/rolelint")

    @unittest.skipUnless(PIP or os.environ.get("ROLELINT_NO_SKIP"), "absent: python3-venv")
    def test_steps_of_the_action(self):
        folder = SCRATCH / "action"
        folder.mkdir()
        script = SOURCE / "tools/package/action.sh"
        environment = {
            **os.environ, "RUNNER_TEMP": str(folder), "GITHUB_OUTPUT": str(folder / "output"),
            "GITHUB_STEP_SUMMARY": str(folder / "summary"), "INPUT_WHEEL": str(only("*.whl")),
            "INPUT_PATHS": "policy.json", "INPUT_ARGS": "--no-config $(touch run)"}
        run("bash", script, "install", env=environment, cwd=folder)
        shutil.copy(SCRATCH / "policy.json", folder)
        run("bash", script, "check", env={**environment, "INPUT_ARGS": "--no-config"}, cwd=folder)
        self.assertIn("status=1", (folder / "output").read_text())
        report = json.loads((folder / "rolelint.sarif").read_text())
        self.assertEqual(report["version"], "2.1.0")
        # A value is never executed: it is a wrong option or a missing path.
        run("bash", script, "check", env=environment, cwd=folder)
        self.assertFalse((folder / "run").exists())
        self.assertIn("status=2", (folder / "output").read_text())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
