"""Which names the base map shows at which zoom: countries, then admin-1 areas, then towns."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import polars as pl

from incidents.errors import AreasError
from incidents.model.mercator import MAX_ZOOM, WORLD_BITS, project

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

KM_PER_PIXEL = 156.543
"""At zoom 0 on the equator."""
COUNTRY_PIXELS = (34, 900)
AREA_PIXELS = (84, 700)
"""A name shows while its area is this wide on screen: room for it, yet still in view whole."""
PIXELS_PER_LETTER = 3.6
"""A long name may reach past its country a little, not over the neighbours."""
AREA_ZOOMS = (6, 9)
# The least population of a town that is named at each zoom; capitals come earlier.
TOWN_POPULATION = {4: 3_000_000, 5: 900_000, 6: 250_000, 7: 100_000, 8: 40_000, 9: 10_000, 10: 0}
TOWN_CAP = 99_999
CAPITAL_ZOOM = 4
LARGE_CAPITAL = 1_000_000
QUARTER_ZOOM = 11
CITY_QUARTER_ZOOM = 10
CITY_QUARTER_POPULATION = 1_000_000


@dataclass(frozen=True)
class Label:
    """One name on the map, and the zooms that show it."""

    longitude: float
    latitude: float
    name: str
    name_ar: str
    kind: str
    """country, admin1 or city."""
    rank: int
    """Lower is more important; decides which of two names that touch is kept."""
    zooms: tuple[int, int]

    def as_json(self) -> dict[str, Any]:
        """Return the label as tiles carry it."""
        return {
            "lon": self.longitude,
            "lat": self.latitude,
            "en": self.name,
            "ar": self.name_ar,
            "kind": self.kind,
            "rank": self.rank,
        }


class LabelIndex:
    """Labels by zoom and tile."""

    def __init__(self, labels: Iterable[Label]) -> None:
        ordered = sorted(labels, key=lambda label: (label.rank, label.name, label.longitude))
        self._placed = [(label, project(label.longitude, label.latitude)) for label in ordered]
        self._tiles: dict[int, dict[tuple[int, int], list[dict[str, Any]]]] = {}

    def in_tile(self, z: int, x: int, y: int) -> list[dict[str, Any]]:
        """Return the labels anchored in a tile, most important first."""
        if z not in self._tiles:
            self._tiles[z] = self._at_zoom(z)
        return self._tiles[z].get((x, y), [])

    def _at_zoom(self, z: int) -> dict[tuple[int, int], list[dict[str, Any]]]:
        tiles: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
        shift = WORLD_BITS - z
        for label, point in self._placed:
            first, last = label.zooms
            if first <= z <= last:
                tiles[point.x >> shift, point.y >> shift].append(label.as_json())
        return dict(tiles)


def load_labels(areas: Path, places: Path) -> LabelIndex:
    """Return the names of the bundled countries, admin-1 areas and places.

    Raises:
        AreasError: A file is missing or unreadable.
    """
    countries = _read(areas / "countries.csv")
    admin1 = _read(areas / "natural_earth_admin1.parquet")
    towns = _read(places / "places.csv")
    labels = map(_name_country, countries), map(_name_area, admin1), map(_name_town, towns)
    return LabelIndex(chain.from_iterable(labels))


def _read(path: Path) -> Iterable[dict[str, Any]]:
    try:
        rows = pl.scan_csv(path) if path.suffix == ".csv" else pl.scan_parquet(path)
        named = rows.select(pl.exclude("geometry", "aliases"))
        return named.with_columns(pl.col(pl.String).fill_null("")).collect().to_dicts()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise AreasError(path, str(error)) from error


def _name_country(row: dict[str, Any]) -> Label:
    least = max(COUNTRY_PIXELS[0], PIXELS_PER_LETTER * len(row["name"]))
    return Label(
        longitude=row["label_longitude"],
        latitude=row["label_latitude"],
        name=row["name"],
        name_ar=row["name_ar"],
        kind="country",
        rank=100 - _magnitude(row["area_km2"]),
        zooms=_zooms(row["area_km2"], row["label_latitude"], (least, COUNTRY_PIXELS[1])),
    )


def _name_area(row: dict[str, Any]) -> Label:
    first, last = _zooms(row["area_km2"], row["label_latitude"], AREA_PIXELS)
    return Label(
        longitude=row["label_longitude"],
        latitude=row["label_latitude"],
        name=row["name"],
        name_ar=row["name_ar"],
        kind="admin1",
        rank=240 - _magnitude(row["area_km2"]),
        zooms=(max(first, AREA_ZOOMS[0]), min(last, AREA_ZOOMS[1])),
    )


def _name_town(row: dict[str, Any]) -> Label:
    capital = row["kind"] == "capital"
    # A district's figure often stands where the town's should: its kind, set by hand, caps it.
    population = min(row["population"], TOWN_CAP) if row["kind"] == "town" else row["population"]
    return Label(
        longitude=row["longitude"],
        latitude=row["latitude"],
        name=row["name"],
        name_ar=row["name_ar"],
        kind="city",
        rank=(160 if capital else 200) - _magnitude(population),
        zooms=(_town_zoom(row["kind"], population), MAX_ZOOM),
    )


def _town_zoom(kind: str, population: int) -> int:
    if kind == "quarter":
        return CITY_QUARTER_ZOOM if population >= CITY_QUARTER_POPULATION else QUARTER_ZOOM
    first = min(zoom for zoom, least in TOWN_POPULATION.items() if population >= least)
    if kind != "capital":
        return first
    return min(first, CAPITAL_ZOOM if population >= LARGE_CAPITAL else CAPITAL_ZOOM + 2)


def _zooms(area_km2: float, latitude: float, pixels: tuple[float, float]) -> tuple[int, int]:
    """Return the first and last zoom at which an area is as wide as `pixels` says."""
    width = math.sqrt(max(area_km2, 1)) / (KM_PER_PIXEL * math.cos(math.radians(latitude)))
    first, last = (math.log2(limit / width) for limit in pixels)
    return max(0, math.ceil(first)), math.floor(last)


def _magnitude(size: float) -> int:
    return round(10 * math.log10(size + 1))
