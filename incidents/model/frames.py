"""Validated tables as frames: what every later room computes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from incidents.model.columns import ColumnType
from incidents.model.laid import (
    Laid,
    LaidInFiles,
    arrange_incidents,
    collect_areas,
    count_located,
    lay_out_incidents,
    words_of,
)
from incidents.model.parties import build_parties, unnamed_sources
from incidents.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from incidents.model.columns import Table
    from incidents.model.validation import Value

_POLARS_TYPES = {
    ColumnType.STRING: pl.String,
    ColumnType.DATE: pl.Date,
    ColumnType.INTEGER: pl.Int64,
    ColumnType.NUMBER: pl.Float64,
}

PLACED_COLUMNS = {
    "placement": pl.String,
    "radius_m": pl.Int64,
    "placed_by": pl.String,
    "area_id": pl.String,
    "area_west": pl.Float64,
    "area_south": pl.Float64,
    "area_east": pl.Float64,
    "area_north": pl.Float64,
    "x": pl.Int64,
    "y": pl.Int64,
    "search": pl.String,
    "dataset_id": pl.String,
}
"""What `incidents` gains when it is loaded: its place on the map and its folded text."""


def _keep() -> None:
    """Give back nothing: the words are in memory only."""


INCIDENT_TABLES = ("involvements", "attributions", "citations")
"""Tables whose every row names one incident."""


@dataclass(frozen=True, eq=False)
class Tables:
    """One frame per table; `incidents` also holds `PLACED_COLUMNS`.

    Incidents stand by date and then id, as lists and files have them: an incident's place here is
    its `rank` in `laid`, where they stand in space and have their row numbers. The rows of
    `INCIDENT_TABLES` stand in the order of their incidents' rows. Where these are left in files,
    their frames have columns and no rows: only the engine (`query.engine`) reads them.
    """

    incidents: pl.DataFrame
    actors: pl.DataFrame
    involvements: pl.DataFrame
    attributions: pl.DataFrame
    statements: pl.DataFrame
    reported_totals: pl.DataFrame
    total_attributions: pl.DataFrame
    sources: pl.DataFrame
    citations: pl.DataFrame
    claims: pl.DataFrame
    areas: pl.DataFrame
    """`model.laid.AREA_COLUMNS`."""
    laid: Laid | LaidInFiles
    """The same incidents and parties, as queries read them."""
    let_go: Callable[[], None] = _keep
    """Gives back the memory of words that were read, where they are mapped from a file."""

    def by_name(self) -> dict[str, pl.DataFrame]:
        """Return every frame by its table's name."""
        return {name: getattr(self, name) for name in TABLES}


def lay_out(frames: Mapping[str, pl.DataFrame]) -> Tables:
    """Return tables of frames in any order; `incidents` has `PLACED_COLUMNS` already."""
    arranged = {**frames, "incidents": arrange_incidents(frames["incidents"])}
    incidents = arranged["incidents"]
    rows = {}
    for name in INCIDENT_TABLES:
        numbered = _number(frames[name], incidents)
        rows[name] = numbered["row"]
        arranged[name] = numbered.drop("row")
    ledger, parts = arranged["attributions"], arranged["involvements"]
    # the same few actors again and again: as numbers they are quickly told apart
    named = words_of(pl.concat([ledger["actor_id"].unique(), parts["actor_id"].unique()]))
    actor = pl.col("actor_id").cast(named)
    parties = build_parties(
        ledger.select(rows["attributions"], actor, "stance", "by"),
        parts.select(rows["involvements"], actor, "role"),
        unnamed_sources(frames["actors"]),
    )
    laid = Laid(
        incidents=lay_out_incidents(incidents),
        parties=parties,
        rows=rows,
        by_id=incidents["incident_id"].arg_sort(),
        located=count_located(incidents),
    )
    areas = collect_areas(incidents)
    arranged["incidents"] = incidents[laid.incidents["rank"].arg_sort()]
    return Tables(**arranged, areas=areas, laid=laid, let_go=_keep)


def _number(frame: pl.DataFrame, incidents: pl.DataFrame) -> pl.DataFrame:
    """Return a table with its incidents' rows in front, in their order."""
    rows = incidents.select("incident_id").with_row_index("row")
    return frame.join(rows, on="incident_id", how="left", maintain_order="left").sort(
        "row", maintain_order=True
    )


def build_frame(table: Table, rows: Sequence[Mapping[str, Value]]) -> pl.DataFrame:
    """Return typed rows as a frame with the table's columns, also when there are none."""
    schema = {column.name: _POLARS_TYPES[column.type] for column in table.columns}
    return pl.DataFrame(list(rows), schema=schema)


def build_frames(accepted: Mapping[str, Sequence[Mapping[str, Value]]]) -> dict[str, pl.DataFrame]:
    """Return a frame for each table of the model."""
    return {name: build_frame(table, accepted.get(name, ())) for name, table in TABLES.items()}
