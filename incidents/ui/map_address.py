"""The address of the map where it shows one dataset, wherever in the world that lies."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from incidents.errors import DatasetFolderError
from incidents.library.version_files import find_bounds

if TYPE_CHECKING:
    from pathlib import Path

_WIDTH_PX, _HEIGHT_PX, _TILE_PX = 800, 400, 256
_LEAST_ZOOM, _MOST_ZOOM = 3, 10
_NARROWEST = 0.05
"""Degrees: one town is shown with what lies around it."""


def map_address(name: str, folder: Path) -> str:
    """Return the address of a dataset's incidents on the map.

    Args:
        name: The dataset's.
        folder: Where the version that is shown lies.
    """
    try:
        bounds = find_bounds(folder)
    except DatasetFolderError:  # the page says so itself
        bounds = None
    return f"./?dataset={name}" + (f"&map={_view(*bounds)}" if bounds else "")


def _view(west: float, south: float, east: float, north: float) -> str:
    latitude, longitude = (south + north) / 2, (west + east) / 2
    wide = max(east - west, _NARROWEST)
    high = max(north - south, _NARROWEST) / math.cos(math.radians(latitude))
    zoom = math.log2(360 / _TILE_PX * min(_WIDTH_PX / wide, _HEIGHT_PX / high))
    return f"{min(max(int(zoom), _LEAST_ZOOM), _MOST_ZOOM)}/{latitude:.4f}/{longitude:.4f}"
