"""Points as well-known binary, many at once; none where no point is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from incidents.model.vocabularies import GeoPrecision, Placement

if TYPE_CHECKING:
    import numpy.typing as npt
    import polars as pl

# More digits than the place is known to would be false precision (about 1 m, 10 m, 100 m).
DECIMALS = {
    GeoPrecision.SITE: 5,
    GeoPrecision.NEIGHBOURHOOD: 4,
    GeoPrecision.CITY: 3,
    GeoPrecision.VICINITY: 2,
}
"""Digits after the point that a map's marks are rounded to."""

POINT = [("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")]
"""A point in little-endian well-known binary."""


def located(frame: pl.DataFrame) -> npt.NDArray[np.bool_]:
    """Return which flat rows have a point."""
    placed = (frame["placement"] == Placement.LOCATED.value).to_numpy()
    known = frame["longitude"].is_not_null() & frame["latitude"].is_not_null()
    return np.asarray(placed & known.to_numpy())


def write_points(frame: pl.DataFrame, header: bytes = b"") -> npt.NDArray[np.void]:
    """Return one item for each row, all of which have points, with a header before each.

    Args:
        frame: `longitude` and `latitude`.
        header: Bytes that stand before each point.
    """
    points = np.zeros(frame.height, dtype=[("header", f"V{len(header)}"), *POINT])
    points["header"] = np.void(header)
    points["order"], points["type"] = 1, 1
    points["x"], points["y"] = frame["longitude"].to_numpy(), frame["latitude"].to_numpy()
    return points


def bound(frame: pl.DataFrame, bounds: tuple[float, ...] = ()) -> tuple[float, ...]:
    """Return (west, south, east, north) of rows with points and of other bounds; () for none."""
    if not frame.height:
        return bounds
    x, y = frame["longitude"].to_numpy(), frame["latitude"].to_numpy()
    own = (float(x.min()), float(y.min()), float(x.max()), float(y.max()))
    if not bounds:
        return own
    return (
        *map(min, own[:2], bounds[:2]),
        *map(max, own[2:], bounds[2:]),
    )
