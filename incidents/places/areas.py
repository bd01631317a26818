"""Admin-1 areas of the world: by identifier, by name, by point."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

import shapely

from incidents.errors import AreasError
from incidents.places.names import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

AREAS_FILE = "natural_earth_admin1.parquet"
MISSING_FILE = "missing.csv"
COLUMNS = ("area_id", "country", "name", "name_ar", "aliases", "label_longitude", "label_latitude")
KM_PER_DEGREE = 111.2
_MANY = 300
"""From so many points on, one pass over the areas is faster than a search for each point."""


@dataclass(frozen=True, eq=False)
class Area:
    """One admin-1 unit: a governorate, a province, a state."""

    area_id: str
    """ISO 3166-2, or Natural Earth's own code (with `~`) where ISO has none."""
    country: str
    """ISO 3166-1 alpha-3, or "" where several states claim the land and none holds it."""
    name: str
    name_ar: str
    bounds: tuple[float, float, float, float]
    """(west, south, east, north) in degrees."""
    geometry: BaseGeometry = field(repr=False)
    label: tuple[float, float] = (math.nan, math.nan)
    """(longitude, latitude) where the name sits best."""
    aliases: tuple[str, ...] = ()

    def distance_km(self, longitude: float, latitude: float) -> float:
        """Return how far a point lies outside, 0 within; infinity beyond about a degree."""
        window = (longitude - 1, latitude - 1, longitude + 1, latitude + 1)
        near = shapely.clip_by_rect(self.geometry, *window)
        if near.is_empty:
            return math.inf
        # A plane around the point, true to scale there: degrees shrink eastwards only.
        scale = (math.cos(math.radians(latitude)) * KM_PER_DEGREE, KM_PER_DEGREE)
        flat = shapely.transform(near, lambda xy: (xy - (longitude, latitude)) * scale)
        return float(flat.distance(shapely.Point(0, 0)))


@dataclass(frozen=True)
class UnmappedArea:
    """An admin-1 unit that exists but whose limits are not bundled."""

    name: str
    name_ar: str
    aliases: tuple[str, ...]
    country: str
    within: str
    """The `area_id` of the bundled area that covers it."""
    note: str


class _Names(NamedTuple):
    """The areas of a country, by the keys of their names."""

    own: dict[str, list[Area]]
    aliases: dict[str, list[Area]]


class AreaIndex:
    """The areas at hand, with a spatial index and an index of names."""

    def __init__(self, areas: Iterable[Area], unmapped: Iterable[UnmappedArea] = ()) -> None:
        # Sorted, so that a point on a border always falls to the same side.
        self._areas = tuple(sorted(areas, key=lambda area: area.area_id))
        self._by_id = {area.area_id: area for area in self._areas}
        self._bounds = np.array([area.bounds for area in self._areas]).reshape(-1, 4)
        self._tree = shapely.STRtree([area.geometry for area in self._areas])
        self._by_country: dict[str, list[Area]] = defaultdict(list)
        for area in self._areas:
            self._by_country[area.country].append(area)
        self._names: dict[str, _Names] = {}
        self.unmapped = tuple(unmapped)
        self._unmapped = {
            (one.country, name_key(name)): one
            for one in self.unmapped
            for name in (one.name, one.name_ar, *one.aliases)
        }

    def __len__(self) -> int:
        """Return how many areas there are."""
        return len(self._areas)

    def __iter__(self) -> Iterator[Area]:
        """Yield the areas in order of their identifiers."""
        return iter(self._areas)

    def get(self, area_id: str) -> Area | None:
        """Return the area with this identifier."""
        return self._by_id.get(area_id)

    def in_country(self, country: str) -> tuple[Area, ...]:
        """Return a country's areas in order of their identifiers."""
        return tuple(self._by_country.get(country, ()))

    def find_name(self, name: str, country: str) -> Area | None:
        """Return the one area of a country that goes by `name`; None if none or several do."""
        key, names = name_key(name), self._names.get(country)
        if not key:
            return None
        if names is None:  # most datasets name areas of a few countries
            names = self._names[country] = _name_areas(self._by_country.get(country, ()))
        found = names.own.get(key) or names.aliases.get(key) or []
        return found[0] if len(found) == 1 else None

    def find_unmapped(self, name: str, country: str) -> UnmappedArea | None:
        """Return the area of that name whose limits are not bundled, if it is one of those."""
        return self._unmapped.get((country, name_key(name)))

    def depends_on_point(self, admin1: str, country: str, inside: str) -> bool:
        """Say whether distances decide in which area a point counts.

        They do not where the area that it names is the one it lies in, or where none is named and
        it lies in its country.

        Args:
            admin1: The area's name, as the record has it.
            country: ISO 3166-1 alpha-3.
            inside: The `area_id` of the area it lies in, "" for none.
        """
        if self.find_unmapped(admin1, country) is not None:
            return False
        named, around = self.find_name(admin1, country), self.get(inside)
        if named is not None and named is not around:
            return True
        return country in self._by_country and (around is None or around.country != country)

    def containing(self, longitude: float, latitude: float) -> Area | None:
        """Return the area a point lies in; on a border, the first by identifier."""
        if not is_on_earth(longitude, latitude):
            return None
        # The antimeridian is one line with two names; areas are cut there.
        meridians = [longitude, -longitude] if abs(longitude) == 180 else [longitude]  # noqa: PLR2004  degrees
        points = [shapely.Point(meridian, latitude) for meridian in meridians]
        hits = self._tree.query(points, predicate="intersects")[1]
        return self._areas[int(hits.min())] if len(hits) else None

    def containing_many(self, longitudes: Sequence[float], latitudes: Sequence[float]) -> list[str]:
        """Return the `area_id` each point lies in, "" for none; for many points at once."""
        if len(longitudes) < _MANY:
            points = zip(longitudes, latitudes, strict=True)
            each = [self.containing(*point) for point in points]
            return [area.area_id if area else "" for area in each]
        xs, ys = np.asarray(longitudes, dtype=float), np.asarray(latitudes, dtype=float)
        by_x = np.argsort(xs, kind="stable")
        sorted_xs = xs[by_x]
        found = np.full(len(xs), -1)
        # Last first, so that on a border the first by identifier has the last word.
        for number in self._around(xs, ys)[::-1].tolist():
            area = self._areas[number]
            west, south, east, north = area.bounds
            first, last = np.searchsorted(sorted_xs, (west, np.nextafter(east, np.inf)))
            near = by_x[first:last]
            near = near[(ys[near] >= south) & (ys[near] <= north)]
            if len(near):
                shapely.prepare(area.geometry)
                hits = shapely.intersects_xy(area.geometry, xs[near], ys[near])
                found[near[hits]] = number
        named = ["" if number < 0 else self._areas[number].area_id for number in found.tolist()]
        for at in np.flatnonzero(np.abs(xs) == 180).tolist():  # noqa: PLR2004  degrees
            held = self.containing(longitudes[at], latitudes[at])
            named[at] = held.area_id if held else ""
        return named

    def _around(self, xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
        """Return the numbers of the areas that reach into the box around all points."""
        given = ~(np.isnan(xs) | np.isnan(ys))
        if not given.any():
            return np.empty(0, dtype=int)
        west, south, east, north = self._bounds.T
        xs, ys = xs[given], ys[given]
        reach = (west <= xs.max()) & (east >= xs.min()) & (south <= ys.max()) & (north >= ys.min())
        return np.flatnonzero(reach)


def _name_areas(areas: Iterable[Area]) -> _Names:
    names = _Names(defaultdict(list), defaultdict(list))
    for area in areas:
        for key in {name_key(area.name), name_key(area.name_ar), name_key(area.area_id)}:
            names.own[key].append(area)
        for key in {name_key(alias) for alias in area.aliases}:
            names.aliases[key].append(area)
    return names


def is_on_earth(longitude: float, latitude: float) -> bool:
    """Say whether two numbers are a longitude and a latitude at all."""
    return -180 <= longitude <= 180 and -90 <= latitude <= 90  # noqa: PLR2004  degrees


def load_areas(path: Path) -> AreaIndex:
    """Return the areas of `path`: the areas folder, or its GeoParquet file.

    Raises:
        AreasError: The file is missing, unreadable or lacks columns.
    """
    file = path / AREAS_FILE if path.is_dir() else path
    try:
        # not with GeoPandas: pandas takes a reader longer to import than these few rows to read
        frame = pl.read_parquet(file, glob=False)
        missing = [column for column in (*COLUMNS, "geometry") if column not in frame.columns]
        if missing:
            raise AreasError(file, f"no column {', '.join(missing)}")
        shapes = shapely.from_wkb(frame["geometry"].to_numpy())
    except (OSError, ValueError, pl.exceptions.PolarsError, shapely.errors.GEOSException) as error:
        raise AreasError(file, str(error)) from error
    rows = frame.select(COLUMNS).to_dicts()
    areas = map(_read_area, rows, shapes, shapely.bounds(shapes).tolist())
    return AreaIndex(areas, _read_unmapped(file.parent / MISSING_FILE))


def _read_area(row: dict[str, Any], geometry: BaseGeometry, bounds: list[float]) -> Area:
    west, south, east, north = bounds
    return Area(
        area_id=row["area_id"],
        country=row["country"],
        name=row["name"],
        name_ar=row["name_ar"],
        bounds=(west, south, east, north),
        geometry=geometry,
        label=(row["label_longitude"], row["label_latitude"]),
        aliases=tuple(filter(None, row["aliases"].split("|"))),
    )


def _read_unmapped(file: Path) -> list[UnmappedArea]:
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            UnmappedArea(
                name=row["name"],
                name_ar=row["name_ar"],
                aliases=tuple(filter(None, row["aliases"].split("|"))),
                country=row["country"],
                within=row["within"],
                note=row["note"],
            )
            for row in csv.DictReader(lines)
        ]
