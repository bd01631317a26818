"""A dataset as a folder of Parquet files, its incidents as GeoParquet 1.1.

Beside each table's own columns the files hold those that queries read (`model.laid`), so that
every engine finds them laid out: rows in spatial order, tables that name incidents by row.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

import shapely

from incidents.model.frames import INCIDENT_TABLES
from incidents.model.laid import NUMBERS, Laid
from incidents.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from incidents.model.frames import Tables

INCIDENTS_FILE = "incidents.parquet"
PARTIES_FILE = "parties.parquet"
AREAS_FILE = "areas.parquet"
ROWS_PER_GROUP = 131_072
_GEOMETRY = "geometry"


def file_of(table: str) -> str:
    """Return the file that holds a table, or `parties` or `areas`."""
    return f"{table}.parquet"


def write_folder(tables: Tables, folder: Path) -> None:
    """Write every table to `folder`, which exists; files that are there are replaced."""
    laid = tables.laid
    if not isinstance(laid, Laid):
        raise TypeError("the tables are left in files, which are Parquet already")
    numbers = laid.incidents.select(queried_columns())
    with open_incidents(folder / INCIDENTS_FILE) as write:
        write(pl.concat([tables.incidents[laid.incidents["rank"]], numbers], how="horizontal"))
    for name in TABLES:
        if name == "incidents":
            continue
        frame: pl.DataFrame = getattr(tables, name)
        if name in INCIDENT_TABLES:
            frame = frame.with_columns(laid.rows[name].alias("row"))
        write_table(frame, folder / file_of(name))
    write_table(laid.parties, folder / PARTIES_FILE)
    write_table(tables.areas, folder / AREAS_FILE)


def queried_columns() -> list[str]:
    """Return the columns that queries read and the table of incidents has not."""
    own = {*TABLES["incidents"].column_names, "x", "y"}
    return [name for name in NUMBERS if name not in own]


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """Write one table, in groups of rows that can be read by themselves."""
    words = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Enum)]
    frame.with_columns(pl.col(words).cast(pl.String)).write_parquet(
        path, compression="zstd", row_group_size=ROWS_PER_GROUP
    )


@contextmanager
def open_incidents(path: Path) -> Iterator[_IncidentsWriter]:
    """Yield what writes incidents to a file, part by part in the order of their rows.

    Each part has the table's columns, `PLACED_COLUMNS` and `queried_columns()`.
    """
    writer = _IncidentsWriter(path)
    try:
        yield writer
    finally:
        writer.close()


class _IncidentsWriter:
    """Writes parts of the table of incidents, and at the end what GeoParquet says of them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: pq.ParquetWriter | None = None
        self._rows = 0
        self._bounds: list[float] = []

    def __call__(self, part: pl.DataFrame) -> None:
        """Write the next rows."""
        numbered = part.with_row_index("row", self._rows).with_columns(pl.col("row").cast(pl.Int64))
        words = [name for name, kind in part.schema.items() if isinstance(kind, pl.Enum)]
        table = numbered.with_columns(pl.col(words).cast(pl.String)).to_arrow(
            compat_level=pl.CompatLevel.oldest()
        )
        table = table.append_column(_GEOMETRY, self._points(part))
        if self._file is None:
            # with an index of pages, a few rows are read without the rest of their group
            self._file = pq.ParquetWriter(
                self._path, table.schema, compression="zstd", write_page_index=True
            )
        self._file.write_table(table, row_group_size=ROWS_PER_GROUP)
        self._rows += part.height

    def _points(self, part: pl.DataFrame) -> pa.Array:
        """Return the points as well-known binary; null where no point is known."""
        located = part["longitude"].is_not_null() & part["latitude"].is_not_null()
        longitude, latitude = (part[name].to_numpy() for name in ("longitude", "latitude"))
        points = np.array(shapely.points(longitude, latitude), dtype=object)
        points[~located.to_numpy()] = None
        if located.any():
            own = shapely.total_bounds(points).tolist()
            least = [min(pair) for pair in zip(own[:2], self._bounds[:2] or own[:2], strict=True)]
            most = [max(pair) for pair in zip(own[2:], self._bounds[2:] or own[2:], strict=True)]
            self._bounds = [*least, *most]
        return pa.array(shapely.to_wkb(points), pa.binary())

    def close(self) -> None:
        """Say where the points lie, and end the file."""
        if self._file is None:
            return
        column: dict[str, object] = {"encoding": "WKB", "geometry_types": ["Point"]}
        if self._bounds:
            column["bbox"] = self._bounds
        told = {"version": "1.1.0", "primary_column": _GEOMETRY, "columns": {_GEOMETRY: column}}
        self._file.add_key_value_metadata({"geo": json.dumps(told)})
        self._file.close()
