"""Parquet files as tables, with the points of GeoParquet; other Parquet is a plain table."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from incidents.errors import SourceFileError
from incidents.readers.features import (
    EMPTY_POINT,
    NOWHERE,
    POINT,
    UNREADABLE,
    FeatureTable,
    Place,
    number_text,
)
from incidents.readers.raw import AS_FOUND, Container
from incidents.readers.references import DEGREES, UNKNOWN, projjson_reference
from incidents.readers.wkb import read_wkb

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from incidents.readers.raw import RawTable
    from incidents.readers.references import Reference

MOST_ROWS = 5_000_000
MOST_BYTES = 2_000_000_000
MOST_COLUMNS = 1_000
_BATCH = 20_000
_WKB = "WKB"
_NATIVE = {
    "point": POINT, "linestring": "LineString", "polygon": "Polygon", "multipoint": "MultiPoint",
    "multilinestring": "MultiLineString", "multipolygon": "MultiPolygon",
}  # fmt: skip
_THRIFT_BYTES, _THRIFT_ITEMS = 50_000_000, 1_000_000
_DAMAGED = "it is no Parquet that can be read"
_CURE = "Write it anew as Parquet, or as CSV."


@dataclass(frozen=True)
class _Geometry:
    column: str
    read: Callable[[Any], Place]
    reference: Reference


def read_geoparquet(path: Path, file_name: str = "") -> RawTable:
    """Return the rows of a Parquet file as text; nested cells are JSON.

    The geometries are those of the primary column that the file's `geo` metadata names. A file
    without it is a plain table.

    Raises:
        SourceFileError: It is no Parquet, is too large, or its geometries cannot be understood.
    """
    table = FeatureTable(file_name or path.name)
    try:
        with path.open("rb") as handle:
            file = pq.ParquetFile(
                handle,
                memory_map=False,
                thrift_string_size_limit=_THRIFT_BYTES,
                thrift_container_size_limit=_THRIFT_ITEMS,
                arrow_extensions_enabled=False,
            )
            _check_size(file, table.file_name)
            geometry = _find_geometry(file, table.file_name)
            table.reference = geometry.reference if geometry else DEGREES
            _read_rows(file, geometry, table)
    except (pa.ArrowException, OSError, pl.exceptions.PolarsError, UnicodeError) as error:
        raise SourceFileError(table.file_name, _DAMAGED, _CURE) from error
    return table.build(Container.GEOPARQUET, AS_FOUND)


def read_parquet_words(path: Path) -> tuple[list[str], dict[str, str]]:
    """Return the names of a file's columns and what it says of itself; nothing if it is damaged."""
    try:
        about = pq.read_metadata(path)
        names = about.schema.to_arrow_schema().names
    except (pa.ArrowException, OSError):
        return [], {}
    told = {key.decode(errors="replace"): value.decode(errors="replace")
            for key, value in (about.metadata or {}).items()}  # fmt: skip
    return names, told


def _refuse(file_name: str, reason: str) -> NoReturn:
    raise SourceFileError(file_name, reason, _CURE)


def _check_size(file: pq.ParquetFile, file_name: str) -> None:
    about = file.metadata
    if about.num_rows > MOST_ROWS:
        _refuse(file_name, f"it has {about.num_rows:,} rows, more than {MOST_ROWS:,}")
    if about.num_columns > MOST_COLUMNS:
        _refuse(file_name, f"it has {about.num_columns:,} columns, more than {MOST_COLUMNS:,}")
    size = sum(about.row_group(at).total_byte_size for at in range(about.num_row_groups))
    if size > MOST_BYTES:
        _refuse(file_name, f"it would unpack to {size // 1_000_000:,} MB")


def _find_geometry(file: pq.ParquetFile, file_name: str) -> _Geometry | None:
    # The file's own words: those of its schema lack what was added when it was closed.
    said = (file.metadata.metadata or {}).get(b"geo")
    if said is None:
        return None
    try:
        about = json.loads(said)
        name = about["primary_column"]
        column = about["columns"][name]
        encoding = column["encoding"]
    except (ValueError, KeyError, TypeError, RecursionError):
        _refuse(file_name, "what it says of its geometries cannot be read")
    if not isinstance(name, str) or file.schema_arrow.names.count(name) != 1:
        _refuse(file_name, f"it has no column {str(name)[:80]!r} of geometries")
    native = _NATIVE.get(encoding) if isinstance(encoding, str) else None
    if encoding != _WKB and native is None:
        _refuse(file_name, f"its geometries are encoded as {str(encoding)[:80]!r}")
    read = _read_bytes if native is None else _reader_of(native)
    return _Geometry(name, read, _find_reference(column, file_name))


def _find_reference(column: dict[str, Any], file_name: str) -> Reference:
    if "crs" not in column:
        return DEGREES
    said = column["crs"]
    if said is None:
        return UNKNOWN
    found = projjson_reference(said) if isinstance(said, dict) else None
    if found is None:
        _refuse(file_name, "the coordinate system that it names is not known here")
    return found


def _read_bytes(value: Any) -> Place:  # noqa: ANN401  (whatever the column holds)
    if value is None:
        return NOWHERE
    return read_wkb(value) if isinstance(value, bytes) else Place(UNREADABLE)


def _reader_of(kind: str) -> Callable[[Any], Place]:
    def read(value: Any) -> Place:  # noqa: ANN401  (whatever the column holds)
        if value is None:
            return NOWHERE
        if kind == "MultiPoint" and isinstance(value, list) and len(value) == 1:
            return _read_struct(value[0])
        return _read_struct(value) if kind == POINT else Place(kind)

    return read


def _read_struct(value: Any) -> Place:  # noqa: ANN401  (as above)
    x, y = (value.get("x"), value.get("y")) if isinstance(value, dict) else (None, None)
    if not isinstance(x, float) or not isinstance(y, float):
        return Place(UNREADABLE)
    if not (math.isfinite(x) and math.isfinite(y)):
        return Place(EMPTY_POINT)
    return Place(POINT, number_text(x), number_text(y), high="z" in value)


def _read_rows(file: pq.ParquetFile, geometry: _Geometry | None, table: FeatureTable) -> None:
    if len(set(file.schema_arrow.names)) != len(file.schema_arrow.names):
        _refuse(table.file_name, "a column's name stands in it twice")
    bytes_in = {
        field.name for field in file.schema_arrow
        if _is_binary(field.type) and not (geometry and field.name == geometry.column)
    }  # fmt: skip
    seen = 0
    for batch in file.iter_batches(batch_size=_BATCH):
        seen += batch.num_rows
        places = None
        if geometry:
            column = batch.column(geometry.column).to_pylist()
            places = [geometry.read(value) for value in column]
            batch = batch.drop_columns([geometry.column])  # noqa: PLW2901
        table.add_frame(_as_text(batch, bytes_in), places)
    if not seen:
        names = [
            name for name in file.schema_arrow.names if not geometry or name != geometry.column
        ]
        empty = pl.DataFrame(schema=dict.fromkeys(names, pl.String))
        table.add_frame(empty, [] if geometry else None)
    for name in sorted(bytes_in):
        table.remarks.append(
            f"The column `{name}` holds bytes that are no text: they are left out."
        )


def _is_binary(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_binary_view(kind)
        or pa.types.is_fixed_size_binary(kind)
    )


def _as_text(batch: pa.RecordBatch, bytes_in: set[str]) -> pl.DataFrame:
    columns = {
        name: pl.Series([""] * batch.num_rows, dtype=pl.String)
        if name in bytes_in
        else _text(batch.column(name))
        for name in batch.schema.names
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def _text(column: pa.Array) -> pl.Series:
    if pa.types.is_nested(column.type):
        said = (None if value is None else _json(value) for value in column.to_pylist())
        return pl.Series(list(said), dtype=pl.String).fill_null("")
    series = pl.from_arrow(column)
    if not isinstance(series, pl.Series):
        raise pa.ArrowInvalid("a column of an unknown type")
    if series.dtype == pl.Boolean:
        return series.replace_strict(
            {True: "true", False: "false"}, return_dtype=pl.String
        ).fill_null("")
    if series.dtype.is_float():
        series = pl.select(pl.when(series.is_finite()).then(series)).to_series()
    return series.cast(pl.String).fill_null("")


def _json(value: Any) -> str:  # noqa: ANN401  (whatever the column holds)
    return json.dumps(value, ensure_ascii=False, default=str)
