"""A brought dataset's tables as Parquet: what its file says, row by row, and where each is drawn.

What queries need besides (`model.laid`, the text that search reads) follows from these tables and
is made when datasets are put together (`library.union`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import polars.selectors as cs
import pyarrow as pa
import pyarrow.parquet as pq

from incidents.errors import DatasetFolderError
from incidents.library.geoparquet import INCIDENTS_FILE, ROWS_PER_GROUP, file_of
from incidents.model.frames import PLACED_COLUMNS, build_frame
from incidents.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from pathlib import Path

NATIVE_FILE = "native.parquet"
SAME_AS = "same_as"
"""Names the columns of the file that are not repeated in `NATIVE_FILE`, and where they stand:
there is none of their cells in it, or those only that differ. Blank cells may be missing, and
columns without a word in them are in no file."""
DERIVED = ("search", "dataset_id")
"""Columns of a placed incident that follow from the others."""
KEPT_COLUMNS = tuple(name for name in PLACED_COLUMNS if name not in DERIVED)
_POINT = np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])
_WKB_POINT = 1
_OWN_ID = "incident_id (file)"
_WORDS = ("incident_id", "summary", "notes", "title_en", "location", "admin1")
_FIRST = 100
_OUTLIERS = 0.02
_LEVEL = 1  # fast to write and to read; a level more makes a file little smaller


def write_version(frames: Mapping[str, pl.DataFrame], folder: Path) -> None:
    """Write every table that has rows; the incidents, placed, as GeoParquet 1.1."""
    incidents = lay_out_incidents(frames["incidents"])
    _sink(incidents, folder / INCIDENTS_FILE, describe_points(incidents))
    write_others(frames, folder)


def write_others(
    frames: Mapping[str, pl.DataFrame], folder: Path, but: Container[str] = ()
) -> None:
    """Write every table that has rows, but for the incidents and some others."""
    for name in TABLES:
        if (
            name != "incidents"
            and name not in but
            and (frames[name].height or name == "attributions")
        ):
            _sink(frames[name], folder / file_of(name))


def lay_out_incidents(placed: pl.DataFrame) -> pl.DataFrame:
    """Return what `INCIDENTS_FILE` holds of placed incidents."""
    incidents = placed.drop(DERIVED, strict=False)
    return incidents.with_columns(_points(incidents["longitude"], incidents["latitude"]))


def write_native(native: pl.DataFrame, incidents: pl.DataFrame, folder: Path) -> None:
    """Write every column of the accepted rows as it stands in the file, by the incident's id.

    Args:
        native: The file's columns, in the order of `incidents`.
        incidents: The table made of them; a column that stands in it word for word is not
            written twice.
        folder: Where to.
    """
    same = find_same(native, incidents)
    told = describe_native(native.columns, same)
    _sink(lay_out_native(native, incidents, same), folder / NATIVE_FILE, told)


def find_same(native: pl.DataFrame, incidents: pl.DataFrame) -> dict[str, str]:
    """Return the columns of a file that stand word for word among those made of them."""
    first, ours = native.head(_FIRST), incidents.select(_WORDS).head(_FIRST)
    alike = {
        name: [word for word in _WORDS if first[name].equals(ours[word])]
        for name in native.columns
        if (first[name] != "").any()
    }
    found = {
        name: next((word for word in words if native[name].equals(incidents[word])), "")
        for name, words in alike.items()
    }
    return {name: word for name, word in found.items() if word}


def lay_out_native(
    native: pl.DataFrame, incidents: pl.DataFrame, same: Mapping[str, str]
) -> pl.DataFrame:
    """Return what `NATIVE_FILE` holds: of the columns of `same` only the cells that differ."""
    taken = {"incident_id": _OWN_ID} if "incident_id" in native.columns else {}
    differing = [
        pl.when(pl.col(theirs) != incidents[ours]).then(theirs).cast(pl.String).alias(theirs)
        for theirs, ours in same.items()
    ]
    own = native.with_columns(differing).rename(taken)
    return own.insert_column(0, incidents["incident_id"])


def describe_native(columns: Sequence[str], same: Mapping[str, str]) -> dict[str, str]:
    """Return what `NATIVE_FILE` says of itself."""
    return {SAME_AS: json.dumps(same, ensure_ascii=False),
            "columns": json.dumps(columns, ensure_ascii=False)}  # fmt: skip


def read_native(folder: Path, incident_id: str) -> dict[str, str]:
    """Return one incident's cells as they stand in the file; none where they were not kept."""
    path = folder / NATIVE_FILE
    if not path.is_file():
        return {}
    told = pl.read_parquet_metadata(path)
    found = pl.scan_parquet(path, glob=False).filter(pl.col("incident_id") == incident_id)
    rows = found.collect(engine="streaming").to_dicts()
    if not rows:
        return {}
    same = json.loads(told.get(SAME_AS, "{}"))
    words = _read_words(folder, incident_id, same) if same else {}
    cells = words | {name: cell for name, cell in rows[0].items() if cell is not None}
    own = cells.pop(_OWN_ID, None)  # a column of the file by the name of ours
    del cells["incident_id"]
    return cells if own is None else {"incident_id": own} | cells


def read_native_columns(folder: Path) -> list[str]:
    """Return the columns of the file that was brought; none where they were not kept."""
    path = folder / NATIVE_FILE
    if not path.is_file():
        return []
    found: list[str] = json.loads(pl.read_parquet_metadata(path).get("columns", "[]"))
    return found


def _read_words(folder: Path, incident_id: str, same: Mapping[str, str]) -> dict[str, str]:
    found = (
        pl.scan_parquet(folder / INCIDENTS_FILE, glob=False)
        .filter(pl.col("incident_id") == incident_id)
        .select(*(pl.col(ours).alias(theirs) for theirs, ours in same.items()))
    )
    rows = found.collect(engine="streaming").to_dicts()
    return rows[0] if rows else {}


def read_table(folder: Path, name: str, columns: Sequence[str] = ()) -> pl.DataFrame:
    """Return one table as `write_version` was given it.

    Args:
        folder: The version's.
        name: The table's.
        columns: Those that are wanted; all if none are named.

    Raises:
        DatasetFolderError: Its file cannot be read.
    """
    try:
        return scan_table(folder, name, columns).collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise DatasetFolderError(folder, str(error).splitlines()[0]) from error


def scan_table(folder: Path, name: str, columns: Sequence[str] = ()) -> pl.LazyFrame:
    """Return the same, left in its file.

    Raises:
        PolarsError: Its file cannot be read.
        OSError: Neither.
    """
    table, path = TABLES[name], folder / file_of(name)
    more: Sequence[str] = KEPT_COLUMNS if name == "incidents" else ()
    wanted = columns or [*table.column_names, *more]
    if name != "incidents" and not path.is_file():
        return build_frame(table, []).lazy().select(wanted)
    found = pl.scan_parquet(path, glob=False)
    held = found.collect_schema()
    blank = [pl.lit("").alias(each) for each in wanted if each not in held]
    return found.with_columns(*blank, cs.string().fill_null("")).select(wanted)


def count_incidents(folder: Path) -> int:
    """Return how many incidents a version has.

    Raises:
        DatasetFolderError: Its file cannot be read.
    """
    try:
        found = pl.scan_parquet(folder / INCIDENTS_FILE, glob=False).select(pl.len()).collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise DatasetFolderError(folder, str(error).splitlines()[0]) from error
    return int(found.item())


def find_bounds(folder: Path) -> tuple[float, float, float, float] | None:
    """Return west, south, east and north of nearly all points, in degrees; None without any.

    The few that lie farthest out are left aside: one wrong point would make it the whole world.

    Raises:
        DatasetFolderError: The file cannot be read.
    """
    sides = [
        pl.col(name).quantile(share).alias(f"{name} {share}")
        for share in (_OUTLIERS, 1 - _OUTLIERS)
        for name in ("longitude", "latitude")
    ]
    scanned = pl.scan_parquet(folder / INCIDENTS_FILE, glob=False)
    try:
        west, south, east, north = scanned.select(sides).collect().row(0)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise DatasetFolderError(folder, str(error).splitlines()[0]) from error
    return None if west is None else (west, south, east, north)


def _sink(frame: pl.DataFrame, path: Path, told: Mapping[str, str] | None = None) -> None:
    # a column of blanks takes as long to write as any other, and says nothing
    texts = [name for name, kind in frame.schema.items() if kind in {pl.String, pl.Categorical}]
    filled = (
        frame.select((pl.col(texts) != "").any()).row(0) if frame.height else [True] * len(texts)
    )
    blank = [name for name, any_ in zip(texts, filled, strict=True) if not any_]
    if pl.Categorical in frame.dtypes:
        _write_words(frame.drop(blank), path)
        return
    frame.lazy().drop(blank).sink_parquet(
        path,
        row_group_size=ROWS_PER_GROUP,
        compression="zstd",
        compression_level=_LEVEL,
        metadata=dict(told or {}),
    )


def _write_words(frame: pl.DataFrame, path: Path) -> None:
    """Write a table, its categories as the lists of words that Parquet has; they are read as texts.

    Polars would write that they are categories, and whoever reads them would have to know.
    """
    pq.write_table(
        frame.to_arrow(compat_level=pl.CompatLevel.oldest()),
        path,
        row_group_size=ROWS_PER_GROUP,
        compression="zstd",
        compression_level=_LEVEL,
        use_dictionary=[name for name, kind in frame.schema.items() if kind == pl.Categorical],
        write_statistics=False,
        store_schema=False,
    )


def _points(longitude: pl.Series, latitude: pl.Series) -> pl.Series:
    """Return points as well-known binary, all at once; null where there is none."""
    records = np.zeros(len(longitude), dtype=_POINT)
    records["order"], records["type"] = 1, _WKB_POINT
    records["x"], records["y"] = longitude.fill_null(0).to_numpy(), latitude.fill_null(0).to_numpy()
    fixed = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(_POINT.itemsize), len(records), [None, pa.py_buffer(records.tobytes())]
    )
    points = pl.Series("geometry", fixed.cast(pa.binary()))
    return pl.select(pl.when(longitude.is_not_null()).then(points)).to_series().alias("geometry")


def describe_points(incidents: pl.DataFrame) -> dict[str, str]:
    """Return what a GeoParquet file says of its points, given their `longitude` and `latitude`."""
    column: dict[str, object] = {"encoding": "WKB", "geometry_types": ["Point"]}
    located = incidents.filter(pl.col("longitude").is_not_null())
    if located.height:
        x, y = located["longitude"], located["latitude"]
        column["bbox"] = [x.min(), y.min(), x.max(), y.max()]
    told = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    return {"geo": json.dumps(told)}
