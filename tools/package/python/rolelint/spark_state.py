"""Findings of a folder that changes: only new and changed files are checked, and findings appear and are closed by their identity.

    changes = rolelint.spark_state.update(spark, "s3://bucket/exports/", "s3://bucket/rolelint-state/")

The state is two tables, `inputs` (file, sha256) and `findings`, each in folders run=1, run=2, …: one for each update. Earlier runs are history and
may be removed.
"""

from __future__ import annotations

from typing import Optional, Sequence, Tuple

from pyspark import StorageLevel
from pyspark.errors import AnalysisException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from .spark import Paths, check_files, load


def _last(spark: SparkSession, state: str) -> int:
    """The number of the last update that was finished; 0 if there is none. `inputs` is written last."""
    try:
        return int(spark.read.parquet(f"{state}/inputs").agg(F.max("run")).first()[0])
    except AnalysisException:
        return 0


def _write(frame: DataFrame, path: str) -> None:
    frame.write.mode("overwrite").parquet(path)


def _split(spark: SparkSession, state: str, run: int, now: DataFrame) -> Tuple[DataFrame, DataFrame, DataFrame]:
    """Files to check, findings that hold as they are, and all findings of the last run."""
    if run == 0:
        nothing = spark.range(0)
        return now, nothing, nothing
    before = spark.read.parquet(f"{state}/inputs/run={run}")
    findings = spark.read.parquet(f"{state}/findings/run={run}")
    same = before.join(now.select("name", "sha256"), (before["file"] == now["name"]) & (before["sha256"] == now["sha256"]), "left_semi")
    new = now.join(before, (before["file"] == now["name"]) & (before["sha256"] == now["sha256"]), "left_anti")
    # An error of a file that is still there is tried again only when the file changes.
    return new, findings.join(same.select("file"), "file", "left_semi"), findings


def update(spark: SparkSession, paths: Paths, state: str, *, options: Sequence[str] = ("--no-config",), partitions: Optional[int] = None) -> DataFrame:
    """Reads the folder again: the findings that are new or gone since the last update, as of check(), with `change` "appeared" or "closed".

    `state` is a folder that only this function writes, one update at a time. An update that was interrupted is made again.
    """
    run = _last(spark, state)
    # Read once: what is checked is what the hash is of.
    now = load(spark, paths, partitions).withColumn("sha256", F.sha2("content", 256)).persist(StorageLevel.DISK_ONLY)
    new, kept, before = _split(spark, state, run, now)
    found = check_files(new.select("name", "content"), options)
    after = found.unionByName(kept.select(*found.columns)) if run else found
    _write(after, f"{state}/findings/run={run + 1}")
    _write(now.select(F.col("name").alias("file"), "sha256"), f"{state}/inputs/run={run + 1}")
    now.unpersist()
    after = spark.read.parquet(f"{state}/findings/run={run + 1}")
    if run == 0:
        return after.withColumn("change", F.lit("appeared"))
    key = F.coalesce("identity", F.concat_ws(" ", "file", "error"))
    after, before = after.withColumn("key", key), before.select(*after.columns).withColumn("key", key)
    appeared = after.join(before.select("key"), "key", "left_anti").withColumn("change", F.lit("appeared"))
    closed = before.join(after.select("key"), "key", "left_anti").withColumn("change", F.lit("closed"))
    return appeared.unionByName(closed).drop("key")
