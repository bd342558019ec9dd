"""Runs a test of this folder with the Python that has its packages: build/venv/spark (CONTRIBUTING.md).

    run.py TEST BINARY SOURCE_DIR SCRATCH …

Without it the test is skipped (77), with ROLELINT_NO_SKIP=1 it fails.
"""

import os
import pathlib
import subprocess
import sys

test, source = sys.argv[1], pathlib.Path(sys.argv[3])
python = source / "build/venv/spark/bin/python"
there = python.exists() and subprocess.run([python, "-c", "import pyspark, pyarrow, pandas, duckdb, jsonschema"], check=False).returncode == 0
if not there:
    print(f"absent: {python} with pyspark, pyarrow, pandas, duckdb and jsonschema")
    sys.exit(1 if os.environ.get("ROLELINT_NO_SKIP") else 77)
os.execv(python, [str(python), str(pathlib.Path(__file__).parent / test), *sys.argv[2:]])
