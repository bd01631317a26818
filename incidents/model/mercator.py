"""Web-Mercator integers: the coordinates that tiles and clusters divide.

The world is a square of 2^31 units, origin at the north-west corner, so that a tile at any
zoom up to 20 is a range of integers and a grid cell an integer division.
"""

from __future__ import annotations

import math
from typing import NamedTuple

WORLD_BITS = 31
WORLD = 1 << WORLD_BITS
MAX_ZOOM = 20
MAX_LATITUDE = 85.0511287798066
"""Beyond this latitude (degrees) the projection leaves the square; points are kept at its rim."""


class WorldPoint(NamedTuple):
    """A place in world units: x grows eastwards, y southwards."""

    x: int
    y: int


def project(longitude: float, latitude: float) -> WorldPoint:
    """Return the world units of a place given in degrees."""
    limited = max(-MAX_LATITUDE, min(MAX_LATITUDE, latitude))
    sine = math.sin(math.radians(limited))
    x = (longitude + 180.0) / 360.0
    y = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return WorldPoint(_within(x), _within(y))


def unproject(x: float, y: float) -> tuple[float, float]:
    """Return (longitude, latitude) in degrees of a place in world units."""
    longitude = x / WORLD * 360.0 - 180.0
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / WORLD))))
    return longitude, latitude


def _within(fraction: float) -> int:
    return min(WORLD - 1, max(0, math.floor(fraction * WORLD)))
