"""Named places: towns from GeoNames and sites of our own, looked up by any of their names."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from incidents.errors import GazetteerError
from incidents.model.vocabularies import GeoPrecision
from incidents.places.names import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

PLACES_FILE = "places.csv"
CURATED_FILE = "curated.csv"
QUARTER = "quarter"
MILLION = 1_000_000
MILLION_CITY_RADIUS_M = 5_000
"""Half the width of a city of a million; the built-up area grows with the population."""


@dataclass(frozen=True)
class Place:
    """One named place and how exactly its point stands for it."""

    name: str
    name_ar: str
    aliases: tuple[str, ...]
    country: str
    admin1: str
    """`area_id` of its governorate, "" where unknown."""
    latitude: float
    longitude: float
    geo_precision: GeoPrecision
    radius_m: int | None
    """Its extent, where that is wider than its precision suggests."""
    source: str
    curated: bool = False
    population: int = 0


class Gazetteer:
    """Places by name. What is curated by hand outranks what was imported."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_country: dict[str, list[Place]] = defaultdict(list)
        self._points: dict[tuple[float, float], list[Place]] = defaultdict(list)
        for place in places:
            self._by_country[place.country].append(place)
            self._points[_spot(place.longitude, place.latitude)].append(place)
        self._names: dict[str, dict[str, list[Place]]] = {}

    def _named(self, country: str) -> Mapping[str, list[Place]]:
        names = self._names.get(country)
        if names is None:  # most datasets name places of a few countries
            names = defaultdict(list)
            for place in self._by_country.get(country, ()):
                for key in {name_key(name) for name in (place.name, place.name_ar, *place.aliases)}:
                    if key:
                        names[key].append(place)
            self._names[country] = names
        return names

    def names(self, countries: Iterable[str]) -> pl.DataFrame:
        """Return every name that is known: `country`, and `key` as `names.name_key` gives it."""
        keys = [(country, key) for country in countries for key in self._named(country)]
        return pl.DataFrame(keys, schema={"country": pl.String, "key": pl.String}, orient="row")

    @cached_property
    def wide(self) -> np.ndarray:
        """The points of places that have an extent of their own: longitude and latitude, n × 2."""
        spots = [(place.longitude, place.latitude) for place in self if place.radius_m]
        return np.array(spots, dtype=float).reshape(-1, 2)

    def __iter__(self) -> Iterator[Place]:
        """Yield every place."""
        return iter(place for places in self._points.values() for place in places)

    def find(self, name: str, country: str, admin1: str = "") -> tuple[Place, ...]:
        """Return the places of a country that go by exactly this name.

        Args:
            name: Any spelling; compared folded.
            country: ISO 3166-1 alpha-3.
            admin1: An `area_id`; when any candidate lies in it, the others are left out.
        """
        found = self._named(country).get(name_key(name), [])
        near = [place for place in found if place.admin1 == admin1] if admin1 else []
        chosen = near or found
        return tuple([place for place in chosen if place.curated] or chosen)

    def at(self, longitude: float, latitude: float) -> tuple[Place, ...]:
        """Return the places whose point is this one, to about a hundred metres."""
        return tuple(self._points.get(_spot(longitude, latitude), ()))


def load_gazetteer(folder: Path) -> Gazetteer:
    """Return the gazetteer of a folder with places.csv and curated.csv.

    Raises:
        GazetteerError: A file is missing or a row cannot be read.
    """
    return Gazetteer([*_read(folder / CURATED_FILE), *_read(folder / PLACES_FILE)])


def _read(file: Path) -> Iterator[Place]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                yield _read_place(row)
    except (OSError, KeyError, ValueError) as error:
        raise GazetteerError(file, str(error)) from error


def _read_place(row: dict[str, str]) -> Place:
    curated = "geo_precision" in row
    if curated:
        precision = GeoPrecision(row["geo_precision"])
    else:
        quarter = row["kind"] == QUARTER
        precision = GeoPrecision.NEIGHBOURHOOD if quarter else GeoPrecision.CITY
    return Place(
        name=row["name"],
        name_ar=row["name_ar"],
        aliases=tuple(filter(None, row["aliases"].split("|"))),
        country=row["country"],
        admin1=row["admin1"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        geo_precision=precision,
        radius_m=int(row["radius_m"]) if curated else city_radius(int(row["population"])),
        source=row["source"] if curated else f"GeoNames {row['geonameid']}",
        curated=curated,
        population=0 if curated else int(row["population"]),
    )


def city_radius(population: int) -> int | None:
    """Return how far a city above a million reaches, in metres; None for a smaller one."""
    if population <= MILLION:
        return None
    return int(round(MILLION_CITY_RADIUS_M * math.sqrt(population / MILLION), -3))


def _spot(longitude: float, latitude: float) -> tuple[float, float]:
    return round(longitude, 3), round(latitude, 3)
