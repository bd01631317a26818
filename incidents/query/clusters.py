"""One map tile: located incidents gathered on a grid that is fixed for each zoom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw

from incidents.errors import TileError
from incidents.model.mercator import MAX_ZOOM, WORLD_BITS
from incidents.model.vocabularies import EventType, Placement
from incidents.query.lazy import collect_rows
from incidents.query.records import SUMMARY_COLUMNS, summarize_incident
from incidents.query.select import select_incidents

if TYPE_CHECKING:
    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

# A tile is 256 pixels wide; cells of 64 keep clusters from covering one another.
CELLS_PER_TILE = 4


class TileAddress(NamedTuple):
    """A square of the world: zoom, column from the west, row from the north."""

    zoom: int
    column: int
    row: int

    @property
    def size(self) -> int:
        """Width and height in world units."""
        return 1 << (WORLD_BITS - self.zoom)


@dataclass(frozen=True)
class Tile:
    """What a tile shows; the clusters' counts sum to `count`."""

    count: int
    clusters: list[dict[str, Any]]


def check_address(zoom: int, column: int, row: int) -> TileAddress:
    """Return the address of a tile.

    Raises:
        TileError: It lies outside the world.
    """
    side = 1 << zoom if 0 <= zoom <= MAX_ZOOM else 0
    if not (0 <= column < side and 0 <= row < side):
        raise TileError(zoom, column, row)
    return TileAddress(zoom, column, row)


def build_tile(tables: Tables, chosen: IncidentFilter, address: TileAddress) -> Tile:
    """Return the selected incidents located in the tile, one cluster per occupied cell.

    A cluster of one carries its incident. Cells are integer divisions of the world, so that the
    same incidents form the same clusters wherever the reader pans.
    """
    located = _located_in(select_incidents(tables, chosen), address)
    cell = address.size // CELLS_PER_TILE
    cells = located.with_columns(
        (nw.col("x") // cell).alias("cell_x"), (nw.col("y") // cell).alias("cell_y")
    )
    rows = collect_rows(cells.group_by("cell_x", "cell_y").agg(*_aggregates()))
    rows.sort(key=lambda row: (row["cell_y"], row["cell_x"]))
    single = [row["incident_id"] for row in rows if row["count"] == 1]
    known = _summaries(located, single)
    return Tile(sum(row["count"] for row in rows), [_cluster(row, known) for row in rows])


def _located_in(frame: nw.LazyFrame[Any], address: TileAddress) -> nw.LazyFrame[Any]:
    west, north = address.column * address.size, address.row * address.size
    return frame.filter(
        nw.col("placement") == Placement.LOCATED.value,
        nw.col("x") >= west,
        nw.col("x") < west + address.size,
        nw.col("y") >= north,
        nw.col("y") < north + address.size,
    )


def _aggregates() -> list[nw.Expr]:
    kinds = [
        (nw.col("event_type") == kind.value).cast(nw.Int64).sum().alias(kind.value)
        for kind in EventType
    ]
    return [
        nw.len().alias("count"),
        nw.col("longitude").mean().alias("longitude"),
        nw.col("latitude").mean().alias("latitude"),
        nw.col("longitude").min().alias("west"),
        nw.col("latitude").min().alias("south"),
        nw.col("longitude").max().alias("east"),
        nw.col("latitude").max().alias("north"),
        nw.col("incident_id").min().alias("incident_id"),
        *kinds,
    ]


def _summaries(located: nw.LazyFrame[Any], ids: list[str]) -> dict[str, dict[str, Any]]:
    if not ids:
        return {}
    rows = collect_rows(located.filter(nw.col("incident_id").is_in(ids)).select(SUMMARY_COLUMNS))
    return {row["incident_id"]: summarize_incident(row) for row in rows}


def _cluster(row: dict[str, Any], known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    cluster = {
        "count": row["count"],
        "longitude": round(row["longitude"], 6),
        "latitude": round(row["latitude"], 6),
        "bounds": [row["west"], row["south"], row["east"], row["north"]],
        "types": {kind.value: row[kind.value] for kind in EventType if row[kind.value]},
    }
    if row["count"] == 1:
        cluster["incident"] = known[row["incident_id"]]
    return cluster
