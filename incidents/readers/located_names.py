"""A located dataset's names of places: what UCDP, ACLED or a plain table says of where."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from incidents.errors import PlainTableError
from incidents.model.vocabularies import GeoPrecision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incidents.readers.plain_table import PlainTable


class LocatedName(NamedTuple):
    """The name and point of a row, or of several that say the same."""

    name: str
    admin1: str
    country: str
    """As written: a code or a name."""
    latitude: float
    longitude: float
    geo_precision: GeoPrecision
    name_ar: str = ""
    """The same name in Arabic, where the row has both."""
    rows: int = 1
    """How many rows say so."""


@dataclass(frozen=True)
class NameColumns:
    """Which columns say what; None for one that a table does not have."""

    name: str
    latitude: str
    longitude: str
    admin1: str | None = None
    country: str | None = None
    precision: str | None = None


@dataclass(frozen=True)
class ReadNames:
    """The rows that can teach a name, and how many cannot."""

    names: list[LocatedName]
    left_out: dict[str, int]
    """Reason to number of rows; with `names` they add up to the rows of the table."""


_PROFILES = (
    # UCDP GED
    NameColumns("where_coordinates", "latitude", "longitude", "adm_1", "country", "where_prec"),
    # ACLED
    NameColumns("location", "latitude", "longitude", "admin1", "country", "geo_precision"),
)
_PLAIN_NAMES = ("name", "place", "location")
# UCDP's where_prec: 1 and 2 give the named place's own point, 3 and up an area's. ACLED's
# geo_precision: 1 the place itself, 2 and 3 a point that stands for something wider.
_CODES: dict[str, dict[str, GeoPrecision]] = {
    "where_prec": {"1": GeoPrecision.CITY, "2": GeoPrecision.CITY},
    "geo_precision": {"1": GeoPrecision.CITY},
}
_POINTS = {"site", "neighbourhood", "city"}


def find_columns(table: PlainTable, chosen: Mapping[str, str | None]) -> NameColumns:
    """Return which columns to read: those that were `chosen`, then those of a known layout.

    Raises:
        PlainTableError: The name or the point has no column.
    """
    known = set(table.columns)
    usual = next(
        (each for each in _PROFILES if {each.name, each.latitude} <= known), NameColumns("", "", "")
    )
    plain = next((name for name in _PLAIN_NAMES if name in known), "")
    fallback = {
        "name": usual.name or plain,
        "latitude": "latitude",
        "longitude": "longitude",
        "admin1": usual.admin1 or "admin1",
        "country": usual.country or "country",
        "precision": usual.precision or "geo_precision",
    }
    found = {part: chosen.get(part) or name for part, name in fallback.items()}
    for part, column in found.items():
        asked = chosen.get(part) is not None
        if column not in known and (asked or part in {"name", "latitude", "longitude"}):
            raise PlainTableError(
                table.path,
                f"it has no column {column or 'of names'!r}. Found: {', '.join(table.columns)}",
            )
    return NameColumns(**{part: name for part, name in found.items() if name in known})


def read_located_names(table: PlainTable, columns: NameColumns) -> ReadNames:
    """Return the rows whose point is that of the place they name."""
    found, left_out = [], dict[str, int]()
    cells = zip(
        *(
            table.read(column)
            for column in (columns.name, columns.admin1, columns.country, columns.latitude,
                           columns.longitude, columns.precision)
        ),
        strict=True,
    )  # fmt: skip
    for name, admin1, country, latitude, longitude, said in cells:
        precision = _precision(columns.precision, said)
        point = _point(latitude, longitude)
        if precision is None or point is None or not name or name.startswith("#"):
            reason = _reason(name, located=point is not None)
            left_out[reason] = left_out.get(reason, 0) + 1
            continue
        found.append(LocatedName(name, admin1, country, *point, precision))
    return ReadNames(found, left_out)


def _reason(name: str, *, located: bool) -> str:
    if not name or name.startswith("#"):
        return "without a name"
    return "known only to an area" if located else "without coordinates"


def _precision(column: str | None, said: str) -> GeoPrecision | None:
    if column is None:
        return GeoPrecision.CITY
    if said in _POINTS:
        return GeoPrecision(said)
    return _CODES.get(column, {}).get(said.removesuffix(".0"))


def _point(latitude: str, longitude: str) -> tuple[float, float] | None:
    try:
        point = float(latitude), float(longitude)
    except ValueError:
        return None
    on_earth = abs(point[0]) <= 90 and abs(point[1]) <= 180  # noqa: PLR2004  degrees
    return point if on_earth and all(map(math.isfinite, point)) and any(point) else None
