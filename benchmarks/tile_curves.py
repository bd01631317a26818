"""What one cold tile costs: by zoom over one town, and by dataset where it holds about as many."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.questions import BUSY_TILE, DEEP_TILE, FILTERS
from benchmarks.timing import time_calls
from incidents.model.mercator import MAX_ZOOM, WORLD_BITS
from incidents.query.addresses import TileAddress
from incidents.query.clusters import build_tile
from incidents.query.engine import engine_of
from incidents.query.filters import IncidentFilter

if TYPE_CHECKING:
    from incidents.model.frames import Tables

_ZOOMS = (4, 6, 8, 10, 12, 14)
_DEEP_ZOOMS = range(8, 17)
HELD = 1_000
"""So many incidents the tiles that are compared between datasets are to hold."""
_OFF = 2
"""By this factor they may hold more or fewer."""


def measure_zooms(tables: Tables, size: int) -> list[dict[str, Any]]:
    """Return what a cold tile over the same town takes at each zoom, the dates chosen."""
    chosen = IncidentFilter.from_query(next(iter(FILTERS.values())))
    deepest = DEEP_TILE.part(MAX_ZOOM - DEEP_TILE.zoom, 1 << 10, 1 << 10)
    found = []
    for zoom in _ZOOMS:
        shift = MAX_ZOOM - zoom
        address = TileAddress(zoom, deepest.column >> shift, deepest.row >> shift)
        found.append({"size": size, **_measure_tile(tables, chosen, address)})
    return found


def measure_equal_tiles(tables: Tables, size: int) -> list[dict[str, Any]]:
    """Return what a cold tile takes that holds about `HELD` incidents, for each filter.

    The same tile holds more incidents in a larger dataset. So another one is taken for each, in the
    same busy town: that whose count is closest. A dataset that has none such is left out.
    """
    found = []
    for words, query in FILTERS.items():
        chosen = IncidentFilter.from_query(query)
        address = _find_tile(tables, chosen)
        if address:
            measured = _measure_tile(tables, chosen, address)
            found.append({"size": size, "filter": words, **measured})
    return found


def _measure_tile(tables: Tables, chosen: IncidentFilter, address: TileAddress) -> dict[str, Any]:
    engine_of(tables).count(chosen)  # the conditions are known: it is the tile that is measured
    took = time_calls(lambda: build_tile(tables, chosen, address))
    return {
        "zoom": address.zoom,
        "ms": took,
        "count": build_tile(tables, chosen, address).count,
    }


def _find_tile(tables: Tables, chosen: IncidentFilter) -> TileAddress | None:
    inside = engine_of(tables).select_tile(chosen, BUSY_TILE).select("x", "y").collect()
    x, y = (inside[name].to_numpy().astype(np.int64) for name in ("x", "y"))
    closest, address = math.log(_OFF), None
    for zoom in _DEEP_ZOOMS:
        shift = WORLD_BITS - zoom
        tiles, counts = np.unique((x >> shift << zoom) + (y >> shift), return_counts=True)
        off = np.abs(np.log(counts / HELD))
        if len(off) and off.min() <= closest:
            closest = float(off.min())
            address = TileAddress(zoom, *divmod(int(tiles[off.argmin()]), 1 << zoom))
    return address
