"""One map tile: located incidents gathered on a grid that is fixed for each zoom.

The grid has two readings. Its 64 cells are the map's clusters; each of them holds 16 finer ones,
whose counts are the map's density. A cell is itself a tile of a deeper zoom, so that clusters do
not jump while one pans, and four tiles sum to the one above.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import numpy as np

from incidents.model.laid import KINDS
from incidents.model.mercator import unproject
from incidents.query.engine import engine_of
from incidents.query.records import read_summaries

if TYPE_CHECKING:
    from incidents.model.frames import Tables
    from incidents.query.addresses import TileAddress
    from incidents.query.filters import IncidentFilter

LEVELS = 3
CELLS_PER_SIDE = 1 << LEVELS
"""Clusters a side; the page draws a tile 512 pixels wide, so that they cover no other."""
FINE_LEVELS = 5
FINE_PER_SIDE = 1 << FINE_LEVELS
"""Density cells a side."""
LONGEST_WORDS = 120
"""Longer titles and places are cut, so that a tile's size has a bound; the card has them whole."""
KIND_SLOTS = 8
"""Room for the kinds' codes within a cell's number."""


@dataclass(frozen=True)
class Tile:
    """What a tile shows; the clusters' counts sum to `count`, and so do the density's."""

    count: int
    clusters: list[dict[str, Any]]
    density: list[int]
    """Number of a fine cell (row by row from the north-west), its count, and so on."""


@dataclass(frozen=True)
class Cells:
    """A tile's occupied fine cells by kind, one entry each; arrays of equal length."""

    fine: np.ndarray
    """Number of the fine cell, row by row."""
    kind: np.ndarray
    """Code of the event type."""
    count: np.ndarray
    x: np.ndarray
    """Mean place from the tile's west and north edge, in world units."""
    y: np.ndarray
    row: np.ndarray
    """The least row."""


def build_tile(tables: Tables, chosen: IncidentFilter, address: TileAddress) -> Tile:
    """Return the selected incidents located in the tile, one cluster per occupied cell.

    A cluster of one carries its incident.
    """
    cells = count_cells(tables, chosen, address)
    clusters = _gather(cells, address)
    alone = {cluster["row"]: cluster for cluster in clusters if cluster["count"] == 1}
    for row, summary in read_summaries(tables, sorted(alone), LONGEST_WORDS).items():
        own_place = {name: summary[name] for name in ("longitude", "latitude")}
        alone[row] |= own_place | {"incident": summary}
    for cluster in clusters:
        del cluster["row"]
    fine = np.bincount(cells.fine, cells.count, FINE_PER_SIDE**2).astype(np.int64)
    occupied = np.flatnonzero(fine)
    density = np.column_stack([occupied, fine[occupied]]).ravel().tolist()
    return Tile(int(fine.sum()), clusters, density)


def count_cells(tables: Tables, chosen: IncidentFilter, address: TileAddress) -> Cells:
    """Return what the selected incidents in a tile add up to, by fine cell and kind."""
    size = address.size // FINE_PER_SIDE
    x, y = nw.col("x") - address.west, nw.col("y") - address.north
    number = (y // size * FINE_PER_SIDE + x // size) * KIND_SLOTS + nw.col("kind")
    found = engine_of(tables).gather(chosen, address, number)
    fine, kind = divmod(found.pop("number"), KIND_SLOTS)
    return Cells(fine, kind, **found)


def cell_of(fine: np.ndarray) -> np.ndarray:
    """Return the number of the cluster's cell, row by row, that holds each fine cell."""
    side = FINE_PER_SIDE // CELLS_PER_SIDE
    cell: np.ndarray = fine // FINE_PER_SIDE // side * CELLS_PER_SIDE + fine % FINE_PER_SIDE // side
    return cell


def _gather(cells: Cells, address: TileAddress) -> list[dict[str, Any]]:
    """Return a cluster for each occupied cell, row by row, each with its least `row`."""
    cell = cell_of(cells.fine)
    all_cells = CELLS_PER_SIDE**2
    counts = np.bincount(cell * KIND_SLOTS + cells.kind, cells.count, all_cells * KIND_SLOTS)
    kinds = counts.reshape(all_cells, KIND_SLOTS).astype(np.int64)
    totals = kinds.sum(axis=1)
    sums = [np.bincount(cell, cells.count * middle, all_cells) for middle in (cells.x, cells.y)]
    first = np.full(all_cells, np.iinfo(np.int64).max)
    np.minimum.at(first, cell, cells.row)
    clusters = []
    for number in np.flatnonzero(totals).tolist():
        total = int(totals[number])
        # the middle of the unit, which its number names by its north-west corner
        x, y = (float(each[number]) / total + 0.5 for each in sums)
        longitude, latitude = unproject(address.west + x, address.north + y)
        row, column = divmod(number, CELLS_PER_SIDE)
        clusters.append(
            {
                "cell": str(address.part(LEVELS, column, row)),
                "count": total,
                "longitude": round(longitude, 6),
                "latitude": round(latitude, 6),
                "types": {
                    KINDS[code]: int(count) for code, count in enumerate(kinds[number]) if count
                },
                "row": int(first[number]),
            }
        )
    return clusters
