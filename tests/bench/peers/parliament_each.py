"""parliament over a folder, one policy at a time, so that one on which it throws does not end the run."""

import json
import pathlib
import sys

import parliament

for path in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
    try:
        findings = parliament.analyze_policy_string(path.read_text()).findings
    except Exception as error:  # whatever it throws
        print(f"{path.name}: {error}", file=sys.stderr)
        continue
    for finding in findings:
        print(json.dumps({"issue": finding.issue, "file": path.name}))
