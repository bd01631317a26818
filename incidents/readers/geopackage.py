"""GeoPackage layers as tables, read as the SQLite file it is, with everything but reading off."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NoReturn

import polars as pl

from incidents.errors import SourceFileError
from incidents.readers.features import UNREADABLE, FeatureTable, Place, number_text
from incidents.readers.raw import Container
from incidents.readers.references import DEGREES, UNKNOWN, code_reference, wkt_reference
from incidents.readers.wkb import read_wkb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from incidents.readers.raw import RawTable, Reading
    from incidents.readers.references import Reference

MOST_LAYERS = 1_000
_BATCH = 20_000
_LONGEST_VALUE = 50_000_000
_LONGEST_QUERY = 100_000
_CONTENTS, _GEOMETRIES, _SYSTEMS = (
    "gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys",
)  # fmt: skip
_COMPUTES = re.compile(r"^\s*CREATE\s+VIRTUAL|\bAS\s*\(", re.IGNORECASE)
_UNDEFINED = (0, -1)
"""What a GeoPackage calls degrees, or metres, of nothing that is said."""
_LOCAL = ("UNDEFINED", "LOCAL_CS", "ENGCRS", "ENGINEERINGCRS")
"""How a definition begins that ties its numbers to no place on Earth."""
_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_HEAD_BYTES = 8
_EXTENDED = 0b100000
_MOST_READ = 100
"""More than any point takes; nothing else is looked into."""
# Every answer the file's own code could give is refused: views, triggers and virtual tables
# are not read, and what remains may look and do nothing else.
_ALLOWED: Final = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
Cell = str | int | float | bytes | None


@dataclass(frozen=True)
class _Layer:
    name: str
    geometry: str = ""
    """The column of geometries; "" for a plain table."""
    system: int = 0


def read_geopackage(path: Path, reading: Reading, file_name: str = "") -> RawTable:
    """Return one layer of a GeoPackage, with points in degrees; the first if none is asked for.

    Raises:
        SourceFileError: It is no GeoPackage, has no layers, or not the one asked for.
    """
    name = file_name or path.name
    try:
        with _open(path) as connection:
            layers = _find_layers(connection)
            layer = _choose(layers, reading.part, name)
            table = FeatureTable(name)
            table.reference = _find_reference(connection, layer, name)
            _read_rows(connection, layer, table)
    except (sqlite3.Error, OverflowError, UnicodeError) as error:
        _refuse(name, f"it is no GeoPackage that can be read ({error})")
    parts = tuple(each.name for each in layers)
    return table.build(Container.GEOPACKAGE, replace(reading, part=layer.name), parts)


def read_geopackage_layers(path: Path, file_name: str = "") -> tuple[str, ...]:
    """Return the names of the layers of a GeoPackage, in its order.

    Raises:
        SourceFileError: It is no GeoPackage.
    """
    name = file_name or path.name
    try:
        with _open(path) as connection:
            return tuple(layer.name for layer in _find_layers(connection))
    except (sqlite3.Error, UnicodeError) as error:
        _refuse(name, f"it is no GeoPackage that can be read ({error})")


def _refuse(file_name: str, reason: str) -> NoReturn:
    raise SourceFileError(file_name, reason, "Export it anew as a GeoPackage.")


def _open(path: Path) -> AbstractContextManager[sqlite3.Connection]:
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True)
    connection.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
    for limit, most in (
        (sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE),
        (sqlite3.SQLITE_LIMIT_SQL_LENGTH, _LONGEST_QUERY),
        (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
        (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
    ):
        connection.setlimit(limit, most)
    for setting in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON", "mmap_size=0"):
        connection.execute(f"PRAGMA {setting}")
    connection.set_authorizer(_allow)
    return _Closing(connection)


class _Closing:
    """A connection that is closed at the end, which its own `with` does not do."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __enter__(self) -> sqlite3.Connection:
        return self.connection

    def __exit__(self, *_: object) -> None:
        self.connection.close()


def _allow(action: int, *_: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def _find_layers(connection: sqlite3.Connection) -> list[_Layer]:
    real = _real_tables(connection)
    if _CONTENTS not in real:
        raise sqlite3.DatabaseError("it lists no layers")
    query = f"SELECT table_name, data_type FROM {_CONTENTS}"  # noqa: S608  (our own name)
    listed = connection.execute(query).fetchmany(MOST_LAYERS)
    geometries = {}
    if _GEOMETRIES in real:
        query = f"SELECT table_name, column_name, srs_id FROM {_GEOMETRIES}"  # noqa: S608
        for table, column, system in connection.execute(query).fetchmany(MOST_LAYERS):
            geometries[table] = (str(column), system if isinstance(system, int) else 0)
    return [
        _Layer(name, *geometries.get(name, ()))
        for name, kind in listed
        if kind in ("features", "attributes") and name in real and not name.startswith("sqlite_")
    ]


def _real_tables(connection: sqlite3.Connection) -> set[str]:
    """Return the names of what are tables, and neither views nor computed in any column."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
    return {
        name
        for name, sql in connection.execute(query)
        if isinstance(sql, str) and not _COMPUTES.search(sql)
    }


def _choose(layers: list[_Layer], part: str | None, file_name: str) -> _Layer:
    if not layers:
        _refuse(file_name, "it has no layers that are tables")
    if part is None:
        return layers[0]
    found = next((layer for layer in layers if layer.name == part), None)
    if found is None:
        named = ", ".join(layer.name for layer in layers)
        raise SourceFileError(
            file_name, f"it has no layer {part!r}", f"Choose one of its layers: {named}."
        )
    return found


def _find_reference(connection: sqlite3.Connection, layer: _Layer, file_name: str) -> Reference:
    if not layer.geometry:
        return DEGREES
    if layer.system in _UNDEFINED:
        return UNKNOWN
    row: tuple[Cell, ...] | None = None
    if _SYSTEMS in _real_tables(connection):
        query = (
            "SELECT organization, organization_coordsys_id, definition "  # noqa: S608
            f"FROM {_SYSTEMS} WHERE srs_id = ?"
        )
        row = connection.execute(query, (layer.system,)).fetchone()
    if row and str(row[2] or "").lstrip().upper().startswith(_LOCAL):
        return UNKNOWN
    authority, code, definition = row or ("EPSG", layer.system, "")
    found = None
    if isinstance(code, int) and str(authority).upper() == "EPSG":
        found = code_reference(code)
    found = found or wkt_reference(str(definition or ""))
    if found is None:
        raise SourceFileError(
            file_name,
            f"the coordinates of its layer {layer.name!r} are in a system that is not known here "
            f"({authority!r} {code!r})",
            "Export it anew with longitude and latitude (WGS 84, EPSG:4326).",
        )
    return found


def _read_rows(connection: sqlite3.Connection, layer: _Layer, table: FeatureTable) -> None:
    quoted = layer.name.replace('"', '""')
    cursor = connection.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608  (quoted, and a table)
    names = [description[0] for description in cursor.description]
    geometry = names.index(layer.geometry) if layer.geometry in names else None
    bytes_in: set[str] = set()
    for rows, places in _batches(cursor, geometry):
        columns = list(zip(*rows, strict=True)) or [()] * len(names)
        texts = {
            name: [_text(value, name, bytes_in) for value in column]
            for at, (name, column) in enumerate(zip(names, columns, strict=True))
            if at != geometry
        }
        frame = pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String))
        table.add_frame(frame, None if geometry is None else places)
    for name in sorted(bytes_in):
        table.remarks.append(
            f"The column `{name}` holds bytes that are no text: they are left out."
        )


def _batches(
    cursor: sqlite3.Cursor, geometry: int | None
) -> Iterator[tuple[list[tuple[Cell, ...]], list[Place]]]:
    """Yield rows and their places, at least once, so that no rows have columns too."""
    rows: list[tuple[Cell, ...]] = []
    places: list[Place] = []
    for row in cursor:
        if geometry is not None:
            # At once: twenty thousand detailed shapes would fill memory.
            places.append(_place(row[geometry]))
            row = (*row[:geometry], None, *row[geometry + 1 :])  # noqa: PLW2901
        rows.append(row)
        if len(rows) == _BATCH:
            yield rows, places
            rows, places = [], []
    yield rows, places


def _text(value: Cell, column: str, bytes_in: set[str]) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        bytes_in.add(column)
        return ""
    return number_text(value) if isinstance(value, float) else str(value)


def _place(blob: Cell) -> Place:
    """Return where a geometry is: a short head of its own, then well-known binary."""
    if blob is None:
        return read_wkb(None)
    unreadable = Place(UNREADABLE)
    if not isinstance(blob, bytes) or len(blob) < _HEAD_BYTES or blob[:2] != b"GP":
        return unreadable
    flags = blob[3]
    envelope = _ENVELOPES.get(flags >> 1 & 0b111)
    if envelope is None or flags & _EXTENDED:
        return unreadable
    begins = _HEAD_BYTES + envelope
    return read_wkb(blob[begins : begins + _MOST_READ]) if len(blob) > begins else unreadable
