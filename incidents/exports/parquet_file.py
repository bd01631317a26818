"""GeoParquet 1.1: flat rows with their points, in groups of rows that can be read alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import polars.selectors as cs
import pyarrow as pa
import pyarrow.parquet as pq

from incidents.exports.flat import FLAT_COLUMNS, read_flat_frames
from incidents.exports.points import bound, located, write_points
from incidents.exports.temporary import stream_file
from incidents.model.frames import build_frames

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from incidents.exports.provenance import Provenance
    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

PROVENANCE_KEY = "incident_atlas"
"""The key of the file's metadata under which its provenance stands, as JSON."""
_GEOMETRY, _BOX = "geometry", "bbox"
_SIDES = ("xmin", "ymin", "xmax", "ymax")
_COMPRESSION = "zstd"


def build_parquet(
    tables: Tables, chosen: IncidentFilter, provenance: Provenance
) -> Iterator[bytes]:
    """Yield the selected incidents as GeoParquet.

    Located records have a point, others none; `bbox` covers it. Degrees are those of OGC:CRS84,
    which GeoParquet means where it names no other.
    """
    return stream_file(lambda path: write_parquet(path, tables, chosen, provenance))


def write_parquet(
    path: Path, tables: Tables, chosen: IncidentFilter, provenance: Provenance
) -> None:
    """Write the same to a file."""
    writer: pq.ParquetWriter | None = None
    bounds: tuple[float, ...] = ()
    try:
        for frame in _at_least_one(read_flat_frames(tables, chosen)):
            table, points = _add_points(frame)
            if writer is None:
                writer = pq.ParquetWriter(path, table.schema, compression=_COMPRESSION)
            writer.write_table(table, row_group_size=max(1, table.num_rows))
            bounds = bound(points, bounds)
        if writer is not None:
            told = {"geo": _describe(bounds), PROVENANCE_KEY: provenance.as_dict()}
            words = {key: json.dumps(each, ensure_ascii=False) for key, each in told.items()}
            writer.add_key_value_metadata(words)
    finally:
        if writer is not None:
            writer.close()


def _at_least_one(frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Yield the frames, or one without rows: a file has columns even where nothing is selected."""
    first = next(frames, None)
    yield _blank() if first is None else first
    yield from frames


def _blank() -> pl.DataFrame:
    own = dict(build_frames({})["incidents"].schema) | {"radius_m": pl.Int64()}
    return pl.DataFrame(schema={name: own.get(name, pl.String()) for name in FLAT_COLUMNS})


def _add_points(frame: pl.DataFrame) -> tuple[pa.Table, pl.DataFrame]:
    """Return rows with their geometries and boxes, and those rows that have points."""
    there = located(frame)
    points = frame.filter(pl.Series(there, dtype=pl.Boolean))
    # 32 and 64 bits are one in what readers see; which it is must not depend on the selection
    whole = [name for name, kind in frame.schema.items() if kind.is_integer()]
    plain = frame.with_columns(cs.enum().cast(pl.String), pl.col(whole).cast(pl.Int64))
    table = plain.to_arrow(compat_level=pl.CompatLevel.oldest())
    table = table.append_column(_GEOMETRY, _write_geometries(points, there))
    return table.append_column(_BOX, _write_boxes(frame, there)), points


def _write_geometries(points: pl.DataFrame, there: np.ndarray) -> pa.Array:
    written = write_points(points)
    ends = np.zeros(len(there) + 1, dtype=np.int32)
    np.cumsum(there * written.dtype.itemsize, out=ends[1:])
    buffers = [_bits(there), pa.py_buffer(ends), pa.py_buffer(written.tobytes())]
    return pa.Array.from_buffers(pa.binary(), len(there), buffers)


def _write_boxes(frame: pl.DataFrame, there: np.ndarray) -> pa.Array:
    x, y = (frame[name].to_numpy() for name in ("longitude", "latitude"))
    sides = [pa.array(side, pa.float64(), mask=~there) for side in (x, y, x, y)]
    return pa.StructArray.from_arrays(sides, names=list(_SIDES), mask=pa.array(~there))


def _bits(there: np.ndarray) -> pa.Buffer:
    return pa.py_buffer(np.packbits(there, bitorder="little").tobytes())


def _describe(bounds: tuple[float, ...]) -> dict[str, Any]:
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": ["Point"],
        "covering": {"bbox": {side: [_BOX, side] for side in _SIDES}},
    }
    if bounds:
        column["bbox"] = list(bounds)
    return {"version": "1.1.0", "primary_column": _GEOMETRY, "columns": {_GEOMETRY: column}}
