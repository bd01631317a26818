"""Incidents of a tile, gathered by a number that each gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np

if TYPE_CHECKING:
    from incidents.query.addresses import TileAddress


def place_in_tile(
    selected: nw.LazyFrame[Any], address: TileAddress, number: nw.Expr
) -> nw.LazyFrame[Any]:
    """Return `number`, `x` and `y` from the tile's west and north edge, and `row`."""
    x, y = nw.col("x") - address.west, nw.col("y") - address.north
    return selected.select(number.alias("number"), x.alias("x"), y.alias("y"), "row")


def group_places(placed: nw.LazyFrame[Any]) -> dict[str, np.ndarray]:
    """Return each `number`, ascending, its `count`, mean `x` and `y`, and least `row`."""
    gathered = placed.group_by("number").agg(
        nw.len().alias("count"), nw.col("x").mean(), nw.col("y").mean(), nw.col("row").min()
    )
    frame = gathered.collect().sort("number")
    found = {name: frame[name].to_numpy() for name in frame.columns}
    whole = {name: found[name].astype(np.int64) for name in ("number", "count", "row")}
    return found | whole
