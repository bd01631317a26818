"""From a place and a relation to it ("12 km west of") to a point with an honest radius."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from incidents.places.distances import apart_km, midway, shifted

if TYPE_CHECKING:
    from incidents.places.answers import Candidate
    from incidents.places.relations import Phrase

NEAR_M = 10_000
"""What "near" adds to the place's own extent."""
ASIDE_M = 8_000
"""How far beyond the edge of a place "south of" it is put, without a distance."""
ASIDE_RADIUS_M = 12_000
LEAST_RADIUS_M = 5_000
LOOSENESS = 0.35
"""Share of a stated distance by which roads and rounding may put a place off."""
WIDEST_M = 25_000
"""What reaches further is told as an area, not a point."""
WIDEST_BETWEEN_M = 40_000


class Spot(NamedTuple):
    """A point and how far from it the truth may lie."""

    longitude: float
    latitude: float
    radius_m: int

    def widest(self, relation: str) -> int:
        """Return how wide a spot of this relation may be and still be drawn as a point."""
        return WIDEST_BETWEEN_M if relation in {"between", "on the road"} else WIDEST_M


def relate(phrase: Phrase, anchors: list[Candidate]) -> Spot:
    """Return where the place lies that a phrase tells by its anchors."""
    first = anchors[0]
    if len(anchors) > 1:
        return _between(first, anchors[1])
    x, y, reach = first.longitude, first.latitude, first.radius_m
    if phrase.relation == "part of":
        return Spot(x, y, reach)
    if phrase.distance_km is not None:
        metres = round(phrase.distance_km * 1000)
        if phrase.bearing is None:
            return Spot(x, y, metres + reach)
        x, y = shifted(x, y, phrase.bearing, phrase.distance_km)
        return Spot(x, y, max(LEAST_RADIUS_M, round(metres * LOOSENESS)) + reach // 2)
    if phrase.bearing is not None:
        x, y = shifted(x, y, phrase.bearing, (reach + ASIDE_M) / 1000)
        return Spot(x, y, reach + ASIDE_RADIUS_M)
    return Spot(x, y, reach + NEAR_M)


def _between(one: Candidate, other: Candidate) -> Spot:
    ends = one.longitude, one.latitude, other.longitude, other.latitude
    x, y = midway(*ends)
    half_m = apart_km(*ends) * 500
    return Spot(x, y, round(half_m + LEAST_RADIUS_M))
