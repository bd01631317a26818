"""Web-Mercator integers: the coordinates that tiles and clusters divide.

The world is a square of 2^31 units, origin at the north-west corner, so that a tile at any
zoom up to 20 is a range of integers and a grid cell an integer division.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

WORLD_BITS = 31
WORLD = 1 << WORLD_BITS
MAX_ZOOM = 20
MAX_LATITUDE = 85.0511287798066
"""Beyond this latitude (degrees) the projection leaves the square; points are kept at its rim."""

_SPREADING = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)


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


def project_many(longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the world units (x, y) of many places given in degrees, as `project` does of one."""
    sine = np.sin(np.radians(np.clip(latitude, -MAX_LATITUDE, MAX_LATITUDE)))
    fractions = (longitude + 180.0) / 360.0, 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    x, y = (np.clip(np.floor(each * WORLD), 0, WORLD - 1).astype(np.int64) for each in fractions)
    return x, y


def interleave(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the places of many points along the Morton curve, as 62-bit integers.

    The curve passes through each tile, at every zoom, in one piece, and through its four quarters
    one after another.
    """
    curve: np.ndarray = _spread(x) | (_spread(y) << np.uint64(1))
    return curve


def interleave_one(x: int, y: int) -> int:
    """Return the place of one point along the Morton curve."""
    for shift, mask in _SPREADING:
        x = (x | x << shift) & mask
        y = (y | y << shift) & mask
    return x | y << 1


def _spread(values: np.ndarray) -> np.ndarray:
    """Put a zero bit between each two bits."""
    bits = values.astype(np.uint64)
    for shift, mask in _SPREADING:
        bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
    return bits


def unproject(x: float, y: float) -> tuple[float, float]:
    """Return (longitude, latitude) in degrees of a place in world units."""
    longitude = x / WORLD * 360.0 - 180.0
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / WORLD))))
    return longitude, latitude


def _within(fraction: float) -> int:
    return min(WORLD - 1, max(0, math.floor(fraction * WORLD)))
