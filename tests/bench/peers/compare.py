#!/usr/bin/env python3
"""rolelint beside its peers on AWS's managed policies: time, memory, findings, false errors.

    compare.py --rolelint BINARY --managed managedPolicies.json --catalog aws-catalog.tsv --work FOLDER

Every contender is a process of its own, run in turns; the figures are those of its best round. Peers are installed
from the Python package index into virtual environments under FOLDER; one that cannot be had is left out, and said so.
"""

import argparse
import json
import multiprocessing
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
# The levels at which a peer says that AWS would refuse the policy, or that an action or ARN in it does not exist.
PARLIAMENT_ERRORS = {
    "EXCEPTION", "MALFORMED_JSON", "MALFORMED", "DUPLICATE_SID", "UNKNOWN_PRINCIPAL", "UNKNOWN_FEDERATION_SOURCE",
    "MISMATCHED_TYPE_OPERATION_TO_NULL", "MISMATCHED_TYPE", "UNKNOWN_ACTION", "UNKNOWN_PREFIX",
    "UNKNOWN_CONDITION_FOR_ACTION", "UNKNOWN_OPERATOR", "INVALID_SID", "INVALID_ARN", "INVALID_VERSION",
}


def unpack(managed, folder):
    """The latest version of each policy as a file of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    policies = json.loads(managed.read_text())
    for name, policy in policies.items():
        document = policy["versions"][policy["latestVersionId"]]["document"]
        (folder / f"{name}.json").write_text(json.dumps(document, indent=4))


def service_reference(catalog, folder):
    """AWS's service reference, which iam-policy-validator else fetches, from rolelint's own catalogue."""
    folder.mkdir(parents=True, exist_ok=True)
    short, types, services, service = {}, {}, [], None
    full = lambda key: short.get(key) or (service["Name"] + key if key.startswith(":") else key)
    keys = lambda text: [full(key) for key in text.split()]
    for line in catalog.read_text().splitlines():
        kind, *fields = line.split("\t")
        if kind == "@":
            short[fields[0]] = fields[1]
        elif kind in ("k", "g"):
            types[fields[0]] = fields[1].split("|")[0]
        elif kind == "s":
            service = {"Name": fields[0], "Version": "v1.0", "Actions": [], "Resources": [], "ConditionKeys": []}
            services.append(service)
            service["ConditionKeys"] = [
                {"Name": key, "Types": [types.get(key, "String")]} for key in keys(fields[-1] if len(fields) > 3 else "")
            ]
        elif kind == "t":
            service["Resources"].append({"Name": fields[0], "ConditionKeys": keys(fields[1] if len(fields) > 1 else ""), "ARNFormats": fields[2:]})
        elif kind in ("L", "R", "W", "P", "T"):
            named = [field for field in fields[2:] if field[:1] in "!-"]
            service["Actions"].append({
                "Name": fields[0], "ActionConditionKeys": keys(fields[1] if len(fields) > 1 else ""),
                "Resources": [{"Name": field[1:].split("=")[0]} for field in named],
                "Annotations": {"Properties": {
                    "IsList": kind == "L", "IsPermissionManagement": kind == "P", "IsTaggingOnly": kind == "T",
                    "IsWrite": kind in ("W", "P", "T")}},
            })
    for service in services:
        (folder / f"{service['Name']}.json").write_text(json.dumps(service))
    (folder / "_services.json").write_text(json.dumps(
        [{"service": service["Name"], "url": f"https://localhost/{service['Name']}.json"} for service in services]))


def apart(function, *arguments):
    """Runs a function in a process of its own: a child's peak memory counts from that of its parent."""
    process = multiprocessing.Process(target=function, args=arguments)
    process.start()
    process.join()
    if process.exitcode != 0:
        sys.exit(1)


def version(python, package):
    asked = f"import importlib.metadata as m; print(m.version({package!r}))"
    return subprocess.run([str(python), "-c", asked], capture_output=True, text=True).stdout.strip()


def install(work, package):
    """The bin folder of a virtual environment that has the package; None if it cannot be had."""
    venv = work / package
    if not (venv / "installed").exists():
        steps = ([sys.executable, "-m", "venv", str(venv)],
                 [str(venv / "bin/pip"), "install", "--quiet", package, "setuptools<80"])
        if any(subprocess.run(step, capture_output=True).returncode != 0 for step in steps):
            print(f"{package} is left out: it could not be installed", file=sys.stderr)
            return None
        (venv / "installed").touch()
    return venv / "bin"


def run(command, folder):
    """(CPU seconds, wall seconds, peak MB, exit status, standard output) of one process."""
    with open(folder / "stdout", "w+") as out, open(folder / "stderr", "w") as err:
        began = time.monotonic()
        process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=err, cwd=folder)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        return (usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, process.returncode, out.read())


def count_rolelint(text):
    levels = json.loads(text)["summary"]["findings"]
    return sum(levels.values()), levels.get("error", 0)


def count_parliament(text):
    issues = [json.loads(line)["issue"] for line in text.splitlines() if line.startswith("{")]
    return len(issues), sum(issue in PARLIAMENT_ERRORS for issue in issues)


def count_cloudsplaining(text):
    return sum(json.loads(text).values()), 0


def count_boogy(text):
    begin = text.index("{")
    results = json.loads(text[begin:]).get("results", [])
    issues = [issue for result in results for issue in result.get("issues", [])]
    return len(issues), sum(issue.get("severity") == "error" for issue in issues)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("rolelint", "managed", "catalog", "work"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    work = arguments.work.resolve()
    corpus = work / "managed"
    apart(unpack, arguments.managed, corpus)
    files = sum(1 for _ in corpus.glob("*.json"))
    rolelint = arguments.rolelint.resolve()

    contenders = [("rolelint, one thread", [rolelint, "check", "--threads", "1", "--format", "json", corpus], count_rolelint),
                  ("rolelint, one thread, every rule",
                   [rolelint, "check", "--threads", "1", "--persona", "auditor", "--format", "json", corpus],
                   count_rolelint)]
    if bin := install(work, "parliament"):
        contenders.append((f"parliament {version(bin / 'python', 'parliament')}, as it comes", [bin / "parliament", "--directory", corpus, "--json"],
                           count_parliament))
        contenders.append(("parliament, policy by policy, crashes caught", [bin / "python", HERE / "parliament_each.py", corpus],
                           count_parliament))
    if bin := install(work, "cloudsplaining"):
        contenders.append((f"cloudsplaining {version(bin / 'python', 'cloudsplaining')}, policy by policy", [bin / "python", HERE / "cloudsplaining_each.py", corpus],
                           count_cloudsplaining))
    if bin := install(work, "iam-policy-validator"):
        reference = work / "services"
        apart(service_reference, arguments.catalog, reference)
        contenders.append((f"iam-policy-validator {version(bin / 'python', 'iam-policy-validator')}", [
            bin / "iam-validator", "validate", "--path", corpus, "--format", "json", "--policy-type", "IDENTITY_POLICY",
            "--aws-services-dir", reference], count_boogy))

    best = {}
    for _ in range(arguments.rounds):
        for name, command, _ in contenders:
            taken = run(command, work)
            if name not in best or taken[0] < best[name][0]:
                best[name] = taken
    base = best[contenders[0][0]][0]
    print(f"{files} policies, best of {arguments.rounds} rounds\n")
    print("| tool | CPU s | times rolelint | wall s | peak MB | exit | findings | of these errors |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, _, counter in contenders:
        cpu, wall, peak, status, text = best[name]
        try:
            findings, errors = counter(text)
        except (ValueError, KeyError):
            findings, errors = "none printed", "–"
        print(f"| {name} | {cpu:.2f} | {cpu / base:.0f} | {wall:.2f} | {peak:.0f} | {status} | {findings} | {errors} |")


if __name__ == "__main__":
    main()
