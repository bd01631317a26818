"""What the coordinates of a file are measured in, and their way to degrees of WGS 84.

A file's own words are given to PROJ only where they cannot name another file, as grids do.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyproj
import pyproj.network
from pyproj.exceptions import ProjError

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_TEXT = 20_000
_NAMES_FILES = re.compile(
    r"EXTENSION|PARAMETER_?FILE|PROJ-based|PROJ_?GRID|GRIDS|NTV[12]|\+proj|\+init", re.IGNORECASE
)
_CODE = re.compile(r"(?:^|[:/])EPSG(?::[\d.]*:|:|/[\d.]+/)(\d{4,6})$", re.IGNORECASE)
_CRS84 = re.compile(r"(?:^|[:/])(?:OGC|CRS)\S*CRS84h?$", re.IGNORECASE)
_WGS_84 = (4326, 4979)


@dataclass(frozen=True)
class Reference:
    """What a geometry's numbers mean."""

    words: str
    """Its name, for people; "" where a file does not say."""
    transformer: pyproj.Transformer | None = None
    """The way to longitude and latitude, where they are something else."""
    known: bool = True


DEGREES = Reference("WGS 84")
UNKNOWN = Reference("", known=False)


def name_reference(name: str) -> Reference | None:
    """Return what a name such as `urn:ogc:def:crs:EPSG::32638` says, or None if nobody knows."""
    if _CRS84.search(name.strip()):
        return DEGREES
    code = _CODE.search(name.strip())
    return code_reference(int(code[1])) if code else None


def code_reference(code: int) -> Reference | None:
    """Return what an EPSG code says, or None if there is no such code."""
    if code in _WGS_84:
        return DEGREES
    return _reference(lambda: pyproj.CRS.from_epsg(code))


def wkt_reference(text: str) -> Reference | None:
    """Return what well-known text says, or None if it is not plain."""
    if len(text) > _LONGEST_TEXT or _NAMES_FILES.search(text):
        return None
    return _reference(lambda: pyproj.CRS.from_wkt(text))


def projjson_reference(said: dict[str, Any]) -> Reference | None:
    """Return what PROJJSON says, or None if it is not plain."""
    identity = said.get("id")
    if isinstance(identity, dict):
        named = name_reference(f"{identity.get('authority')}:{identity.get('code')}")
        if named:
            return named
    text = json.dumps(said)
    if len(text) > _LONGEST_TEXT or _NAMES_FILES.search(text):
        return None
    return _reference(lambda: pyproj.CRS.from_json(text))


def _reference(read: Callable[[], pyproj.CRS]) -> Reference | None:
    pyproj.network.set_network_enabled(active=False)  # type: ignore[attr-defined]  # documented there
    try:
        crs = read()
        if crs.is_compound:
            crs = crs.sub_crs_list[0]
        # A bound one brings a shift of its own, which may be a grid in a file.
        if crs.is_bound or not (crs.is_geographic or crs.is_projected):
            return None
        if crs.to_epsg() in _WGS_84 or crs.equals(_wgs84(), ignore_axis_order=True):
            return DEGREES
        transformer = pyproj.Transformer.from_crs(crs, _wgs84(), always_xy=True)
    except (ProjError, ValueError):
        return None
    code = crs.to_epsg()
    return Reference(f"{crs.name} (EPSG:{code})" if code else crs.name, transformer)


def _wgs84() -> pyproj.CRS:
    return pyproj.CRS.from_epsg(4326)
