"""The other engine: Spark, over Parquet files that no one machine need hold.

The expressions are those that the embedded engine computes. What differs is where: a question is
planned here, computed by the cluster, each worker on its part of the files, and only the answer
comes back. An incident is known by the column `row`, in whatever order and files the rows lie.
"""

from __future__ import annotations

import atexit
import os
import re
from threading import Thread
from typing import TYPE_CHECKING, Any
from weakref import finalize

import narwhals as nw
import numpy as np
import polars as pl

from incidents.errors import SparkMissingError, SparkStartError
from incidents.model.frames import INCIDENT_TABLES
from incidents.model.laid import CLOSED_WORDS, LAID_COLUMNS, OPEN_WORDS
from incidents.model.parties import PARTY_COLUMNS
from incidents.query.conditions import list_conditions
from incidents.query.kept import Answers, Kept
from incidents.query.lazy import collect_rows
from incidents.query.places import group_places, place_in_tile
from incidents.query.selections import Selections, key_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from incidents.model.frames import Tables
    from incidents.model.laid import LaidInFiles
    from incidents.query.addresses import TileAddress
    from incidents.query.conditions import Condition
    from incidents.query.filters import IncidentFilter

_MOST_ANSWERS = 1024
_ALL: Sequence[Condition] = ()
_WORDS = [*CLOSED_WORDS, *OPEN_WORDS]
_LINE = {"_part": "_metadata.file_path", "_line": "_metadata.row_index"}
"""Where Spark found a row: what names incidents line by line has no other order within one."""

_PARTITIONS = "spark.sql.shuffle.partitions"
_SETTINGS = {
    "spark.app.name": "incident-atlas",
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",  # it would listen on every address of this machine
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    # days before 1582 are those of the calendar that is in use today, as in the tables
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    # a page of a list is found by what files say of their rows, and not by reading them all
    "spark.sql.parquet.pushdown.inFilterThreshold": "256",
}

Native = Any
"""A DataFrame or a session of PySpark, which may not be installed."""


class SparkEngine:
    """Answers over the Parquet files of one dataset, computed by a Spark cluster."""

    def __init__(self, tables: Tables, laid: LaidInFiles) -> None:
        # not the tables themselves: engines are kept for as long as those are held elsewhere
        session = open_session(laid.master)
        self._areas = tables.areas
        self._columns = {name: getattr(tables, name).columns for name in INCIDENT_TABLES}
        self._incidents = _read(session, laid.files["incidents"])
        self._parties = _queried(_read(session, laid.files["parties"]), *PARTY_COLUMNS)
        self._about = {
            name: _read_lines(session, laid.files.get(name), columns)
            for name, columns in self._columns.items()
        }
        incidents = _queried(self._incidents, "row", *LAID_COLUMNS, "search")
        self._selections = Selections(incidents, self._parties)
        self.answers: Answers = Kept(_MOST_ANSWERS)
        finalize(self, _clear_aside, self._selections).atexit = False  # Spark itself ends then

    def select(self, chosen: IncidentFilter) -> nw.LazyFrame[Any]:
        """Return the selected incidents: `row` and `LAID_COLUMNS`."""
        return self._selections.select(self._conditions(chosen))

    def select_tile(self, chosen: IncidentFilter, address: TileAddress) -> nw.LazyFrame[Any]:
        """Return those of the selected incidents that have a point in a tile."""
        selected = self._selections.select(self._conditions(chosen), part=True)
        x, y = nw.col("x"), nw.col("y")
        east, south = address.west + address.size, address.north + address.size
        return selected.filter(x >= address.west, x < east, y >= address.north, y < south)

    def select_parties(self, chosen: IncidentFilter) -> nw.LazyFrame[Any]:
        """Return `PARTY_COLUMNS` of everyone with any part in the selected incidents."""
        return self._belonging(self._parties, chosen)

    def select_about(self, table: str, chosen: IncidentFilter) -> nw.LazyFrame[Any]:
        """Return `row` and the columns of one of `INCIDENT_TABLES`, for the selected incidents."""
        own = self._belonging(nw.from_native(self._about[table]), chosen)
        # where the order does not matter, as in a count, Spark leaves the sorting out
        return own.sort("row", *_LINE).select("row", *self._columns[table])

    def count(self, chosen: IncidentFilter) -> int:
        """Return how many incidents are selected."""
        return self._selections.count(self._conditions(chosen))

    def count_words(self, chosen: IncidentFilter, column: str) -> dict[str, int]:
        """Return how many selected incidents hold each word of a column of `Laid.incidents`."""
        return self._count_words(self._conditions(chosen))[column]

    def count_actors(
        self, chosen: IncidentFilter, counted: nw.Expr | None = None
    ) -> dict[str, int]:
        """Return in how many of the selected incidents each actor has a part."""
        parties = self._parties if counted is None else self._parties.filter(counted)
        own = self._belonging(parties, chosen)
        rows = collect_rows(own.group_by("actor_id").agg(nw.len().alias("n")))
        return {row["actor_id"]: row["n"] for row in rows}

    def count_numbers(
        self, selected: nw.LazyFrame[Any], number: nw.Expr
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the distinct whole numbers that rows give, ascending, and how many give each."""
        numbers = selected.select(number.alias("number")).drop_nulls()
        frame = numbers.group_by("number").agg(nw.len().alias("n")).collect()
        found, counts = (frame[name].to_numpy().astype(np.int64) for name in frame.columns)
        order = np.argsort(found)
        return found[order], counts[order]

    def gather(
        self, chosen: IncidentFilter, address: TileAddress, number: nw.Expr
    ) -> dict[str, np.ndarray]:
        """Return what those of a tile's selected incidents add up to that give the same number."""
        return group_places(place_in_tile(self.select_tile(chosen, address), address, number))

    def sum_up(
        self, chosen: IncidentFilter, columns: Sequence[str], sums: Sequence[nw.Expr]
    ) -> dict[str, Any]:
        """Return one row of expressions that each sum up a column of the selected incidents."""
        return collect_rows(self.select(chosen).select(*columns).select(*sums))[0]

    def words(self, column: str) -> Collection[str]:
        """Return the distinct cells of one of `OPEN_WORDS`."""
        return sorted(self._count_words(_ALL)[column])

    def read(self, rows: Sequence[int], columns: Sequence[str]) -> list[dict[str, Any]]:
        """Return columns of the table of incidents, for rows in the order they are given."""
        return self.read_frame(rows, columns).rows(named=True)

    def read_frame(self, rows: Sequence[int] | np.ndarray, columns: Sequence[str]) -> pl.DataFrame:
        """Return columns of the table of incidents, for rows in the order they are given."""
        found = _find(self._incidents, rows, ["row", *columns])
        order = pl.DataFrame({"row": pl.Series([*rows], dtype=pl.Int64)})
        return order.join(found, on="row", how="left", maintain_order="left").drop("row")

    def release(self) -> None:
        """Give back nothing: what was read came from the cluster."""

    def find(self, incident_ids: Iterable[str]) -> dict[str, int]:
        """Return the row of each incident that exists, by its id."""
        ids = self._incidents["incident_id"]
        named = self._incidents.filter(ids.isin(list(incident_ids))).select("incident_id", "row")
        return {each["incident_id"]: each["row"] for each in named.toArrow().to_pylist()}

    def read_about(self, table: str, rows: Collection[int]) -> list[dict[str, Any]]:
        """Return the lines of one of `INCIDENT_TABLES` on some incidents, each with its `row`."""
        return self.read_about_frame(table, [*rows], self._columns[table]).rows(named=True)

    def read_about_frame(
        self, table: str, rows: Sequence[int] | np.ndarray, columns: Sequence[str]
    ) -> pl.DataFrame:
        """Return `row`, ascending, and columns of one of `INCIDENT_TABLES`, on some incidents."""
        found = _find(self._about[table], rows, ["row", *columns, *_LINE])
        return found.sort("row", *_LINE).drop(*_LINE)

    def _conditions(self, chosen: IncidentFilter) -> Sequence[Condition]:
        return list_conditions(chosen, self.words, self._areas)

    def _belonging(self, frame: nw.LazyFrame[Any], chosen: IncidentFilter) -> nw.LazyFrame[Any]:
        conditions = self._conditions(chosen)
        if not conditions:
            return frame
        rows = self._selections.select(conditions).select("row")
        return frame.join(rows, on="row", how="semi")

    def _count_words(self, conditions: Sequence[Condition]) -> dict[str, dict[str, int]]:
        """Return the counts of every column of words: one reading for all of them."""

        def build() -> dict[str, dict[str, int]]:
            cells = self._selections.select(conditions).unpivot(
                _WORDS, variable_name="column", value_name="word"
            )
            counted = cells.drop_nulls().group_by("column", "word").agg(nw.len().alias("n"))
            found: dict[str, dict[str, int]] = {name: {} for name in _WORDS}
            for row in collect_rows(counted):
                found[row["column"]][row["word"]] = row["n"]
            return found

        counts: dict[str, dict[str, int]] = self.answers.get(("words", key_of(conditions)), build)
        return counts


def _clear_aside(selections: Selections) -> None:
    # this may run in the midst of anything, a conversation of the same thread with Spark included
    Thread(target=selections.clear, name="clear-selections", daemon=True).start()


def open_session(master: str) -> Native:
    """Return this process's session of Spark, begun if there is none.

    Raises:
        SparkMissingError: Spark is not installed.
        SparkStartError: It did not start, or this process uses another master.
    """
    try:
        from py4j.protocol import Py4JError  # noqa: PLC0415 (only this engine needs it installed)
        from pyspark.errors import PySparkException  # noqa: PLC0415
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError as error:
        raise SparkMissingError from error
    keep_to_machine(master)
    try:
        session = SparkSession.builder.master(master).config(map=_SETTINGS).getOrCreate()
    except (PySparkException, Py4JError) as error:
        raise SparkStartError(master, str(error).splitlines()[0]) from error
    running = session.sparkContext.master
    if running != master:
        raise SparkStartError(master, f"this process already uses {running!r}")
    if master.startswith("local") and not session.sparkContext.getConf().contains(_PARTITIONS):
        # what is exchanged is small, and 200 parts of it, as a cluster has them, cost more than it
        session.conf.set(_PARTITIONS, str(2 * session.sparkContext.defaultParallelism))
    # at the end of this process, before Spark's own: its workers would take that for a failure
    atexit.unregister(session.stop)
    atexit.register(session.stop)
    return session


def keep_to_machine(master: str) -> None:
    """Have workers on this machine listen where only this machine reaches them."""
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")


def _read(session: Native, path: Path) -> Native:
    """Return what stands in a file, or a folder of part files, now."""
    # Spark takes these letters for a pattern of names
    name = re.sub(r"([\\*?\[\]{}])", r"\\\1", str(path))
    session.catalog.refreshByPath(str(path))
    # looking each of many rows up in each dictionary takes longer than reading them
    reader = session.read.option("parquet.filter.dictionary.enabled", "false")
    return reader.parquet(name)


def _read_lines(session: Native, path: Path | None, columns: Sequence[str]) -> Native:
    """Return `row`, the columns of a table and where each line stands; nothing without a file."""
    if path is None:
        blank = [f"'' as {name}" for name in [*columns, *_LINE]]
        return session.range(0).selectExpr("id as row", *blank)
    where = [f"{place} as {name}" for name, place in _LINE.items()]
    return _read(session, path).selectExpr("row", *columns, *where)


def _queried(frame: Native, *columns: str) -> nw.LazyFrame[Any]:
    queried: nw.LazyFrame[Any] = nw.from_native(frame).select(*columns)
    return queried


def _find(frame: Native, rows: Sequence[int] | np.ndarray, columns: Sequence[str]) -> pl.DataFrame:
    """Return some rows by their numbers, in any order."""
    # as text it is one step for however many
    wanted = ", ".join(str(int(row)) for row in rows)
    chosen = frame.filter(f"row in ({wanted})" if wanted else "false").select(*columns)
    found = pl.DataFrame(chosen.toArrow())
    return found.with_columns(pl.col("row").cast(pl.Int64))
