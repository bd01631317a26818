"""Tiles of incidents and of the base map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException

from incidents.api.filters import Asked
from incidents.api.responses import answer_json
from incidents.api.state import current_atlas, current_basemap, current_edition
from incidents.query.clusters import build_tile, check_address

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from incidents.query.clusters import TileAddress

_MOST_DIGITS = 7  # columns and rows at the deepest zoom have seven


def read_tile(request: Request) -> Response:
    """`/api/tiles/{z}/{x}/{y}.json`: the incidents located in a tile, in clusters."""
    address, asked = _read_address(request), Asked(request)
    dataset = current_atlas().dataset

    def build() -> dict[str, Any]:
        tile = build_tile(dataset.tables, asked.chosen, address)
        return {"count": tile.count, "clusters": tile.clusters}

    key = (current_edition(dataset.version), "tile", *map(str, address), asked.query)
    return answer_json(request, key, build)


def read_basemap_tile(request: Request) -> Response:
    """`/api/basemap/{z}/{x}/{y}.json`: land, borders and names in a tile."""
    address = _read_address(request)
    key = (current_edition(""), "basemap", *map(str, address))
    return answer_json(request, key, lambda: current_basemap().tile(*address))


def _read_address(request: Request) -> TileAddress:
    parts = [request.path_params[name] for name in ("z", "x", "y")]
    if not all(part.isascii() and part.isdigit() and len(part) <= _MOST_DIGITS for part in parts):
        raise HTTPException(404)
    return check_address(*map(int, parts))
