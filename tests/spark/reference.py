"""The answers of one process, to hold others against: one run of `rolelint` over all exports, without Spark and without shares."""

import hashlib
import json
import os
import subprocess

import numpy as np

from rolelint import _closure, tables, worker


def digest(edges, findings, answers):
    """One hash of all that an organization's map says, whatever its order."""
    whole = hashlib.sha256()
    for rows in (edges, findings, answers):
        for row in sorted(set(rows)):
            whole.update(row.encode() + b"\n")
        whole.update(b"--\n")
    return whole.hexdigest()


def text(row):
    return json.dumps(row, sort_keys=True)


def finding_text(row):
    # Records are without indentation: lines and pointers stay, columns do not.
    return text({name: value for name, value in row.items() if name != "column"})


def rolelint(folder, *arguments):
    done = subprocess.run([os.environ["ROLELINT_BINARY"], *arguments], cwd=folder, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise AssertionError(f"{arguments} ended with {done.returncode}: {done.stderr.decode()[:2000]}")
    return json.loads(done.stdout)


def administrators(steps, nodes):
    """The closure as answers."""
    ids = {}

    def number(arn):
        return ids.setdefault(arn, len(ids))
    kinds = {node["arn"]: node["kind"] for node in nodes}
    start = np.array([number(one["from"]) for one in steps], dtype=np.int64)
    end = np.array([number(one["to"]) for one in steps], dtype=np.int64)
    verdict = np.array([_closure.VERDICTS.index(one["verdict"]) for one in steps], dtype=np.int32)
    targets = np.array([number(one["arn"]) for one in nodes if one["admin"]], dtype=np.int64)
    names = {value: arn for arn, value in ids.items()}
    return [{"from": names[node], "status": "administrator", "steps": count, "verdict": _closure.VERDICTS[kind]}
            for node, kind, count in _closure.administrators(start, end, verdict, targets) if kinds.get(names[node]) in ("user", "role")]


def whole(folder, paths):
    """All shares in one: the answer of a worker that is asked about everything at once."""
    record = subprocess.run([os.environ["ROLELINT_BINARY"], "map", "record", *paths], cwd=folder, capture_output=True, check=True).stdout
    with worker.Worker(["--no-config", "--max-megabytes", "1024"]) as one:
        return one.ask("organization", "all", record, {"account": ""})


class OneRun:
    """`paths` are exports or records in the folder."""

    def __init__(self, folder, paths, exports=True, options=()):
        switches = rolelint(folder, "map", "switches", "--format", "json", *options, *paths)
        everything = whole(folder, paths)
        found = rolelint(folder, "check", "--no-config", "--format", "json", *paths) if exports else everything
        self.edges = [text(one) for one in switches["edges"]]
        self.findings = [finding_text(tables.finding_row(one)) for one in found["findings"]]
        self.administrators = administrators(everything["steps"], switches["nodes"])
        self.answers = [text(one) for one in switches["answers"] if one["status"] != "nobody"] + list(map(text, self.administrators))
        self.sum = digest(self.edges, self.findings, self.answers)
