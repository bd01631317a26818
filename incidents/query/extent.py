"""Where a selection lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from incidents.model.mercator import unproject
from incidents.query.filters import BoundingBox
from incidents.query.lazy import collect_rows
from incidents.query.select import remember, select_incidents

if TYPE_CHECKING:
    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

_OUTLIERS = 0.02
_DECIMALS = 5
"""About a metre; engines differ in the last digits of a share."""


def find_extent(tables: Tables, chosen: IncidentFilter) -> BoundingBox | None:
    """Return the box that holds nearly all points of a selection; None where it has none.

    The few that lie farthest out are left aside: one wrong point would make it the whole world.
    """
    return remember(tables, "box", chosen, lambda: _find(tables, chosen))


def _find(tables: Tables, chosen: IncidentFilter) -> BoundingBox | None:
    sides = [
        nw.col(axis).quantile(share, interpolation="linear").alias(f"{axis} {share}")
        for share in (_OUTLIERS, 1 - _OUTLIERS)
        for axis in ("x", "y")
    ]
    (found,) = collect_rows(select_incidents(tables, chosen).select(sides))
    left, top, right, bottom = found.values()
    if left is None:
        return None
    west, north = unproject(left, top)
    east, south = unproject(right, bottom)
    return BoundingBox(*(round(degrees, _DECIMALS) for degrees in (west, south, east, north)))
