"""Validated tables as frames: what every later room computes on."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import polars as pl

from incidents.model.columns import ColumnType
from incidents.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


@dataclass(frozen=True)
class Tables:
    """One frame per table; `incidents` also holds `PLACED_COLUMNS`."""

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

    def by_name(self) -> dict[str, pl.DataFrame]:
        """Return every frame by its table's name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def build_frame(table: Table, rows: Sequence[Mapping[str, Value]]) -> pl.DataFrame:
    """Return typed rows as a frame with the table's columns, also when there are none."""
    schema = {column.name: _POLARS_TYPES[column.type] for column in table.columns}
    return pl.DataFrame(list(rows), schema=schema)


def build_frames(accepted: Mapping[str, Sequence[Mapping[str, Value]]]) -> dict[str, pl.DataFrame]:
    """Return a frame for each table of the model."""
    return {name: build_frame(table, accepted.get(name, ())) for name, table in TABLES.items()}
