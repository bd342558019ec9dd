"""Checks AWS IAM policies offline.

    import rolelint
    for finding in rolelint.check(["policies/"]):
        print(finding.severity, finding.file, finding.line, finding.message)

Every function runs the rolelint binary that the package carries and reads its JSON. Nothing is sent over the network.
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
from pathlib import Path
from typing import Any, Iterable, Mapping, Optional, Sequence, Union

__all__ = ["Error", "Finding", "Proof", "Report", "binary", "check", "prove", "run", "simulate"]

PathLike = Union[str, "os.PathLike[str]"]


class Error(Exception):
    """rolelint could not do what it was asked: unreadable input or a wrong option."""


@dataclasses.dataclass(frozen=True)
class Finding:
    """One finding. `raw` has all members of the JSON report (docs/formats.md)."""

    rule: str
    severity: str  # "critical", "high", "medium" or "low"
    level: str  # "error", "security", "warning" or "suggestion"
    message: str
    file: str
    line: int  # 1-based; 0 if the finding has no place
    column: int
    identity: str
    raw: Mapping[str, Any] = dataclasses.field(repr=False, compare=False)


@dataclasses.dataclass(frozen=True)
class Report:
    """The findings of a run, in the order of the report. Iterates over the findings."""

    findings: Sequence[Finding]
    notes: Sequence[str]
    errors: Sequence[str]  # what could not be checked; a report with errors is not clean
    raw: Mapping[str, Any] = dataclasses.field(repr=False, compare=False)

    def __iter__(self):
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)


@dataclasses.dataclass(frozen=True)
class Proof:
    """The answer to a question about policies."""

    result: str  # "proved", "refuted" or "unknown"
    raw: Mapping[str, Any] = dataclasses.field(repr=False, compare=False)


def binary() -> str:
    """The path of the rolelint program: $ROLELINT_BINARY, or the one that the package carries."""
    chosen = os.environ.get("ROLELINT_BINARY")
    return chosen if chosen else str(Path(__file__).parent / "bin" / "rolelint")


def run(arguments: Sequence[str], input: Optional[bytes] = None) -> "subprocess.CompletedProcess[bytes]":
    """Runs rolelint; the exit status is 0, 1 or 2 as on the command line."""
    stdin: Any = {"input": input} if input is not None else {"stdin": subprocess.DEVNULL}
    return subprocess.run([binary(), *arguments], capture_output=True, check=False, **stdin)


def _json(done: "subprocess.CompletedProcess[bytes]") -> Any:
    try:
        return json.loads(done.stdout)
    except ValueError:
        message = done.stderr.decode(errors="replace").strip()
        raise Error(message or f"rolelint ended with status {done.returncode}") from None


def _finding(raw: Mapping[str, Any]) -> Finding:
    place = raw.get("location") or {}
    return Finding(
        rule=raw["rule"], severity=raw["severity"], level=raw["level"], message=raw["message"],
        file=place.get("file", ""), line=place.get("start_line", 0),
        column=place.get("start_column", 0), identity=raw.get("identity", ""), raw=raw)


def check(
    policies: Union[bytes, PathLike, Iterable[PathLike]],
    *,
    kind: Optional[str] = None,
    config: Optional[PathLike] = None,
    options: Sequence[str] = (),
) -> Report:
    """Checks files and folders, or one document given as bytes.

    `kind` is the kind of policy of a bare document ("identity", "resource", "trust", "scp", …). Without `config`, paths use the rolelint.yaml
    that applies to the working directory, and bytes use none. `options` are further options of `rolelint check`.

    Raises Error if an option is wrong. Input that cannot be checked is in `errors` of the report.
    """
    arguments = ["check", "--format", "json"]
    if kind is not None:
        arguments += ["--kind", kind]
    if config is not None:
        arguments += ["--config", os.fspath(config)]
    data = None
    if isinstance(policies, (bytes, bytearray)):
        data = bytes(policies)
        if config is None:
            arguments.append("--no-config")
        paths = ["-"]
    elif isinstance(policies, (str, os.PathLike)):
        paths = [os.fspath(policies)]
    else:
        paths = [os.fspath(path) for path in policies]
    raw = _json(run([*arguments, *options, "--", *paths], data))
    return Report(
        findings=tuple(_finding(one) for one in raw["findings"]),
        notes=tuple(one["message"] for one in raw["notes"]),
        errors=tuple(one["message"] for one in raw["errors"]),
        raw=raw)


def prove(question: str, *policies: PathLike, options: Sequence[str] = ()) -> Proof:
    """Answers `rolelint prove QUESTION`: "no-new-access", "not-granted", "not-public" or "equivalent"."""
    paths = [os.fspath(path) for path in policies]
    raw = _json(run(["prove", question, "--format", "json", *options, "--", *paths]))
    return Proof(result=raw["result"], raw=raw)


def simulate(
    exports: Iterable[PathLike],
    *,
    principal: str,
    action: str,
    resource: str = "*",
    context: Optional[Mapping[str, str]] = None,
    options: Sequence[str] = (),
) -> Mapping[str, Any]:
    """Decides one request by the exports; the answer is the JSON of `rolelint simulate`."""
    arguments = ["simulate", "--format", "json", "--principal", principal, "--action", action,
                 "--resource", resource]
    for key, value in (context or {}).items():
        arguments += ["--context", f"{key}={value}"]
    return _json(run([*arguments, *options, "--", *(os.fspath(path) for path in exports)]))
