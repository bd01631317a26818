"""A cluster of two workers, each a process of its own, on this machine and for this run only."""

from __future__ import annotations

import atexit
from typing import TYPE_CHECKING, Any

from incidents.library.unread import open_unread
from incidents.query.spark import keep_to_machine
from incidents.settings import EngineKind, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from incidents.model.frames import Tables

MASTER = "local-cluster[2,1,1024]"
SETTINGS = Settings(engine=EngineKind.SPARK, spark_master=MASTER)

# Compiled once and lightly: the questions are small, and each is asked a few times only.
_QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


def begin_cluster() -> Any:
    """Begin the session that every engine of this process then finds running, until its end."""
    from pyspark.sql import SparkSession  # noqa: PLC0415  # installed for these tests alone

    keep_to_machine(MASTER)
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.shuffle.partitions": "3",
        "spark.driver.extraJavaOptions": _QUICK,
        "spark.executor.extraJavaOptions": _QUICK,
    }
    session = SparkSession.builder.master(MASTER).config(map=settings).getOrCreate()
    # not sooner: what a test let go of is given back to the cluster whenever Python finds it
    atexit.register(session.stop)
    return session


def open_on_cluster(folder: Path) -> Tables:
    """Return the tables of a folder of Parquet files, left to the cluster."""
    tables, _ = open_unread(folder, SETTINGS)
    return tables
