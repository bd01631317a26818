"""Writes synthetic incidents as a folder of Parquet files that the app serves.

Part by part, so that ten million incidents need no more memory than a few of its columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks.synthetic import FIRST_DAY, LAST_DAY, make_incidents
from incidents.library.geoparquet import (
    AREAS_FILE,
    INCIDENTS_FILE,
    PARTIES_FILE,
    file_of,
    open_incidents,
    write_table,
)
from incidents.model.frames import PLACED_COLUMNS
from incidents.model.laid import AREA_COLUMNS, EPOCH, KIND_CODES, NUMBERS
from incidents.model.mercator import interleave, project_many
from incidents.model.parties import build_parties
from incidents.model.tables import TABLES
from incidents.places.areas import load_areas
from incidents.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

PART = 1_000_000
_MONITOR = "monitor"
_CARD = f"""\
dataset_id = "synthetic"
title = "Synthetic incidents"
description = "Drawn at random for measurements; none of it happened."
coverage = "{FIRST_DAY} to {LAST_DAY}"
countries = ["IRQ"]
"""


def write_dataset(count: int, folder: Path) -> None:
    """Write `count` synthetic incidents to `folder`, for INCIDENTS_DATA."""
    folder.mkdir(parents=True, exist_ok=True)
    areas = _area_of_places()
    made = _in_spatial_order(make_incidents(count), areas)
    with open_incidents(folder / INCIDENTS_FILE) as write:
        for start in range(0, count, PART):
            write(_whole_rows(made[start : start + PART]))
    _write_ledger(made, folder)
    write_table(areas.select(*AREA_COLUMNS).unique("area_id").sort("area_id"), folder / AREAS_FILE)
    for name, frame in {"actors": _actors(made), "sources": _sources(made)}.items():
        write_table(_padded(frame, name), folder / file_of(name))
    (folder / "dataset.toml").write_text(_CARD, encoding="utf-8")


def _area_of_places() -> pl.DataFrame:
    """Return the area in which each of the clusters has its middle, by the cluster's number."""
    index = load_areas(Settings().areas)
    sample = make_incidents(200_000).with_columns(_place_number())
    middles = sample.group_by("place").agg(pl.col("longitude", "latitude").median()).sort("place")
    found = [index.containing(*place) for place in middles.select("longitude", "latitude").rows()]
    rows = [
        {"area_id": area.area_id, "name": area.name, **dict(zip(("west", "south", "east", "north"),
         map(float, area.bounds), strict=True))} if area else dict.fromkeys(AREA_COLUMNS)
        for area in found
    ]  # fmt: skip
    nearest = pl.DataFrame(rows, schema=AREA_COLUMNS).select(
        pl.all().forward_fill().backward_fill()
    )
    return pl.concat([middles.select("place"), nearest], how="horizontal")


def _place_number() -> pl.Expr:
    return pl.col("title").str.extract(r"place (\d+)").cast(pl.UInt32).alias("place")


def _in_spatial_order(made: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """Return the incidents in the order of their rows, with all that queries read."""
    x, y = project_many(made["longitude"].to_numpy(), made["latitude"].to_numpy())
    located = pl.col("located")
    months = [
        (pl.col(name).dt.year().cast(pl.Int32) - EPOCH.year) * 12 + pl.col(name).dt.month() - 1
        for name in ("event_date", "end_date")
    ]
    # ids are given in the order in which they were drawn, so by date and then number is by id
    rank = made.select(pl.arg_sort_by("event_date", maintain_order=True)).to_series()
    order = np.argsort(interleave(x, y) + np.where(made["located"], 0, 1 << 62).astype(np.uint64))
    laid = made.with_columns(
        _place_number(),
        pl.when(located).then(pl.Series(x)).alias("x"),
        pl.when(located).then(pl.Series(y)).alias("y"),
        pl.col("event_date").to_physical().alias("first_day"),
        pl.col("end_date").to_physical().alias("last_day"),
        months[0].alias("month"),
        months[1].alias("last_month"),
        (pl.col("event_date") != pl.col("end_date")).alias("inexact"),
        pl.col("event_type").cast(pl.String).replace_strict(KIND_CODES).alias("kind"),
        pl.Series(np.argsort(rank.to_numpy())).alias("rank"),
    ).with_columns(pl.col(name).cast(kind) for name, kind in NUMBERS.items() if name in _DRAWN)
    bounds = {side: f"area_{side}" for side in ("west", "south", "east", "north")}
    return laid[order].join(areas.drop("name").rename(bounds), on="place", how="left",
                            maintain_order="left")  # fmt: skip


_DRAWN = {"x", "y", "first_day", "last_day", "month", "last_month", "kind", "place", "rank"}


def _whole_rows(part: pl.DataFrame) -> pl.DataFrame:
    """Return a part with every column of a dataset."""
    known_day, located = ~pl.col("inexact"), pl.col("located")
    whole = part.with_columns(
        *(pl.when(located).then(pl.col(name)).alias(name) for name in ("latitude", "longitude")),
        *(pl.col("fatalities").alias(f"fatalities_{end}") for end in ("low", "best", "high")),
        *(pl.lit(None, pl.Int32).alias(f"injured_{end}") for end in ("low", "best", "high")),
        pl.when(known_day).then(pl.lit("day")).otherwise(pl.lit("range")).alias("time_precision"),
        pl.col("title").alias("title_en"),
        pl.col("title").alias("summary"),
        pl.format("Place {}", "place").alias("location"),
        pl.lit("IRQ").alias("country"),
        pl.when(located).then(pl.lit("city")).otherwise(pl.lit("governorate")).alias("geo_precision"),
        pl.when(located).then(pl.lit("located")).otherwise(pl.lit("area")).alias("placement"),
        pl.when(located).then(pl.lit(5_000)).alias("radius_m"),
        pl.lit("drawn at random").alias("placed_by"),
        pl.lit("core").alias("relevance"),
        pl.lit("single publisher").alias("verification"),
        pl.concat_str(pl.col("title").str.to_lowercase(), pl.lit(" "),
                      pl.col("actor").cast(pl.String).str.to_lowercase()).alias("search"),
        pl.lit("synthetic").alias("dataset_id"),
    )  # fmt: skip
    return _padded(
        whole, "incidents", *PLACED_COLUMNS, *(n for n in NUMBERS if n not in {"x", "y"})
    )


def _padded(frame: pl.DataFrame, table: str, *more: str) -> pl.DataFrame:
    """Return the table's columns, blank where the frame has none, and some others of its own."""
    columns = [*TABLES[table].column_names, *more]
    blank = [pl.lit("").alias(name) for name in columns if name not in frame.columns]
    return frame.with_columns(*blank).select(*dict.fromkeys(columns))


def _write_ledger(made: pl.DataFrame, folder: Path) -> None:
    numbered = made.select("incident_id", "actor", "target", "source", "end_date").with_row_index(
        "row"
    )
    named = numbered.with_columns(_id_of(name) for name in ("actor", "target", "source"))
    attributed = pl.lit("attributed").alias("stance"), pl.lit(_MONITOR).alias("by")
    lines = {
        "attributions": named.select("row", "incident_id", pl.col("actor").alias("actor_id"),
                                     *attributed, pl.col("end_date").alias("stated_on"),
                                     pl.col("source").alias("source_id")),
        "involvements": named.select("row", "incident_id", pl.col("target").alias("actor_id"),
                                     pl.lit("target").alias("role")),
        "citations": named.select("row", "incident_id", pl.col("source").alias("source_id"),
                                  pl.lit("2").alias("credibility")),
    }  # fmt: skip
    parties = []
    for start in range(0, made.height, PART):
        ledger, parts = (
            lines[name][start : start + PART] for name in ("attributions", "involvements")
        )
        parties.append(build_parties(ledger, parts, []))
    write_table(pl.concat(parties), folder / PARTIES_FILE)
    for name, frame in lines.items():
        write_table(_padded(frame, name, "row"), folder / file_of(name))


def _id_of(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).str.to_lowercase().str.replace(" ", "-")


def _actors(made: pl.DataFrame) -> pl.DataFrame:
    names = pl.concat(
        [made["actor"].unique().cast(pl.String), made["target"].unique().cast(pl.String)]
    )
    listed = pl.DataFrame({"name_en": names.unique().sort()})
    armed = listed.with_columns(actor_id=_id_of("name_en"), kind=pl.lit("armed group"))
    monitor = pl.DataFrame({"name_en": ["A monitor"], "actor_id": [_MONITOR], "kind": ["monitor"]})
    return pl.concat([monitor, armed.select(monitor.columns)])


def _sources(made: pl.DataFrame) -> pl.DataFrame:
    listed = pl.DataFrame({"title": made["source"].unique().cast(pl.String).sort()})
    return listed.with_columns(
        source_id=_id_of("title"),
        publisher="title",
        language=pl.lit("en"),
        url=pl.lit("https://example.org/") + _id_of("title"),
        reliability=pl.lit("C"),
        reliability_reason=pl.lit("drawn at random"),
    )
