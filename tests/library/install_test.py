"""Installs the library into an empty folder, builds the example against it, and holds what it finds to `rolelint check`.

    install_test.py CMAKE BUILD_DIR ROLELINT SOURCE_DIR SCRATCH
"""

import json
import pathlib
import shutil
import subprocess
import sys
import unittest

CMAKE = sys.argv[1]
BUILD, ROLELINT, SOURCE, SCRATCH = (pathlib.Path(one).resolve() for one in sys.argv[2:6])
PREFIX = SCRATCH / "moved"
TEXTS = ["fixtures/guide/as-exported/acme/account.json", "fixtures/guide/fixed/hub/account.json",
         "fixtures/map/client/account.json"]


def run(*arguments, **options):
    done = subprocess.run([str(one) for one in arguments], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise AssertionError(f"{arguments} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done


class InstallTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(SCRATCH, ignore_errors=True)
        run(CMAKE, "--install", BUILD, "--component", "library", "--prefix", SCRATCH / "prefix")
        # The package finds itself where it is, not where it was installed to.
        (SCRATCH / "prefix").rename(PREFIX)
        run(CMAKE, "-G", "Ninja", "-S", SOURCE / "examples/library", "-B", SCRATCH / "example",
            f"-DCMAKE_PREFIX_PATH={PREFIX}")
        run(CMAKE, "--build", SCRATCH / "example")
        cls.example = SCRATCH / "example/check_policy"

    def test_one_header_without_others(self):
        headers = list(PREFIX.rglob("*.h"))
        self.assertEqual([one.relative_to(PREFIX).as_posix() for one in headers], ["include/rolelint/rolelint.h"])
        for line in headers[0].read_text().splitlines():
            if line.startswith("#include"):
                self.assertRegex(line, r"^#include <[a-z_]+>$")

    def test_example_says_what_check_says(self):
        for text in TEXTS:
            path = SOURCE / text
            report = json.loads(subprocess.run(
                [ROLELINT, "check", "--no-config", "--format", "json", path], capture_output=True).stdout)
            expected = [f"{one['location']['start_line']}:{one['location']['start_column']}: "
                        f"{one['severity']}: {one['message']} [{one['rule']}]" for one in report["findings"]]
            done = subprocess.run([self.example], input=path.read_text(), capture_output=True, text=True)
            self.assertEqual(done.stdout.splitlines(), expected, text)
            self.assertEqual(done.returncode, 1 if expected else 0, done.stderr)

    def test_text_without_a_policy_is_an_error(self):
        done = subprocess.run([self.example], input="{}", capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("error: ", done.stderr)

    def test_another_version_is_refused(self):
        folder = SCRATCH / "newer"
        folder.mkdir()
        text = (SOURCE / "examples/library/CMakeLists.txt").read_text()
        (folder / "CMakeLists.txt").write_text(text.replace("rolelint 0.1 ", "rolelint 99.0 "))
        done = subprocess.run([CMAKE, "-G", "Ninja", "-S", folder, "-B", folder / "build",
                               f"-DCMAKE_PREFIX_PATH={PREFIX}"], capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("99.0", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
