"""GeoPackage 1.3 as SQLite: tables, layers and what every such file says of itself.

Written without GDAL: the format is a few tables of SQLite, and rows go in as they are read.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

_APPLICATION_ID = 0x47504B47  # "GPKG"
_VERSION = 10300
WGS84 = 4326
_WGS84_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
_SYSTEMS = (
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic"),
    ("WGS 84 geodetic", WGS84, "EPSG", WGS84, _WGS84_WKT, "longitude/latitude in degrees"),
)
_SCHEMA = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
"""
GEOMETRY = "geom"


class GeoPackage:
    """A file that is being written; see `open_geopackage`."""

    def __init__(self, connection: sqlite3.Connection, changed: str) -> None:
        self._connection = connection
        self._changed = changed

    def add_table(
        self,
        name: str,
        description: str,
        schema: Mapping[str, pl.DataType],
        geometry: str = "",
        *,
        key: str = "fid",
    ) -> None:
        """Add a table without rows.

        Args:
            name: What it is called.
            description: What it holds.
            schema: Its columns and their types.
            geometry: The type of its shapes, for a layer; "" for a table without any.
            key: The column that numbers its rows.
        """
        columns = [f"{key} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
        columns += [f"{GEOMETRY} {geometry}"] if geometry else []
        columns += [f"{_quote(column)} {_sql_type(kind)}" for column, kind in schema.items()]
        self._connection.execute(f"CREATE TABLE {_quote(name)} ({', '.join(columns)})")
        self._list(name, description, geometry)

    def _list(self, name: str, description: str, geometry: str) -> None:
        self._connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, "
            "last_change, srs_id) VALUES (?, ?, ?, ?, ?, ?)",
            (name, "features" if geometry else "attributes", name, description, self._changed,
             WGS84 if geometry else None),
        )  # fmt: skip
        if geometry:
            self._connection.execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)",
                (name, GEOMETRY, geometry, WGS84),
            )

    def add_rows(
        self,
        name: str,
        frame: pl.DataFrame,
        shapes: Iterable[bytes | None] | None = None,
        *,
        blank: bool = False,
    ) -> None:
        """Add rows, and for a layer the shape of each.

        Args:
            name: The table.
            frame: The rows.
            shapes: What GeoPackage makes of each row's shape, for a layer.
            blank: Whether a blank text is stored as such; otherwise it is stored as none.
        """
        columns = [_quote(column) for column in frame.columns]
        rows: Iterable[tuple[object, ...]] = _plain(frame, blank=blank).iter_rows()
        if shapes is not None:
            columns.append(GEOMETRY)
            rows = ((*row, shape) for row, shape in zip(rows, shapes, strict=True))
        places = ", ".join("?" * len(columns))
        self._connection.executemany(
            f"INSERT INTO {_quote(name)} ({', '.join(columns)}) VALUES ({places})",  # noqa: S608
            rows,
        )

    def set_bounds(self, name: str, bounds: tuple[float, ...]) -> None:
        """Say where a layer's shapes lie: west, south, east, north; () where it has none."""
        if bounds:
            self._connection.execute(
                "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? "
                "WHERE table_name = ?",
                (*bounds, name),
            )


@contextmanager
def open_geopackage(path: Path, changed: date) -> Iterator[GeoPackage]:
    """Yield a new GeoPackage to be filled.

    Args:
        path: The file, which does not exist.
        changed: The day that the file says it was written on.
    """
    with closing(sqlite3.connect(path)) as connection:
        # a file that is thrown away where writing fails needs no journal
        connection.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
            f"PRAGMA application_id = {_APPLICATION_ID}; PRAGMA user_version = {_VERSION};"
        )
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _SYSTEMS
        )
        yield GeoPackage(connection, f"{changed.isoformat()}T00:00:00.000Z")
        connection.commit()


def _plain(frame: pl.DataFrame, *, blank: bool) -> pl.DataFrame:
    texts = [name for name, kind in frame.schema.items() if kind == pl.String and not blank]
    days = [name for name, kind in frame.schema.items() if kind == pl.Date]
    filled = [pl.when(pl.col(name) != "").then(name) for name in texts]
    return frame.with_columns(*filled, pl.col(days).cast(pl.String))


def _sql_type(kind: pl.DataType) -> str:
    if kind == pl.Date:
        return "DATE"
    if kind.is_integer():
        return "INTEGER"
    return "REAL" if kind.is_float() else "TEXT"


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
