"""One place of a user's file, checked: a row of a layer, or the reason why it is none."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from incidents.model.vocabularies import GeoPrecision
from incidents.readers.country_codes import read_country

LONGEST_NAME = 200
MOST_SPELLINGS = 200
WIDEST_M = 2_000_000
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d*)?|[+-]?\.\d+")
_KIND = {
    GeoPrecision.SITE: "site",
    GeoPrecision.NEIGHBOURHOOD: "quarter",
    GeoPrecision.CITY: "town",
    GeoPrecision.VICINITY: "area",
    GeoPrecision.DISTRICT: "district",
    GeoPrecision.GOVERNORATE: "governorate",
    GeoPrecision.COUNTRY: "country",
}


@dataclass(frozen=True)
class RawPlace:
    """What a file says of one place, as text."""

    name: str
    latitude: str
    longitude: str
    place_id: str = ""
    name_ar: str = ""
    spellings: tuple[str, ...] = ()
    kind: str = ""
    country: str = ""
    admin1: str = ""
    geo_precision: str = ""
    radius_m: str = ""
    population: str = ""
    source: str = ""


@dataclass(frozen=True)
class GazetteerRows:
    """The places of a file, and the rows that are none; together all its rows."""

    credit: str
    licence: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    """Keys: place_id, name, name_ar, spellings (a list), kind, country (alpha-3 or ""), admin1 (as
    written), latitude, longitude, geo_precision, radius_m (or None), population, source."""
    rejected: list[tuple[int, str]] = field(default_factory=list)
    """Number of the row, from 1 for the first below a header, and the reason."""
    _seen: set[tuple[str, float, float]] = field(default_factory=set, repr=False)

    def add(self, number: int, place: RawPlace) -> None:
        """Take one place in or reject it."""
        row = read_place(place, number)
        if isinstance(row, str):
            self.rejected.append((number, row))
            return
        key = row["name"], row["latitude"], row["longitude"]
        if key in self._seen:
            self.rejected.append((number, "a place that stands in the file already"))
            return
        self._seen.add(key)
        self.rows.append(row)


def read_place(place: RawPlace, number: int) -> dict[str, Any] | str:
    """Return a layer's row of a place, or the reason why it cannot be one."""
    name = place.name.strip()
    country = read_country(place.country)
    precision = _read_precision(place.geo_precision)
    point = read_point(place.latitude, place.longitude)
    radius_m = _read_count(place.radius_m, WIDEST_M)
    problem = (
        _name_problem(name)
        or (point if isinstance(point, str) else "")
        or ("" if country is not None else "a country that is no ISO 3166-1 code")
        or ("" if precision is not None else "an unknown geo_precision")
        or ("" if radius_m is not None else "a radius_m that is no length in metres")
    )
    if problem or isinstance(point, str) or precision is None:
        return problem
    return {
        "place_id": place.place_id.strip()[:LONGEST_NAME] or f"row-{number}",
        "name": name,
        "name_ar": _clean(place.name_ar),
        "spellings": _clean_spellings(place.spellings, name),
        "kind": _clean(place.kind) or _KIND[precision],
        "country": country,
        "admin1": _clean(place.admin1),
        "latitude": point[0],
        "longitude": point[1],
        "geo_precision": precision.value,
        "radius_m": radius_m or None,
        "population": _read_count(place.population, 10**9) or 0,
        "source": _clean(place.source),
    }


def read_point(latitude: str, longitude: str) -> tuple[float, float] | str:
    """Return a point (latitude, longitude), or the reason why two texts are none."""
    cells = latitude.strip(), longitude.strip()
    if not any(cells):
        return "without coordinates"
    if not all(map(_NUMBER.fullmatch, cells)):
        return "coordinates that are no decimal degrees"
    north, east = float(cells[0]), float(cells[1])
    if not (math.isfinite(north) and abs(north) <= 90 and abs(east) <= 180):  # noqa: PLR2004  degrees
        return "coordinates out of range"
    # Where a database has no coordinates it often says 0 and 0.
    return (north, east) if north or east else "coordinates 0 and 0"


def _name_problem(name: str) -> str:
    if not name:
        return "without a name"
    if len(name) > LONGEST_NAME:
        return f"a name longer than {LONGEST_NAME} characters"
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in name):
        return "a name with control characters"
    return "" if any(map(str.isalnum, name)) else "a name without a letter or digit"


def _clean(text: str) -> str:
    trimmed = text.strip()
    return "" if _name_problem(trimmed) else trimmed


def _clean_spellings(spellings: tuple[str, ...], name: str) -> list[str]:
    kept = dict.fromkeys(filter(None, map(_clean, spellings)))
    kept.pop(name, None)
    return list(kept)[:MOST_SPELLINGS]


def _read_precision(text: str) -> GeoPrecision | None:
    word = text.strip().casefold()
    if not word:
        return GeoPrecision.CITY
    # "none" is a record's word: a place of a gazetteer that is nowhere is no place.
    return GeoPrecision(word) if word in _KIND else None


def _read_count(text: str, most: int) -> int | None:
    trimmed = text.strip()
    if not trimmed:
        return 0
    if not _NUMBER.fullmatch(trimmed) or not 0 <= float(trimmed) <= most:
        return None
    return round(float(trimmed))
