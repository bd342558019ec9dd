"""rolelint on Apache Spark (docs/scale.md).

    import rolelint.spark
    findings = rolelint.spark.check(spark, "s3://bucket/exports/")
    organization = rolelint.spark.organization(spark, "s3://bucket/exports/")

Each Python worker of Spark runs one `rolelint worker` for its partition. Needs pyspark 4, pyarrow and numpy, as `rolelint[spark]` installs them,
on the driver and on the executors.
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import json
import os
import tempfile
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from . import Error, _candidates, _closure, _parts
from . import tables as _tables
from .worker import Worker

Paths = Union[str, Sequence[str]]

_TYPES = {"string": "string", "int": "int", "bool": "boolean", "strings": "array<string>"}
_ROWS = "kind string, row string"
# Principals of an account that one task decides.
_PRINCIPALS_IN_A_SHARE = 500
_MOST_ROWS_IN_A_BATCH = "64"  # of Arrow: a row is a file


def _columns(columns: Iterable[Tuple[str, str]]) -> str:
    return ", ".join(f"`{name}` {_TYPES[kind]}" for name, kind in columns)


def _ddl(table: str) -> str:
    return _columns(_tables.COLUMNS[table])


def load(spark: SparkSession, paths: Paths, partitions: Optional[int]) -> DataFrame:
    """The files, with the names they have in reports: relative to the folder that was given."""
    paths = [paths] if isinstance(paths, str) else list(paths)
    if int(spark.conf.get("spark.sql.execution.arrow.maxRecordsPerBatch") or 0) > int(_MOST_ROWS_IN_A_BATCH):
        spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", _MOST_ROWS_IN_A_BATCH)
    files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(paths)
    name = F.col("path")
    for path in paths:
        # "file:///a", "file:/a" and "/a" are one place.
        bare = path.split("://", 1)[-1].split(":", 1)[-1].rstrip("/")
        at = F.locate(bare + "/", F.col("path"))
        name = F.when(at > 0, F.substring(F.col("path"), at + len(bare) + 1, 1 << 30)).otherwise(name)
    files = files.select(F.when(name == "", F.element_at(F.split("path", "/"), -1)).otherwise(name).alias("name"), "content")
    return files.repartition(partitions, "name") if partitions else files


def _in_arrow(rows_of: Callable[[Iterator[Dict[str, Any]]], Iterator[Dict[str, Any]]], schema: Any) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """A function for mapInArrow out of one from rows to rows."""
    def run(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa
        rows = (row for batch in batches for row in batch.to_pylist())
        found = rows_of(rows)
        while chunk := list(itertools.islice(found, 1000)):
            yield pa.RecordBatch.from_pylist(chunk, schema=schema)
    return run


def check(spark: SparkSession, paths: Paths, *, options: Sequence[str] = ("--no-config",), partitions: Optional[int] = None) -> DataFrame:
    """Checks each file by itself: a row per finding, as in the table `findings`.

    A file that cannot be checked, or that ends the worker twice, is a row with an `error` and no `rule`. `options` are those of `rolelint worker`.
    """
    return check_files(load(spark, paths, partitions), options)


def check_files(files: DataFrame, options: Sequence[str]) -> DataFrame:
    """The same of files that are loaded: columns `name` and `content`."""
    return files.mapInArrow(_in_arrow(_checks(options), _tables.arrow_schema("findings")), _ddl("findings"))


def _checks(options: Sequence[str]) -> Callable[[Iterator[Dict[str, Any]]], Iterator[Dict[str, Any]]]:
    def run(files: Iterator[Dict[str, Any]]) -> Iterator[Dict[str, Any]]:
        with Worker(options) as worker:
            for file in files:
                try:
                    yield from _tables.finding_rows(worker.ask_twice("check", file["name"], bytes(file["content"])), file["name"])
                except Error as error:
                    yield _tables.error_row(file["name"], str(error))
    return run


# --- reading ------------------------------------------------------------------------------------

def _readings(options: Sequence[str]) -> Callable[[Iterator[Dict[str, Any]]], Iterator[Dict[str, Any]]]:
    def row(kind: str, value: Mapping[str, Any]) -> Dict[str, Any]:
        return {"kind": kind, "row": json.dumps(value)}

    def run(files: Iterator[Dict[str, Any]]) -> Iterator[Dict[str, Any]]:
        with Worker(options) as worker:
            for file in files:
                content = bytes(file["content"])
                try:
                    answer = worker.ask_twice("tables", file["name"], content)
                except Error as error:
                    yield row("findings", _tables.error_row(file["name"], str(error)))
                    continue
                for kind, value in itertools.chain(_tables.table_rows(answer, content), _parts.rows_of(answer)):
                    yield row(kind, value)
    return run


def _rows_schema() -> Any:
    import pyarrow as pa
    return pa.schema([("kind", pa.string()), ("row", pa.string())])


def _read(spark: SparkSession, paths: Paths, options: Sequence[str], partitions: Optional[int]) -> DataFrame:
    return load(spark, paths, partitions).mapInArrow(_in_arrow(_readings(options), _rows_schema()), _ROWS)


def _typed(rows: DataFrame, kind: str, ddl: str) -> DataFrame:
    return rows.where(F.col("kind") == kind).select(F.from_json("row", ddl).alias("r")).select("r.*")


def tables(spark: SparkSession, paths: Paths, *, options: Sequence[str] = ("--no-config",), partitions: Optional[int] = None) -> Dict[str, DataFrame]:
    """The tables of rolelint.tables by name. The rows are kept in Spark's cache: unpersist them when they are written."""
    rows = _read(spark, paths, options, partitions).persist(StorageLevel.MEMORY_AND_DISK)
    return {name: _typed(rows, name, _ddl(name)).distinct() for name in _tables.COLUMNS}


# --- deciding -----------------------------------------------------------------------------------

@dataclasses.dataclass(frozen=True)
class Organization:
    """The map of an organization, as DataFrames. Members of the JSON answers that are no columns are in `json`."""

    edges: DataFrame  # from, to, how, verdict, json
    findings: DataFrame  # as of check(), with what only shows where accounts meet
    answers: DataFrame  # status, from, to, verdict, steps, json
    nodes: DataFrame  # arn, kind, account, admin, json


@dataclasses.dataclass(frozen=True)
class Policies:
    """The policies of an organization, by what they are attached to: pairs of an account ID (or "" for all) and the documents of one level."""

    scps: Sequence[Tuple[str, Sequence[str]]] = ()
    rcps: Sequence[Tuple[str, Sequence[str]]] = ()
    management_account: str = ""

    def write(self, folder: str) -> List[str]:
        """Writes them into the folder; the options for a worker that runs there."""
        options = ["--management-account", self.management_account] if self.management_account else []
        for kind, levels in (("scp", self.scps), ("rcp", self.rcps)):
            for number, (account, documents) in enumerate(levels):
                name = f"{kind}/{number}"
                (Path(folder) / name).mkdir(parents=True)
                for index, document in enumerate(documents):
                    (Path(folder) / name / f"{index}.json").write_text(document, encoding="utf-8")
                options += [f"--{kind}", f"{account}={name}" if account else name]
        return options


@contextlib.contextmanager
def _worker(options: Sequence[str], policies: Policies) -> Iterator[Worker]:
    with tempfile.TemporaryDirectory() as folder:
        with Worker([*options, *policies.write(folder)], os.path.realpath(folder)) as worker:
            yield worker


def _decisions(options: Sequence[str], policies: Any) -> Callable[[Iterator[Dict[str, Any]]], Iterator[Dict[str, Any]]]:
    def run(parts: Iterator[Dict[str, Any]]) -> Iterator[Dict[str, Any]]:
        with _worker(options, policies.value) as worker:
            # Sorted within the partition: the parts of one share follow each other.
            for (account, number, count), group in itertools.groupby(parts, lambda one: (one["account"], one["share"], one["shares"])):
                share = _parts.Share(account, ((one["kind"], one["file"], one["payload"]) for one in group))
                try:
                    answer = _parts.decide(worker, share, number, count)
                except Error as error:
                    yield {"kind": "findings", "row": json.dumps(_tables.error_row(account, str(error)))}
                    continue
                yield from answer_rows(answer, account)
    return run


def answer_rows(answer: Mapping[str, Any], account: str) -> Iterator[Dict[str, Any]]:
    """An answer to "organization" as rows (kind, row)."""
    for row in _tables.finding_rows(answer, account):
        yield {"kind": "findings", "row": json.dumps(row)}
    for kind in ("edges", "answers", "nodes", "steps"):
        for one in answer[kind]:
            text = json.dumps(one, sort_keys=True)
            yield {"kind": kind, "row": json.dumps({**one, "json": text}) if kind != "steps" else text}


def _parts_of_shares(rows: DataFrame, management: str) -> DataFrame:
    """What the shares of all accounts are made of."""
    spark = rows.sparkSession
    frames = {name: _typed(rows, name, _columns(columns)) for name, columns in _parts.PART_COLUMNS.items()}
    if management:
        root = spark.range(1).select(F.lit(management).alias("account"), F.lit(_parts.MANAGEMENT_KEY).alias("key"), F.lit("").alias("other"))
        frames["demands"] = frames["demands"].union(root)
    for name, query in _candidates.VIEWS:
        frames[name] = spark.sql(query, **{one: frame for one, frame in frames.items() if "{" + one + "}" in query})
    return frames["parts"].join(_shares(frames["sizes"]), "account")


def _shares(sizes: DataFrame) -> DataFrame:
    """An account with many principals is decided in several shares."""
    count = F.greatest(F.lit(1), F.ceil(F.sum("principals") / _PRINCIPALS_IN_A_SHARE).cast("int"))
    return sizes.groupBy("account").agg(count.alias("shares")).select(
        "account", "shares", F.explode(F.sequence(F.lit(0), F.col("shares") - 1)).alias("share"))


def organization(spark: SparkSession, records: Paths, *, policies: Policies = Policies(), options: Sequence[str] = ("--no-config",),
                 partitions: Optional[int] = None) -> Organization:
    """The map of an organization from records (`rolelint map record`) or exports: what one run of `rolelint map` over all of them says.

    Candidates are joined by Spark, each account's share is decided by a worker, and the closure is made on the driver. `partitions` is the number
    of tasks of each step. What is read and decided is kept in Spark's cache.
    """
    read = _read(spark, records, options, partitions).persist(StorageLevel.MEMORY_AND_DISK)
    parts = _parts_of_shares(read, policies.management_account)
    number = partitions or max(spark.sparkContext.defaultParallelism, 1)
    placed = parts.repartition(number, "account", "share").sortWithinPartitions("account", "share")
    decided = placed.mapInArrow(
        _in_arrow(_decisions(options, spark.sparkContext.broadcast(policies)), _rows_schema()), _ROWS)
    # An input of several accounts is read for each of them; what they say alike is said once.
    decided = decided.distinct().persist(StorageLevel.MEMORY_AND_DISK)
    unreadable = _typed(read, "findings", _ddl("findings")).where("error IS NOT NULL")
    nodes = _typed(decided, "nodes", "arn string, kind string, account string, admin boolean, json string")
    switches = _typed(decided, "answers", _ANSWER)
    return Organization(
        edges=_typed(decided, "edges", "`from` string, `to` string, how string, verdict string, json string"),
        findings=_typed(decided, "findings", _ddl("findings")).unionByName(unreadable).distinct(),
        answers=switches.unionByName(_administrators(_typed(decided, "steps", "`from` string, `to` string, verdict string"), nodes)),
        nodes=nodes)


_ANSWER = "status string, `from` string, `to` string, verdict string, steps int, json string"


def _administrators(steps: DataFrame, nodes: DataFrame) -> DataFrame:
    """Users and roles that can become an administrator, as answers."""
    import pyarrow as pa
    spark = steps.sparkSession
    kinds = F.array_position(F.array(*map(F.lit, _closure.VERDICTS)), F.col("verdict")).cast("int") - 1
    drawn = steps.select(F.xxhash64("from").alias("start"), F.xxhash64("to").alias("end"), kinds.alias("verdict")).toArrow()
    ids = nodes.select("arn", "kind", "admin", F.xxhash64("arn").alias("id")).distinct()
    if ids.select("id").distinct().count() != ids.select("arn").distinct().count():
        raise Error("two principals have one hash")
    targets = ids.where("admin").select("id").distinct().toArrow()
    found = [(node, _closure.VERDICTS[verdict], count) for node, verdict, count in _closure.administrators(
        drawn["start"].to_numpy(), drawn["end"].to_numpy(), drawn["verdict"].to_numpy(), targets["id"].to_numpy())]
    reached = spark.createDataFrame(pa.table({
        "id": pa.array([one[0] for one in found], pa.int64()), "verdict": pa.array([one[1] for one in found], pa.string()),
        "steps": pa.array([one[2] for one in found], pa.int32())}))
    people = ids.where(F.col("kind").isin("user", "role")).join(reached, "id")
    answer = F.struct(F.col("arn").alias("from"), F.lit("administrator").alias("status"), "steps", "verdict")
    return people.select(F.lit("administrator").alias("status"), F.col("arn").alias("from"), F.lit(None).cast("string").alias("to"), "verdict",
                         "steps", F.to_json(answer).alias("json"))
