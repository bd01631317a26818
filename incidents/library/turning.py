"""Points whose latitude and longitude stand in each other's place, turned round when asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from incidents.library.doubts import find_swapped
from incidents.readers.coded import WARNING_COLUMNS, stack

if TYPE_CHECKING:
    from incidents.places.areas import AreaIndex
    from incidents.readers.coded import Coded

TURNED = "latitude and longitude were exchanged"
_SOURCE = "latitude and longitude exchanged"


def turn_points(coded: Coded, areas: AreaIndex) -> Coded:
    """Return a coded table whose points lie in their country where they do when turned round.

    Each of them is among the warnings, with what the file has, and its `coordinate_source` says
    that it was turned.

    Args:
        coded: The table, its countries filled.
        areas: Where countries lie.
    """
    rows = find_swapped(coded.incidents, areas)
    if rows.is_empty():
        return coded
    here = pl.col("row").is_in(rows.implode())
    as_given = pl.format("the file has latitude {}, longitude {}", "latitude", "longitude")
    told = coded.incidents.filter(here).select(
        "row", pl.lit(TURNED).alias("kind"), as_given.alias("words")
    )
    named = pl.when(pl.col("coordinate_source") != "").then("coordinate_source").cast(pl.String)
    source = pl.concat_str(named, pl.lit(_SOURCE), separator=", ", ignore_nulls=True)
    turned = coded.incidents.with_columns(
        pl.when(here).then("longitude").otherwise("latitude").alias("latitude"),
        pl.when(here).then("latitude").otherwise("longitude").alias("longitude"),
        pl.when(here).then(source.cast(pl.Categorical)).otherwise("coordinate_source")
        .alias("coordinate_source"),
    )  # fmt: skip
    warnings = stack([coded.warnings, told], WARNING_COLUMNS)
    return replace(coded, incidents=turned, warnings=warnings)
