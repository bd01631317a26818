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
    from collections.abc import Iterable, Mapping, Sequence

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
_COARSER = list(GeoPrecision)
_Key = tuple[str, str, str]
"""Folded name, country and `area_id`."""


@dataclass(frozen=True)
class Lesson:
    """What a dataset says of one name in one governorate."""

    name: str
    name_ar: str
    """How it is written in Arabic, where the dataset says both."""
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

    A name that is one other's Arabic, in the same governorate, is that place.

    Args:
        rows: A dataset's located names.
        areas: Where a governorate's name is looked up; the point decides where it is unknown.
        countries: Folded name or code of a country to its ISO 3166-1 alpha-3 code.
    """
    listed = list(rows)
    folded = {name: fold(name) for row in listed for name in (row.name, row.name_ar)}
    groups: dict[_Key, list[LocatedName]] = defaultdict(list)
    for row, where in zip(listed, _where(listed, areas, countries), strict=True):
        groups[folded[row.name], *where].append(row)
    same = _same_places(groups, folded)
    for key, whole in same.items():
        groups[whole] += groups.pop(key)
    lessons = [_lesson(group, key, folded) for key, group in groups.items()]
    return sorted(lessons, key=lambda each: (-each.count, each.name))


def _where(
    rows: Sequence[LocatedName], areas: AreaIndex, countries: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return country and `area_id` of each row."""
    codes = {said: countries.get(fold(said), "") for said in {row.country for row in rows}}
    named = {
        (admin1, said): areas.find_name(admin1, codes[said]) if codes[said] else None
        for admin1, said in {(row.admin1, row.country) for row in rows}
    }
    points = dict.fromkeys(
        (row.longitude, row.latitude) for row in rows if named[row.admin1, row.country] is None
    )
    inside = areas.containing_many(*zip(*points, strict=True)) if points else []
    held = {point: areas.get(area_id) for point, area_id in zip(points, inside, strict=True)}
    return [
        _judge(codes[row.country],
               named[row.admin1, row.country] or held[row.longitude, row.latitude])
        for row in rows
    ]  # fmt: skip


def _judge(country: str, area: Area | None) -> tuple[str, str]:
    if area is None:
        return country, ""
    # a point across the border from its own country has no governorate there
    return country or area.country, area.area_id if country in {"", area.country} else ""


def _same_places(
    groups: Mapping[_Key, list[LocatedName]], folded: Mapping[str, str]
) -> dict[_Key, _Key]:
    """Return which groups go by the Arabic name of exactly one other, and of which."""
    bearers: dict[_Key, set[_Key]] = defaultdict(set)
    for key, group in groups.items():
        for name_ar in {folded[row.name_ar] for row in group} - {"", key[0]}:
            bearers[name_ar, *key[1:]].add(key)
    found = {
        key: next(iter(bearers[key])) for key in groups if len(bearers.get(key, ())) == 1
    }  # fmt: skip
    return {key: whole for key, whole in found.items() if whole not in found}


def _lesson(rows: Sequence[LocatedName], key: _Key, folded: Mapping[str, str]) -> Lesson:
    points, own, arabic = Counter[tuple[float, float]](), Counter[str](), Counter[str]()
    for row in rows:
        points[row.latitude, row.longitude] += row.rows
        (own if folded[row.name] == key[0] else arabic)[row.name] += row.rows
        if row.name_ar:
            arabic[row.name_ar] += row.rows
    latitude, longitude = points.most_common(1)[0][0]
    name, *others = (each for each, _ in own.most_common())
    name_ar, *others_ar = [each for each, _ in arabic.most_common() if each not in own] or [""]
    return Lesson(
        name=name,
        name_ar=name_ar,
        spellings=(*others, *others_ar),
        country=key[1],
        admin1=key[2],
        latitude=latitude,
        longitude=longitude,
        geo_precision=max((row.geo_precision for row in rows), key=_COARSER.index),
        count=points.total(),
        spread_km=max(_apart_km(latitude, longitude, *point) for point in points),
    )


def build_layer(name: str, lessons: Iterable[Lesson], credit: str, licence: str) -> Layer:
    """Return the names that may be used as a layer, with their counts and spreads."""
    rows = [
        {
            "place_id": f"{number}",
            "name": each.name,
            "name_ar": each.name_ar,
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
