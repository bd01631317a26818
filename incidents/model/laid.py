"""The columns that queries read, laid out for them: small numbers, rows in spatial order.

A table of incidents holds words, notes and codes that nobody filters by. What is filtered,
counted and drawn stands here once more in a few bytes a row. Rows keep the order of the table
of incidents, which `arrange_incidents` makes spatial: a tile of the map, at any zoom, is then one
unbroken range of rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from incidents.model.mercator import interleave
from incidents.model.vocabularies import (
    SUB_EVENT_TYPES,
    EventType,
    GeoPrecision,
    Placement,
    Relevance,
    TimePrecision,
    Verification,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import StrEnum
    from pathlib import Path

_ORDER = {placement.value: place for place, placement in enumerate(Placement)}
_MOST_INT32 = 2**31 - 1
EPOCH = date(1970, 1, 1)
_MONTHS_TO_EPOCH = 12 * EPOCH.year
_EXACT = [TimePrecision.DAY.value, TimePrecision.NIGHT.value]

KIND_CODES = {kind.value: code for code, kind in enumerate(EventType)}
"""The number that stands for an event type in the column `kind`."""
KINDS = tuple(KIND_CODES)

TOLLS = tuple(f"{t}_{p}" for t in ("fatalities", "injured") for p in ("low", "best", "high"))


def _enum(vocabulary: Iterable[StrEnum]) -> pl.Enum:
    return pl.Enum([word.value for word in vocabulary])


CLOSED_WORDS = {
    "time_precision": _enum(TimePrecision),
    "sub_event_type": pl.Enum([sub for subs in SUB_EVENT_TYPES.values() for sub in subs]),
    "placement": _enum(Placement),
    "geo_precision": _enum(GeoPrecision),
    "relevance": _enum(Relevance),
    "verification": _enum(Verification),
}
"""Columns of a closed list of words; each is stored as a number per row."""
OPEN_WORDS = ("area_id", "country", "site_type", "dataset_id")
"""Columns whose words the data itself brings; stored alike."""

NUMBERS: dict[str, type[pl.DataType]] = {
    "x": pl.Int32,
    "y": pl.Int32,
    "first_day": pl.Int32,
    "last_day": pl.Int32,
    "month": pl.Int32,
    "last_month": pl.Int32,
    "inexact": pl.Boolean,
    "kind": pl.UInt8,
    "place": pl.UInt32,
    "rank": pl.UInt32,
    **dict.fromkeys(TOLLS, pl.Int32),
}
"""Web-Mercator units (null without a point); days and months since 1970; whether the day is not
known; the event type's code; a number for the named place (null when it has none); the place in
the order of dates and then ids; tolls (null is not reported)."""

LAID_COLUMNS = (*NUMBERS, *CLOSED_WORDS, *OPEN_WORDS)
"""Every column of `Laid.incidents`."""

LAID_FROM = (
    "incident_id", "event_date", "end_date", "event_type", "location", "admin1", "x", "y",
    "area_west", "area_south", "area_east", "area_north", *TOLLS, *CLOSED_WORDS,
    "area_id", "country", "site_type",
)  # fmt: skip
"""What an incident is laid out from, besides the dataset's id: columns of the tables, placed."""

AREA_COLUMNS = {
    "area_id": pl.String,
    "name": pl.String,
    "west": pl.Float64,
    "south": pl.Float64,
    "east": pl.Float64,
    "north": pl.Float64,
}
"""The admin-1 areas that hold incidents: what the table calls each, and its bounds in degrees."""


@dataclass(frozen=True, eq=False)
class Laid:
    """What queries read, in memory or mapped from a file."""

    incidents: pl.DataFrame
    """`LAID_COLUMNS`, one row an incident, located rows first and in spatial order."""
    parties: pl.DataFrame
    """One row for each actor with a part in an incident; see `model.parties`."""
    rows: Mapping[str, pl.Series]
    """For each table that names incidents one by one, by its name: the incident's row in each of
    its lines, ascending."""
    by_id: pl.Series
    """Rows in the order of their ids, which finds an incident in a few steps."""
    located: int
    """How many of the first rows have a point."""


@dataclass(frozen=True, eq=False)
class LaidInFiles:
    """The same, left in Parquet files for Spark to read: this process holds none of it."""

    files: Mapping[str, Path]
    """The file, or folder of part files, of `incidents`, of `parties` and of each table that names
    incidents one by one, as far as there are any."""
    master: str
    """The address of the Spark that reads them."""


def arrange_incidents(incidents: pl.DataFrame) -> pl.DataFrame:
    """Return the incidents in the order that queries rely on.

    Located rows come first, along the Morton curve of their Web-Mercator units; then those known
    to an area, area by area; then the rest. Equal places stand by date and id.
    """
    located = pl.col("x").is_not_null()
    curve = pl.Series("curve", interleave(*_points(incidents)))
    order = incidents.select(
        (~located).alias("unlocated"),
        curve,
        pl.col("placement").replace_strict(_ORDER).alias("placed"),
        "area_id",
        "event_date",
        "incident_id",
    )
    return incidents[order.select(pl.arg_sort_by(*order.columns)).to_series()]


def lay_out_incidents(incidents: pl.DataFrame) -> pl.DataFrame:
    """Return `LAID_COLUMNS` of arranged incidents."""
    return incidents.select(
        *(pl.col(name).cast(pl.Int32) for name in ("x", "y")),
        _days("event_date").alias("first_day"),
        _days("end_date").alias("last_day"),
        _months("event_date").alias("month"),
        _months("end_date").alias("last_month"),
        (~pl.col("time_precision").is_in(_EXACT)).alias("inexact"),
        pl.col("event_type").replace_strict(KIND_CODES, return_dtype=pl.UInt8).alias("kind"),
        _places(),
        (pl.struct("event_date", "incident_id").rank("ordinal") - 1).cast(pl.UInt32).alias("rank"),
        *(pl.col(name).cast(toll_type(int(incidents[name].sum()))) for name in TOLLS),
        *(pl.col(name).cast(words) for name, words in CLOSED_WORDS.items()),
        *(pl.col(name).cast(words_of(incidents[name])) for name in OPEN_WORDS),
    ).select(LAID_COLUMNS)


def toll_type(total: int) -> type[pl.DataType]:
    """Return the type of a column of tolls that add up to `total`; it holds the sum of any."""
    return pl.Int32 if total <= _MOST_INT32 else pl.Int64


def words_of(column: pl.Series) -> pl.Enum:
    """Return the type that stores a column of repeated words as numbers."""
    return pl.Enum(column.unique().drop_nulls().sort().cast(pl.String))


def count_located(incidents: pl.DataFrame) -> int:
    """Return how many of the first rows have a point.

    Raises:
        ValueError: Rows are not in the order of `arrange_incidents`.
    """
    located = len(incidents) - incidents["x"].null_count()
    curve = interleave(*_points(incidents[:located]))
    if incidents["x"][:located].null_count() or (curve[1:] < curve[:-1]).any():
        raise ValueError("incidents are not in spatial order")
    return located


def collect_areas(incidents: pl.DataFrame) -> pl.DataFrame:
    """Return `AREA_COLUMNS` of placed incidents, in the order of the areas' codes.

    An area is called what most of its incidents call it, or the first such name.
    """
    sides = {f"area_{side}": side for side in ("west", "south", "east", "north")}
    inside = incidents.lazy().filter(pl.col("area_id") != "")
    named = inside.filter(pl.col("admin1") != "").group_by("area_id", "admin1").len()
    name = named.sort("len", "admin1", descending=[True, False]).group_by("area_id").agg(
        pl.col("admin1").first().alias("name")
    )  # fmt: skip
    bounds = inside.group_by("area_id").agg(pl.col(*sides).first().cast(pl.Float64))
    frame = bounds.join(name, on="area_id", how="left").rename(sides)
    called = pl.coalesce("name", "area_id").alias("name")
    return frame.with_columns(called).select(*AREA_COLUMNS).sort("area_id").collect()


def _points(incidents: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    x, y = (incidents[name].fill_null(0).to_numpy().astype(np.int64) for name in ("x", "y"))
    return x, y


def _days(name: str) -> pl.Expr:
    return pl.col(name).to_physical().cast(pl.Int32)


def _months(name: str) -> pl.Expr:
    day = pl.col(name).dt
    return day.year().cast(pl.Int32) * 12 + day.month() - 1 - _MONTHS_TO_EPOCH


def _places() -> pl.Expr:
    """Number the named places by first appearance; null where no place is named."""
    name = pl.when(pl.col("location") != "").then(pl.col("location"))
    return pl.when(name.is_not_null()).then(name.rank("dense")).cast(pl.UInt32).alias("place")
