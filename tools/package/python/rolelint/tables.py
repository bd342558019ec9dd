"""Accounts as tables, and the tables as Parquet (docs/scale.md, docs/schema/tables.schema.json).

    import rolelint.tables
    rolelint.tables.write(["exports/"], "s3-or-local-folder", run="2026-11-30")

Needs pyarrow: `pip install rolelint[spark]`.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple

from . import Error
from .worker import Worker

SCHEMA_VERSION = 1

# Columns by table: name and type, of "string", "int", "bool" and "strings".
COLUMNS: Mapping[str, Tuple[Tuple[str, str], ...]] = {
    "accounts": (("account", "string"), ("users_complete", "bool"), ("groups_complete", "bool"), ("roles_complete", "bool")),
    "principals": (
        ("principal", "string"), ("account", "string"), ("type", "string"), ("name", "string"), ("path", "string"),
        ("administrator", "bool"), ("service_linked", "bool"), ("boundary", "string"), ("attached", "strings"), ("groups", "strings"),
        ("file", "string"), ("line", "int")),
    "trust": (
        ("role", "string"), ("account", "string"), ("key_kind", "string"), ("key", "string"), ("key_account", "string"),
        ("actions", "strings"), ("not_principal", "bool"), ("external_id", "bool"), ("mfa", "bool"), ("condition", "string"),
        ("file", "string"), ("line", "int")),
    "grants": (("principal", "string"), ("account", "string"), ("key_kind", "string"), ("key", "string"), ("key_account", "string")),
    "policies": (("policy", "string"), ("document", "string")),
    "places": (
        ("policy", "string"), ("account", "string"), ("kind", "string"), ("holder", "string"), ("name", "string"), ("file", "string"),
        ("pointer", "string"), ("line", "int")),
    "findings": (
        ("rule", "string"), ("message", "string"), ("severity", "string"), ("level", "string"), ("confidence", "string"),
        ("account", "string"), ("owner", "string"), ("policy_kind", "string"), ("policy_name", "string"), ("file", "string"),
        ("line", "int"), ("column", "int"), ("pointer", "string"), ("identity", "string"), ("fingerprint", "string"), ("error", "string")),
    "inputs": (("file", "string"), ("sha256", "string"), ("complete", "bool"), ("accounts", "strings")),
}


def finding_row(finding: Mapping[str, Any]) -> Dict[str, Any]:
    """A finding of the JSON report as a row of `findings`."""
    policy, place = finding.get("policy") or {}, finding.get("location") or {}
    owner = policy.get("owner_arn") or ""
    parts = owner.split(":")
    return {
        "rule": finding["rule"], "message": finding["message"], "severity": finding["severity"], "level": finding["level"],
        "confidence": finding["confidence"], "account": parts[4] if len(parts) > 5 else "", "owner": owner,
        "policy_kind": policy.get("kind"), "policy_name": policy.get("name"), "file": place.get("file"), "line": place.get("start_line"),
        "column": place.get("start_column"), "pointer": finding.get("file_pointer"), "identity": finding.get("identity"),
        "fingerprint": finding.get("fingerprint"), "error": None}


def error_row(file: str, message: str) -> Dict[str, Any]:
    """What could not be checked, as a row of `findings`: it has no rule."""
    return {name: None for name, _ in COLUMNS["findings"]} | {"file": file, "error": message}


def finding_rows(answer: Mapping[str, Any], file: str) -> Iterator[Dict[str, Any]]:
    """Findings and errors of a worker's answer."""
    for finding in answer["findings"]:
        yield finding_row(finding)
    for error in answer["errors"]:
        yield error_row(error.get("file") or file, error["message"])


def table_rows(answer: Mapping[str, Any], content: bytes) -> Iterator[Tuple[str, Dict[str, Any]]]:
    """The tables of an answer to "tables", row by row; `content` is what was asked about."""
    tables = answer["tables"]
    for table in ("accounts", "principals", "trust", "grants"):
        for row in tables[table]:
            yield table, row
    for place in tables["policies"]:
        policy = hashlib.sha256(place["document"].encode()).hexdigest()
        yield "policies", {"policy": policy, "document": place["document"]}
        yield "places", {"policy": policy, **{name: value for name, value in place.items() if name != "document"}}
    texts = {one["name"]: one["text"].encode() for one in json.loads(answer["record"])["inputs"]}
    for row in tables["inputs"]:
        # Of an export the hash of the file, of a record's input that of the text in it.
        text = content if len(tables["inputs"]) == 1 and b"rolelint_map_record" not in content[:40] else texts.get(row["file"], b"")
        yield "inputs", {**row, "sha256": hashlib.sha256(text).hexdigest()}
    for row in finding_rows(answer, ""):
        yield "findings", row


def files_of(paths: Iterable["str | os.PathLike[str]"]) -> Iterator[Tuple[str, Path]]:
    """Files of paths and folders, with the names they have in the tables: relative to the folder that was given."""
    for path in map(Path, paths):
        if path.is_dir():
            for file in sorted(one for one in path.rglob("*") if one.is_file()):
                yield file.relative_to(path).as_posix(), file
        else:
            yield path.name, path


def read(paths: Iterable["str | os.PathLike[str]"], options: Sequence[str] = ("--no-config",)) -> Dict[str, List[Dict[str, Any]]]:
    """Rows by table. `options` are those of `rolelint worker`. A file that cannot be read is a row of `findings` with an `error`."""
    rows: Dict[str, Dict[str, Dict[str, Any]]] = {name: {} for name in COLUMNS}
    with Worker(options) as worker:
        for name, file in files_of(paths):
            content = file.read_bytes()
            try:
                found = table_rows(worker.ask_twice("tables", name, content), content)
            except Error as error:
                found = iter([("findings", error_row(name, str(error)))])
            for table, row in found:
                rows[table].setdefault(json.dumps(row, sort_keys=True), row)
    return {table: list(by_text.values()) for table, by_text in rows.items()}


def arrow_schema(table: str) -> Any:
    """The pyarrow schema of a table; its metadata says the version."""
    import pyarrow as pa
    types = {"string": pa.string(), "int": pa.int32(), "bool": pa.bool_(), "strings": pa.list_(pa.string())}
    return pa.schema([(name, types[kind]) for name, kind in COLUMNS[table]], metadata={"rolelint_schema_version": str(SCHEMA_VERSION)})


def write(paths: Iterable["str | os.PathLike[str]"], folder: "str | os.PathLike[str]", *, run: Optional[str] = None,
          options: Sequence[str] = ("--no-config",)) -> Path:
    """Writes FOLDER/TABLE/run=RUN/part-0.parquet for each table. `run` tells readings apart: the day (UTC), unless given."""
    import pyarrow as pa
    import pyarrow.parquet as parquet
    run = run or datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    for table, rows in read(paths, options).items():
        part = Path(folder) / table / f"run={run}" / "part-0.parquet"
        part.parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(pa.Table.from_pylist(rows, schema=arrow_schema(table)), part)
    return Path(folder)
