"""What the map in a browser asks for when its filter changes, and how long the answers take."""

from __future__ import annotations

import asyncio
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from benchmarks.sessions.served import HOST
from benchmarks.sessions.web import Browser, WebError

if TYPE_CHECKING:
    from collections.abc import Iterator

_OK, _UNCHANGED = 200, 304
_BASE_PX, _TILE_PX = 256, 512
"""The base map's tiles are as wide as Leaflet's, those of incidents twice as wide."""
_MARGIN_PX = 36
_ZOOM = 6
_LATITUDE, _LONGITUDE = 33.1, 43.7
_WIDTH_PX, _HEIGHT_PX = 900, 560
_VIEW = "33.8123,27.7998,53.5877,38.0993"
"""The view's edges, as the panel asks for its list."""
_LISTED = 40
_PATIENCE_S = 60.0
HOME_PAGE = ("/", "/_stcore/health", "/_stcore/host-config")
"""What Streamlit's page asks for before its WebSocket; its scripts are in the browser's cache."""


@dataclass(frozen=True)
class Fetch:
    """One request and how it went."""

    kind: str
    ms: float
    status: int
    """0 when there was no answer."""
    bytes: int = 0

    @property
    def failed(self) -> bool:
        """Whether the map could not use the answer."""
        return self.status not in {_OK, _UNCHANGED}


@dataclass(frozen=True)
class Drawing:
    """Everything the map asked for because of one new filter."""

    ms: float
    """Until the last answer."""
    fetches: tuple[Fetch, ...]


class MapView:
    """One reader's map at its first view, with a browser's six connections and its cache."""

    def __init__(self, port: int) -> None:
        self._browser = Browser(HOST, port)
        self._validators: dict[str, str] = {}
        self._lasting: set[str] = set()
        self._tiles: set[str] = set()

    async def open(self) -> Drawing:
        """Ask for the page itself and for the base map."""
        base = [f"/api/basemap/{tile}.json" for tile in view_tiles(_BASE_PX)]
        began = time.perf_counter()
        page = [await self._fetch("page", path) for path in HOME_PAGE]
        tiles = await asyncio.gather(*(self._fetch("base tile", path) for path in base))
        return Drawing((time.perf_counter() - began) * 1000, (*page, *tiles))

    def mount(self) -> None:
        """Begin anew, as a frame does that was away; the browser's own cache stays."""
        self._tiles.clear()

    async def show(self, query: str, edition: str) -> Drawing:
        """Ask for everything that a filter changes, but for what the browser has for good."""
        wanted = [
            (kind, path)
            for kind, path in list_requests(query, edition)
            if path not in self._lasting and (kind != "tile" or path not in self._tiles)
        ]
        self._tiles.update(path for kind, path in wanted if kind == "tile")
        began = time.perf_counter()
        fetches = await asyncio.gather(*(self._fetch(*each) for each in wanted))
        return Drawing((time.perf_counter() - began) * 1000, tuple(fetches))

    def close(self) -> None:
        """Close the connections."""
        self._browser.close()

    async def _fetch(self, kind: str, path: str) -> Fetch:
        known = self._validators.get(path)
        began = time.perf_counter()
        try:
            async with asyncio.timeout(_PATIENCE_S):
                answer = await self._browser.get(path, {"If-None-Match": known} if known else None)
        except (WebError, TimeoutError):
            return Fetch(kind, (time.perf_counter() - began) * 1000, 0)
        took = (time.perf_counter() - began) * 1000
        if tag := answer.headers.get("etag"):
            self._validators[path] = tag
        if "immutable" in answer.headers.get("cache-control", ""):
            self._lasting.add(path)
        return Fetch(kind, took, answer.status, len(answer.body))


def list_requests(query: str, edition: str = "") -> Iterator[tuple[str, str]]:
    """Return what the map asks for with a filter, by kind, in the order in which it asks.

    Args:
        query: The filter's text.
        edition: The edition of the data; "" where the map was told of none.
    """
    ending = [f"v={edition}"] if edition else []
    asked = f"?{'&'.join(filter(None, [query, *ending]))}" if query or ending else ""
    for tile in view_tiles():
        yield "tile", f"/api/tiles/{tile}.json{asked}"
    yield "areas", f"/api/areas/admin1.json{asked}"
    own = {"bbox": _VIEW, "offset": "0", "limit": str(_LISTED), "order": "newest"}
    listed = urlencode([*(pair for pair in parse_qsl(query) if pair[0] not in own), *own.items()])
    yield "list", f"/api/incidents.json?{'&'.join([listed, *ending])}"
    yield "tallies", f"/api/tallies.json{asked}"


def view_tiles(width_px: int = _TILE_PX) -> list[str]:
    """Return the tiles of the map's first view in a window of common size, as "z/x/y".

    Args:
        width_px: How wide a tile is drawn; the wider, the lower is its zoom.
    """
    world_px = 2**_ZOOM * _BASE_PX
    zoom = (world_px // width_px).bit_length() - 1
    x = (_LONGITUDE + 180) / 360 * world_px
    turned = math.asinh(math.tan(math.radians(_LATITUDE)))
    y = (1 - turned / math.pi) / 2 * world_px
    half_width, half_height = _WIDTH_PX / 2 + _MARGIN_PX, _HEIGHT_PX / 2 + _MARGIN_PX
    columns = range(int((x - half_width) // width_px), int((x + half_width) // width_px) + 1)
    rows = range(int((y - half_height) // width_px), int((y + half_height) // width_px) + 1)
    return [f"{zoom}/{column}/{row}" for column in columns for row in rows]
