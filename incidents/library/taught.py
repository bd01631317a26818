"""Datasets teach names: where a located dataset puts a name, another record's name may lie too."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from incidents.model.folding import fold
from incidents.model.vocabularies import GeoPrecision
from incidents.places.areas import KM_PER_DEGREE
from incidents.places.layers import SCHEMA, Layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incidents.places.areas import Area, AreaIndex
    from incidents.readers.located_names import LocatedName

MOST_SPREAD_KM = 10.0
"""A name whose points lie further from their centre says too little of where it is."""
USUAL_RADIUS_M = {
    GeoPrecision.SITE: 500,
    GeoPrecision.NEIGHBOURHOOD: 2_000,
    GeoPrecision.CITY: 5_000,
    GeoPrecision.VICINITY: 25_000,
}


@dataclass(frozen=True)
class Lesson:
    """What a dataset says of one name in one governorate."""

    name: str
    spellings: tuple[str, ...]
    """Further ways in which the dataset writes it."""
    country: str
    admin1: str
    """`area_id`, or "" where the governorate is not known."""
    latitude: float
    longitude: float
    geo_precision: GeoPrecision
    count: int
    """How many rows say so."""
    spread_km: float
    """How far the furthest of their points lies from this one."""

    @property
    def is_taught(self) -> bool:
        """Whether the points agree well enough for the name to be used."""
        return self.spread_km <= MOST_SPREAD_KM


def learn(
    rows: Iterable[LocatedName], areas: AreaIndex, countries: Mapping[str, str]
) -> list[Lesson]:
    """Return one lesson for each (name, governorate, country), the best attested first.

    Args:
        rows: A dataset's located names.
        areas: Where a governorate's name is looked up; the point decides where it is unknown.
        countries: Folded name or code of a country to its ISO 3166-1 alpha-3 code.
    """
    groups: dict[tuple[str, str, str], list[LocatedName]] = defaultdict(list)
    known: dict[LocatedName, tuple[str, str]] = {}
    for row in rows:
        where = known.get(row) or _where(row, areas, countries)
        known[row] = where
        groups[fold(row.name), *where].append(row)
    lessons = [_lesson(group, *where) for (_, *where), group in groups.items()]
    return sorted(lessons, key=lambda each: (-each.count, each.name))


def _where(row: LocatedName, areas: AreaIndex, countries: Mapping[str, str]) -> tuple[str, str]:
    country = countries.get(fold(row.country), "")
    area: Area | None = areas.find_name(row.admin1, country) if country else None
    area = area or areas.containing(row.longitude, row.latitude)
    if area is None:
        return country, ""
    # a point across the border from its own country has no governorate there
    return country or area.country, area.area_id if country in {"", area.country} else ""


def _lesson(rows: list[LocatedName], country: str, admin1: str) -> Lesson:
    points = Counter((row.latitude, row.longitude) for row in rows)
    latitude, longitude = points.most_common(1)[0][0]
    spellings = [name for name, _ in Counter(row.name for row in rows).most_common()]
    order = list(GeoPrecision)
    return Lesson(
        name=spellings[0],
        spellings=tuple(spellings[1:]),
        country=country,
        admin1=admin1,
        latitude=latitude,
        longitude=longitude,
        geo_precision=max((row.geo_precision for row in rows), key=order.index),
        count=len(rows),
        spread_km=max(_apart_km(latitude, longitude, *point) for point in points),
    )


def build_layer(name: str, lessons: Iterable[Lesson], credit: str, licence: str) -> Layer:
    """Return the names that may be used as a layer, with their counts and spreads."""
    rows = [
        {
            "place_id": f"{number}",
            "name": each.name,
            "name_ar": "",
            "spellings": list(each.spellings),
            "kind": "",
            "country": each.country,
            "admin1": each.admin1,
            "latitude": each.latitude,
            "longitude": each.longitude,
            "geo_precision": each.geo_precision.value,
            "radius_m": max(USUAL_RADIUS_M[each.geo_precision], math.ceil(each.spread_km * 1000)),
            "population": 0,
            "count": each.count,
            "spread_km": each.spread_km,
        }
        for number, each in enumerate(lessons, start=1)
        if each.is_taught
    ]
    schema = SCHEMA | {"count": pl.Int64(), "spread_km": pl.Float64()}
    return Layer(name, credit, licence, pl.DataFrame(rows, schema=schema))


def _apart_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    # across the antimeridian the short way round
    east = (lon2 - lon1 + 180) % 360 - 180
    east *= math.cos(math.radians((lat1 + lat2) / 2))
    return math.hypot(east, lat2 - lat1) * KM_PER_DEGREE
