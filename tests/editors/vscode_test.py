"""Packs the extension of Visual Studio Code, and runs it from its package in a stand-in of the editor.

    vscode_test.py BINARY SOURCE_DIR SCRATCH
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest
import zipfile

BINARY, SOURCE, SCRATCH = (pathlib.Path(one).resolve() for one in sys.argv[1:4])
sys.path.insert(0, str(SOURCE / "tools/package"))
import vscode  # noqa: E402

READY = vscode.modules() is not None and shutil.which("node")
POLICY = ('{"Version": "2012-10-17",\n "Statement": [{"Effect": "Allow", "Action": "%s", '
          '"Resource": "arn:aws:s3:::b/*"}]}')


def run(*arguments, **options):
    return subprocess.run([str(one) for one in arguments], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, **options)


def pack(out):
    done = run(sys.executable, SOURCE / "tools/package/package.py", "--binary", SCRATCH / "rolelint",
               "--out", out, "vscode", env={**os.environ, "SOURCE_DATE_EPOCH": "1790467200"})
    if done.returncode != 0:
        raise AssertionError(done.stdout + done.stderr)
    return next(out.glob("*.vsix"))


@unittest.skipUnless(READY or os.environ.get("ROLELINT_NO_SKIP"), "absent: " + vscode.PACKAGES)
class VscodeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(SCRATCH, ignore_errors=True)
        SCRATCH.mkdir(parents=True)
        run("strip", "-o", SCRATCH / "rolelint", BINARY)
        cls.package = pack(SCRATCH / "out")
        with zipfile.ZipFile(cls.package) as archive:
            cls.names = set(archive.namelist())
            archive.extractall(SCRATCH / "vsix")
            cls.mode = archive.getinfo("extension/bin/rolelint").external_attr >> 16
        cls.extension = SCRATCH / "vsix/extension"
        (cls.extension / "bin/rolelint").chmod(0o755)

    def open(self, action, *settings, path=None):
        document = SCRATCH / "policy.json"
        document.write_text(POLICY % action)
        environment = {**os.environ, **({"PATH": path} if path else {})}
        done = run(shutil.which("node"), SOURCE / "tests/editors/vscode_host.cjs", self.extension, document, *settings,
                   env=environment)
        return done.returncode, json.loads(done.stdout)

    def test_package_has_what_it_needs(self):
        self.assertTrue(self.mode & 0o100, oct(self.mode))
        for name in ("extension.js", "package.json", "LICENSE.txt", "NOTICE", "rolelint.spdx.json", "bin/rolelint"):
            self.assertIn("extension/" + name, self.names)
        self.assertFalse([one for one in self.names if "node_modules" in one])
        manifest = (SCRATCH / "vsix/extension.vsixmanifest").read_text()
        self.assertIn('TargetPlatform="linux-x64"', manifest)
        notice = (self.extension / "NOTICE").read_text()
        for name in ("RE2", "vscode-languageclient", "vscode-jsonrpc", "semver"):
            self.assertIn(f"contains {name}:", notice)

    def test_shows_the_findings_of_an_open_document(self):
        status, answer = self.open("s3:GetObjekt")
        self.assertEqual(status, 0, answer)
        self.assertEqual(answer["uri"], (SCRATCH / "policy.json").as_uri())
        self.assertEqual(answer["shown"], [{"rule": "unknown-action", "severity": 0, "source": "rolelint", "line": 1}])

    def test_shows_nothing_of_a_clean_document(self):
        self.assertEqual(self.open("s3:GetObject"), (0, {"uri": (SCRATCH / "policy.json").as_uri(), "shown": []}))

    def test_settings_are_those_of_the_server(self):
        status, answer = self.open("s3:GetObject", "arguments=--no-such-option")
        self.assertEqual(status, 1, answer)
        status, answer = self.open("s3:GetObject", "path=/nonexistent/rolelint")
        self.assertEqual(status, 1, answer)
        self.assertEqual(self.open("s3:GetObject", f"path={SCRATCH / 'rolelint'}", "arguments=--no-config")[0], 0)

    def test_without_a_binary_of_its_own_it_takes_that_of_the_path(self):
        carried = self.extension / "bin/rolelint"
        carried.rename(SCRATCH / "away")
        try:
            self.assertEqual(self.open("s3:GetObject", path=str(SCRATCH))[0], 0)
            self.assertEqual(self.open("s3:GetObject", path="/nonexistent")[0], 1)
        finally:
            (SCRATCH / "away").rename(carried)

    def test_two_runs_give_the_same_bytes(self):
        self.assertEqual(pack(SCRATCH / "again").read_bytes(), self.package.read_bytes())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
