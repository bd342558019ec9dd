#!/usr/bin/env python3
"""Checks SARIF logs as GitHub code scanning would, with an honest exit status.

usage: gate.py PACKAGE LOG...    PACKAGE: the folder of the npm package @microsoft/sarif-multitool-linux

The validator of that package leaves with status 0 whatever it finds, does not compare the log with the JSON schema that
it carries, and leaves some of GitHub's rules off until a configuration turns them on. So this script turns them on,
reads the validator's own report, and validates the schema itself. Exit status: 0 clean, 1 problems (one a line on
standard output), 2 the check could not be made.
"""

import json
import os
import subprocess
import sys
import tempfile

GITHUB_RULES = (
    "GH1001.ProvideRequiredLocationProperties",
    "GH1002.InlineThreadFlowLocations",
    "GH1003.ProvideRequiredRegionProperties",
    "GH1004.ReviewArraysThatExceedConfigurableDefaults",
    "GH1005.LocationsMustBeRelativeUrisOrFilePaths",
    "GH1006.ProvideCheckoutPath",
    "GH1007.ProvideFullyFormattedMessageStrings",
    "SARIF2007.ExpressPathsRelativeToRepoRoot",
)


def configuration():
    entries = "".join(
        f'<Properties Key="{rule}.Options"><Property Key="RuleEnabled" Value="Error"/></Properties>'
        for rule in GITHUB_RULES
    )
    return f'<?xml version="1.0" encoding="utf-8"?><Properties>{entries}</Properties>'


def schema_problems(package, log):
    import jsonschema

    with open(os.path.join(package, "sarif-2.1.0.json"), encoding="utf-8") as file:
        validator = jsonschema.Draft202012Validator(json.load(file))
    for error in validator.iter_errors(log):
        yield "schema", "/".join(map(str, error.absolute_path)), error.message[:200]


def validator_problems(package, path, log, folder):
    # Where the tool has its home is for those to say who publish it; a build of one's own has none.
    driver = log["runs"][0]["tool"]["driver"]
    no_homepage = "informationUri" not in driver and "semanticVersion" in driver
    config = os.path.join(folder, "rules.xml")
    report = os.path.join(folder, "report.sarif")
    with open(config, "w", encoding="utf-8") as file:
        file.write(configuration())
    command = [
        os.path.join(package, "Sarif.Multitool"), "validate", path, "--rule-kind", "Sarif;Ghas",
        "--config", config, "--level", "Error;Warning", "--log", "ForceOverwrite", "--output", report,
    ]
    # It asks the network whether links exist, which says nothing here and takes most of its time.
    nowhere = "http://127.0.0.1:9"
    environment = dict(os.environ, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1", HTTP_PROXY=nowhere, HTTPS_PROXY=nowhere,
                       http_proxy=nowhere, https_proxy=nowhere, NO_PROXY="", no_proxy="")
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if not os.path.exists(report):
        raise OSError(f"the validator wrote no report: {run.stdout}{run.stderr}")
    with open(report, encoding="utf-8-sig") as file:
        runs = json.load(file)["runs"]
    for one in runs:
        for result in one.get("results", []):
            level = result.get("level", "warning")
            if level not in ("error", "warning"):
                continue
            rule = result.get("ruleId") or result["rule"]["id"]
            if rule == "SARIF2005" and no_homepage:
                continue
            message = result["message"]
            place = "".join(
                name.get("fullyQualifiedName", "")
                for location in result.get("locations", [])
                for name in location.get("logicalLocations", [])
            )
            yield rule, place, message.get("text") or " ".join(message.get("arguments", []))


def main():
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    package, status = sys.argv[1], 0
    for path in sys.argv[2:]:
        try:
            with open(path, encoding="utf-8") as file:
                log = json.load(file)
            with tempfile.TemporaryDirectory() as folder:
                problems = list(schema_problems(package, log))
                if not problems:
                    problems += validator_problems(package, path, log, folder)
        except ValueError as error:
            problems = [("json", "", str(error))]
        except (ImportError, OSError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            return 2
        for problem in problems:
            print(path, *problem, sep=": ")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
