"""Geometries as bytes (well-known binary): their sort, and the numbers of those that are points."""

from __future__ import annotations

import struct

from incidents.readers.features import (
    EMPTY_POINT,
    NOWHERE,
    POINT,
    UNREADABLE,
    Place,
    number_text,
)

_KINDS = {
    1: POINT,
    2: "LineString",
    3: "Polygon",
    4: "MultiPoint",
    5: "MultiLineString",
    6: "MultiPolygon",
    7: "GeometryCollection",
    8: "CircularString",
    9: "CompoundCurve",
    10: "CurvePolygon",
    11: "MultiCurve",
    12: "MultiSurface",
    15: "PolyhedralSurface",
    16: "TIN",
    17: "Triangle",
}
_MULTI_POINT = 4
_HIGH, _MEASURED, _NUMBERED = 0x80000000, 0x40000000, 0x20000000
_FLAGS = _HIGH | _MEASURED | _NUMBERED
_HEIGHTS = (1, 3)
"""The thousands of a type that say there is a height; 2 is a measure only."""


def read_wkb(wkb: bytes | None) -> Place:
    """Return where a geometry is; nothing but a point is looked into."""
    if not wkb:
        return NOWHERE
    try:
        return _read(wkb)
    except (struct.error, IndexError):
        return Place(UNREADABLE)


def _read(wkb: bytes) -> Place:
    order, code, high, start = _read_head(wkb, 0)
    if code == _MULTI_POINT:
        (count,) = struct.unpack_from(order + "L", wkb, start)
        if count != 1:
            return Place(_KINDS[code])
        order, code, high, start = _read_head(wkb, start + 4)
        if code != 1:
            return Place(UNREADABLE)
    if code != 1:
        return Place(_KINDS.get(code, UNREADABLE))
    x, y = struct.unpack_from(order + "dd", wkb, start)
    first, second = number_text(x), number_text(y)
    return Place(POINT, first, second, high) if first and second else Place(EMPTY_POINT)


def _read_head(wkb: bytes, start: int) -> tuple[str, int, bool, int]:
    """Return the order of bytes, the type, whether there is a height, and where it goes on."""
    order = "<" if wkb[start] == 1 else ">"
    if wkb[start] > 1:
        raise IndexError
    (code,) = struct.unpack_from(order + "L", wkb, start + 1)
    begins = start + 5 + (4 if code & _NUMBERED else 0)
    thousands, plain = divmod(code & ~_FLAGS, 1_000)
    return order, plain, bool(code & _HIGH) or thousands in _HEIGHTS, begins
