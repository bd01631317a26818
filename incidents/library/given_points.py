"""The coordinates that a file gives for incidents which are drawn without a point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from incidents.library.geoparquet import INCIDENTS_FILE
from incidents.library.version_files import NATIVE_FILE
from incidents.readers.cells import decimal
from incidents.readers.column_words import NAMES, plain_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

GIVEN = ("latitude in the file", "longitude in the file")
_KEY = "incident_id"
_MORE = {"latitude": "actiongeo lat", "longitude": "actiongeo long"}
"""GDELT's names, which mean nothing in other tables."""


def scan_given_points(folder: Path) -> pl.LazyFrame:
    """Return `incident_id` and `GIVEN`, as text, of a version's incidents without a point.

    There are none where the file was not kept row by row, or has no columns of coordinates.

    Raises:
        PolarsError: A file cannot be read.
        OSError: Neither.
    """
    path = folder / NATIVE_FILE
    if not path.is_file():
        return _nothing()
    native = pl.scan_parquet(path, glob=False)
    columns = native.collect_schema().names()
    found = [_first(columns, field) for field in ("latitude", "longitude")]
    if "" in found:
        return _nothing()
    unshown = pl.scan_parquet(folder / INCIDENTS_FILE, glob=False).filter(
        pl.col("latitude").is_null() | pl.col("longitude").is_null()
    )
    cells = [pl.col(column).fill_null("").alias(name)
             for column, name in zip(found, GIVEN, strict=True)]  # fmt: skip
    return native.select(_KEY, *cells).join(unshown.select(_KEY), on=_KEY, how="semi")


def differ(column: str, other: str) -> pl.Expr:
    """Return whether two cells of coordinates differ; other ways to write a number do not."""
    one, two = decimal(pl.col(column)), decimal(pl.col(other))
    numbers = one.is_not_null() & two.is_not_null()
    return pl.when(numbers).then(one != two).otherwise(pl.col(column) != pl.col(other))


def _first(columns: Iterable[str], field: str) -> str:
    """Return the column that is best known to mean a field; "" without any."""
    ranks = NAMES[field] | {_MORE[field]: len(NAMES[field])}
    known = [(ranks[plain], name) for name in columns if (plain := plain_name(name)) in ranks]
    return min(known)[1] if known else ""


def _nothing() -> pl.LazyFrame:
    return pl.LazyFrame(schema=dict.fromkeys((_KEY, *GIVEN), pl.String))
