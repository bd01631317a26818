"""What a context says: the country, areas and points that a place should agree with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from incidents.model.vocabularies import LOCATED_PRECISIONS
from incidents.places.distances import apart_km
from incidents.places.index import PRECISIONS
from incidents.places.matching import SURE_LEVELS

if TYPE_CHECKING:
    from incidents.places.areas import AreaIndex
    from incidents.places.index import PlaceIndex
    from incidents.places.matching import Match, Matcher

NEAR_KM = 60
"""How far from the place it is said to lie in a place may be."""


@dataclass(frozen=True)
class Context:
    """What is known of a name besides the name."""

    country: str = ""
    """ISO 3166-1 alpha-3."""
    admin1: str = ""
    """Governorate: any of its names, or its `area_id`."""
    district: str = ""
    near: tuple[tuple[float, float], ...] = ()
    """(longitude, latitude) of other places of the same record."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A context, understood."""

    country: int | None = None
    """Number in the index; -1 for a country it does not know."""
    areas: frozenset[str] = frozenset()
    """Identifiers of the areas named; empty when none is."""
    must_be_near: tuple[tuple[float, float], ...] = ()
    """(longitude, latitude) of places it is said to lie in."""
    near_areas: frozenset[str] = frozenset()
    """Identifiers of the areas that those places lie in."""
    near: tuple[tuple[float, float], ...] = ()
    warnings: tuple[str, ...] = field(default=())

    def narrowed(self) -> bool:
        """Say whether more than the country is known."""
        return bool(self.areas or self.must_be_near)


class Surveyor:
    """Understands contexts; remembers those it has seen."""

    def __init__(self, areas: AreaIndex, index: PlaceIndex, matcher: Matcher) -> None:
        self._areas = areas
        self._index = index
        self._matcher = matcher
        self._numbers = {name: number for number, name in enumerate(index.countries)}
        self._known: dict[tuple[str, str, str, tuple[str, ...]], Surroundings] = {}

    def survey(self, context: Context, within: tuple[str, ...] = ()) -> Surroundings:
        """Return what a context and the names of what a place lies in come to."""
        asked = context.country, context.admin1, context.district, within
        known = self._known.get(asked)
        if known is None:
            if len(self._known) > 10_000:  # noqa: PLR2004  a bound on memory
                self._known.clear()
            known = self._known[asked] = self._survey(context, within)
        return replace(known, near=context.near) if context.near else known

    def _survey(self, context: Context, within: tuple[str, ...]) -> Surroundings:
        country = self._country(context.country)
        told = Surroundings(country=country)
        if context.admin1:
            told = self._add(told, context.admin1, area_only=True)
        for name in reversed(within):
            told = self._add(told, name, area_only=False)
        if context.district and not told.must_be_near:
            points = self._points(self._located(context.district, told))
            told = replace(told, near=points if len(points) == 1 else ())
        return told

    def _country(self, name: str) -> int | None:
        if not name:
            return None
        if name.upper() in self._numbers:
            return self._numbers[name.upper()]
        found = self._of_kind(name, "country", None)
        return self._index.numbers["country"][found[0]] if len(found) == 1 else -1

    def _of_kind(self, name: str, kind: str, country: int | None) -> list[int]:
        kinds, numbers = self._index.kinds, self._index.numbers["kind"]
        found = self._matcher.find(name, country, fuzzy=False)
        return [match.place for match in found if kinds[numbers[match.place]] == kind]

    def _add(self, told: Surroundings, name: str, *, area_only: bool) -> Surroundings:
        areas = self._areas_named(name, told.country)
        if areas:
            both = told.areas & areas
            if told.areas and not both:
                warning = f"It is said to lie in {name!r} and in another governorate."
                return replace(told, warnings=(*told.warnings, warning))
            countries = {self._areas_country(one) for one in areas}
            country = told.country
            if country is None and len(countries) == 1:
                country = self._country(countries.pop())
            return replace(told, areas=frozenset(both or areas), country=country)
        if not area_only:
            countries_named = self._of_kind(name, "country", None)
            if countries_named:
                number = self._index.numbers["country"][countries_named[0]]
                return told if told.country == number else self._elsewhere(told, number, name)
            inside = self._inside(name, told)
            if inside is not None:
                return inside
        warning = f"{name!r} is no area or place known here and was left out."
        return replace(told, warnings=(*told.warnings, warning))

    def _elsewhere(self, told: Surroundings, number: int, name: str) -> Surroundings:
        if told.country is None:
            return replace(told, country=number)
        warning = f"It is said to lie in {name!r}, which is not the country given."
        return replace(told, country=-1, warnings=(*told.warnings, warning))

    def _areas_country(self, area_id: str) -> str:
        area = self._areas.get(area_id)
        return area.country if area else ""

    def _areas_named(self, name: str, country: int | None) -> frozenset[str]:
        area = self._areas.get(name)
        if area is not None:
            return frozenset({area.area_id})
        if country is not None and country >= 0:
            found = self._areas.find_name(name, self._index.countries[country])
            if found is not None:
                return frozenset({found.area_id})
        admin1, areas = self._index.numbers["admin1"], self._index.areas
        matches = [
            match
            for match in self._matcher.find(name, country, fuzzy=False)
            if self._index.kinds[self._index.numbers["kind"][match.place]] == "governorate"
        ]
        best = max((match.quality for match in matches), default=0)
        return frozenset(areas[admin1[one.place]] for one in matches if one.quality == best) - {""}

    def _inside(self, name: str, told: Surroundings) -> Surroundings | None:
        """Return what is told by a place it lies in: its point, or the area it is known to."""
        found = self._located(name, told)
        areas = frozenset(self._area_of(one) for one in found) - {""}
        if found:
            return replace(told, must_be_near=self._points(found), near_areas=areas)
        sure = [one for one in self._matching(name, told) if one.level in SURE_LEVELS]
        areas = frozenset(map(self._area_of, sure))
        if len(areas) == 1 and "" not in areas:
            country = self._index.numbers["country"][sure[0].place]
            return replace(told, areas=areas, country=country)
        return None

    def _matching(self, name: str, told: Surroundings) -> list[Match]:
        found = self._matcher.find(name, told.country, fuzzy=False)
        return [one for one in found if not told.areas or self._area_of(one) in told.areas]

    def _located(self, name: str, told: Surroundings) -> list[Match]:
        precision = self._index.numbers["geo_precision"]
        found = self._matching(name, told)
        return [one for one in found if PRECISIONS[precision[one.place]] in LOCATED_PRECISIONS]

    def _area_of(self, one: Match) -> str:
        area_id: str = self._index.areas[self._index.numbers["admin1"][one.place]]
        return area_id

    def _points(self, found: list[Match]) -> tuple[tuple[float, float], ...]:
        x, y = self._index.numbers["longitude"], self._index.numbers["latitude"]
        return tuple(dict.fromkeys((x[one.place], y[one.place]) for one in found))


def is_near(points: tuple[tuple[float, float], ...], longitude: float, latitude: float) -> bool:
    """Say whether a point lies near any of some others; True when there are none."""
    return not points or any(apart_km(longitude, latitude, *point) <= NEAR_KM for point in points)
