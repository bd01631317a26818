"""From what a record says of its place to where, and how exactly, it may be drawn."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from incidents.model.vocabularies import LOCATED_PRECISIONS, GeoPrecision, Placement
from incidents.places import wording
from incidents.places.alike import find_alike
from incidents.places.areas import KM_PER_DEGREE, is_on_earth
from incidents.places.index import memory_index
from incidents.places.layers import area_layer, gazetteer_layers
from incidents.places.searching import Search
from incidents.places.surroundings import Context

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

    from incidents.places.answers import Answer
    from incidents.places.areas import Area, AreaIndex
    from incidents.places.gazetteer import Gazetteer, Place
    from incidents.places.index import PlaceIndex

# What a dot's ring may claim. A site: the block or compound around a reference point, not a
# doorway. A neighbourhood: Baghdad's are two to four kilometres across. A city: the built-up
# area of a provincial town; larger cities reach further, and the soft edge says "about". Near a
# named place: what UCDP means by it.
RADIUS_M = {
    GeoPrecision.SITE: 500,
    GeoPrecision.NEIGHBOURHOOD: 2_000,
    GeoPrecision.CITY: 5_000,
    GeoPrecision.VICINITY: 25_000,
}
COARSENESS = list(GeoPrecision)
LIMITS_KM = 30
"""How far the bundled limits may be off: Tarmiyah, in Baghdad governorate, lies 27 km outside."""
_NO_CONTEXT = Context()
COAST_KM = 3
"""How far off the simplified coast a point on land may seem to lie."""


@dataclass(frozen=True)
class PlaceQuery:
    """What a record says of its place."""

    location: str = ""
    admin1: str = ""
    country: str = ""
    """ISO 3166-1 alpha-3."""
    latitude: float | None = None
    longitude: float | None = None
    geo_precision: GeoPrecision = GeoPrecision.NONE
    """How exactly the record says the place is known; `none` when it does not say."""
    coordinate_source: str = ""
    radius_m: int | None = None
    """How far around its point it may have been, where the record says so."""


@dataclass(frozen=True)
class Placed:
    """Where a record is drawn: a point, an area or neither, and why."""

    placement: Placement
    latitude: float | None
    longitude: float | None
    geo_precision: GeoPrecision
    radius_m: int | None
    area: Area | None
    explanation: str


class Geocoder:
    """Places records with the areas and the gazetteer at hand, offline."""

    def __init__(
        self, areas: AreaIndex, gazetteer: Gazetteer, index: PlaceIndex | None = None
    ) -> None:
        self._areas = areas
        self._gazetteer = gazetteer
        self._index = index

    @cached_property
    def _search(self) -> Search:
        # Without an index on disk, the bundled gazetteer alone, so that a first start is quick.
        index = self._index or memory_index(
            [*gazetteer_layers(self._gazetteer), area_layer(self._areas)]
        )
        return Search(self._areas, index)

    def search(self, text: str, context: Context = _NO_CONTEXT, *, limit: int = 8) -> Answer:
        """Return what `text` means in `context`, with at most `limit` alternatives."""
        return self._search.find(text, context, limit)

    def search_many(
        self, texts: Iterable[str], contexts: Iterable[Context], *, limit: int = 8
    ) -> list[Answer]:
        """Return the answers to many phrases, each in its own context."""
        find = self._search.find
        known: dict[Context, dict[str, Answer]] = defaultdict(dict)  # datasets repeat their names
        answers = []
        for text, context in zip(texts, contexts, strict=True):
            told = known[context]
            answer = told.get(text)
            if answer is None:
                answer = told[text] = find(text, context, limit)
            answers.append(answer)
        return answers

    def find_alike(self, queries: pl.DataFrame) -> pl.DataFrame:
        """Return which of many records may be asked about in the place of others (`alike`)."""
        return find_alike(queries, self._areas, self._gazetteer)

    def locate(self, query: PlaceQuery) -> Placed:
        """Return where to draw a record, never more exactly than it is known."""
        return self.locate_many([query])[0]

    def locate_many(self, queries: Sequence[PlaceQuery]) -> list[Placed]:
        """Return where to draw each of many records; as `locate`, and faster."""
        points = [
            (query.longitude, query.latitude)
            if query.longitude is not None and query.latitude is not None
            else (math.nan, math.nan)
            for query in queries
        ]
        inside = self._areas.containing_many(*zip(*points, strict=True)) if points else []
        return [
            self._locate(query, self._areas.get(area_id))
            for query, area_id in zip(queries, inside, strict=True)
        ]

    def _locate(self, query: PlaceQuery, inside: Area | None) -> Placed:
        if query.latitude is None or query.longitude is None:
            return self._by_name(query)
        if not is_on_earth(query.longitude, query.latitude):
            placed = self._by_name(query)
            warning = wording.off_the_earth(query.latitude, query.longitude)
            return replace(placed, explanation=f"{warning} {placed.explanation}")
        if query.geo_precision in LOCATED_PRECISIONS:
            return self._at_own_point(query, query.longitude, query.latitude, inside)
        return self._unpointed(query, inside)

    def _at_own_point(
        self, query: PlaceQuery, longitude: float, latitude: float, inside: Area | None
    ) -> Placed:
        radius_m = self._own_radius(query, longitude, latitude)
        area, doubt = self._area_of_point(query, longitude, latitude, inside)
        sentence = wording.own_point(query.coordinate_source, query.geo_precision, radius_m)
        return Placed(
            placement=Placement.LOCATED,
            latitude=latitude,
            longitude=longitude,
            geo_precision=query.geo_precision,
            radius_m=radius_m,
            area=area,
            explanation=f"{sentence} {doubt}".strip(),
        )

    def _own_radius(self, query: PlaceQuery, longitude: float, latitude: float) -> int:
        """Return the extent of the place a record names, or borrows its point from, if wider."""
        usual = query.radius_m or RADIUS_M[query.geo_precision]
        named = self._gazetteer.find(query.location.split(",")[0], query.country)
        if query.geo_precision is GeoPrecision.CITY:
            named += self._gazetteer.at(longitude, latitude)
        extents = [
            place.radius_m
            for place in named
            if place.radius_m and _apart_m(place, longitude, latitude) <= place.radius_m
        ]
        return max([usual, *extents])

    def _area_of_point(
        self, query: PlaceQuery, longitude: float, latitude: float, inside: Area | None
    ) -> tuple[Area | None, str]:
        """Return the area a point counts in, and a sentence where that is open to doubt."""
        named = self._areas.find_name(query.admin1, query.country)
        unmapped = self._areas.find_unmapped(query.admin1, query.country)
        if unmapped is not None:
            drawn_in = inside.name if inside else "no bundled area"
            return inside, wording.unmapped_point(unmapped, drawn_in)
        if named is None or named is inside:
            return self._area_of_country(query, inside, longitude, latitude)
        away_km = named.distance_km(longitude, latitude)
        if inside is None and away_km <= COAST_KM:
            return named, ""
        if away_km <= LIMITS_KM and (inside is None or inside.country == named.country):
            return named, wording.near_named(named.name, inside.name if inside else "", away_km)
        return inside, wording.elsewhere(named.name, inside.name if inside else "")

    def _area_of_country(
        self, query: PlaceQuery, inside: Area | None, longitude: float, latitude: float
    ) -> tuple[Area | None, str]:
        country = self._areas.in_country(query.country)
        if not country or (inside is not None and inside.country == query.country):
            return inside, ""
        nearest = min(country, key=lambda area: area.distance_km(longitude, latitude))
        if inside is None and nearest.distance_km(longitude, latitude) <= COAST_KM:
            return nearest, ""
        return inside, wording.outside_country(query.country, inside.name if inside else "")

    def _unpointed(self, query: PlaceQuery, inside: Area | None) -> Placed:
        """Place a record whose coordinates are only an anchor for something wider."""
        if query.geo_precision is not GeoPrecision.NONE:
            return self._by_name(query)
        area = self._areas.find_name(query.admin1, query.country)
        area = area or inside
        if area is None:
            return self._nowhere(query, wording.NO_PRECISION)
        return _drawn_as(area, GeoPrecision.GOVERNORATE, wording.no_precision(area.name))

    def _by_name(self, query: PlaceQuery) -> Placed:
        if query.geo_precision is GeoPrecision.COUNTRY:
            return self._nowhere(query, wording.COUNTRY_ONLY)
        place = self._named_place(query)
        if place is not None:
            placed = self._at_place(query, place)
            if placed is not None:
                return placed
        return self._as_area(query)

    def _named_place(self, query: PlaceQuery) -> Place | None:
        """Return the one place the location names, alone or followed by where that lies."""
        named = self._areas.find_name(query.admin1, query.country)
        within = named.area_id if named else ""
        head, *tail = [part.strip() for part in query.location.split(",")]
        readings = [query.location, *([head] if tail and self._are_places(tail, query) else [])]
        for reading in readings:
            found = self._gazetteer.find(reading, query.country, within)
            if len(found) == 1 and within in {"", found[0].admin1}:
                return found[0]
        return None

    def _are_places(self, names: list[str], query: PlaceQuery) -> bool:
        return all(
            self._areas.find_name(name, query.country) is not None
            or self._gazetteer.find(name, query.country)
            for name in names
        )

    def _at_place(self, query: PlaceQuery, place: Place) -> Placed | None:
        """Return a record at a gazetteer's place, or None when only its area may be drawn."""
        stated = query.geo_precision
        precision = place.geo_precision
        if stated is not GeoPrecision.NONE:
            precision = max(precision, stated, key=COARSENESS.index)
        area = self._areas.get(place.admin1)
        area = area or self._areas.containing(place.longitude, place.latitude)
        if precision not in LOCATED_PRECISIONS:
            if area is None or self._areas.find_name(query.admin1, query.country) is not None:
                return None
            return _drawn_as(area, precision, wording.area_of_place(place.name, area.name))
        radius_m = max(place.radius_m or 0, RADIUS_M[precision])
        return Placed(
            placement=Placement.LOCATED,
            latitude=place.latitude,
            longitude=place.longitude,
            geo_precision=precision,
            radius_m=radius_m,
            area=area,
            explanation=wording.at_place(place.name, place.source, precision, radius_m),
        )

    def _as_area(self, query: PlaceQuery) -> Placed:
        unmapped = self._areas.find_unmapped(query.admin1, query.country)
        precision = query.geo_precision
        if precision is not GeoPrecision.DISTRICT:
            precision = GeoPrecision.GOVERNORATE
        if unmapped is not None:
            cover = self._areas.get(unmapped.within)
            if cover is not None:
                return _drawn_as(cover, precision, wording.unmapped_area(unmapped, cover.name))
        area = self._areas.find_name(query.admin1, query.country)
        if area is not None:
            return _drawn_as(area, precision, wording.as_area(query.geo_precision, area.name))
        parts = [part.split("(")[0].strip() for part in query.admin1.split("/")]
        named = [self._areas.find_name(part, query.country) for part in parts]
        several = [area.name for area in named if area]
        return self._nowhere(query, wording.no_area(query.admin1, several))

    def _nowhere(self, query: PlaceQuery, explanation: str) -> Placed:
        return Placed(Placement.NONE, None, None, query.geo_precision, None, None, explanation)


def _drawn_as(area: Area, precision: GeoPrecision, explanation: str) -> Placed:
    return Placed(Placement.AREA, None, None, precision, None, area, explanation)


def _apart_m(place: Place, longitude: float, latitude: float) -> float:
    east = (place.longitude - longitude) * math.cos(math.radians(latitude))
    return math.hypot(east, place.latitude - latitude) * KM_PER_DEGREE * 1000
