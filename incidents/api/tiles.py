"""Tiles of incidents and of the base map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incidents.api.filters import Asked, read_address
from incidents.api.responses import answer_json
from incidents.api.state import current_atlas, current_basemap
from incidents.library.editions import current_edition
from incidents.query.clusters import build_tile

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def read_tile(request: Request) -> Response:
    """`/api/tiles/{z}/{x}/{y}.json`: the incidents located in a tile, in clusters."""
    address, asked = read_address(request), Asked(request)
    dataset = current_atlas().dataset

    def build() -> dict[str, Any]:
        tile = build_tile(dataset.tables, asked.chosen, address)
        return vars(tile)

    key = (current_edition(dataset.version), "tile", *map(str, address), asked.query)
    return answer_json(request, key, build)


def read_basemap_tile(request: Request) -> Response:
    """`/api/basemap/{z}/{x}/{y}.json`: land, borders and names in a tile."""
    address = read_address(request)
    key = (current_edition(""), "basemap", *map(str, address))
    return answer_json(request, key, lambda: current_basemap().tile(*address))
