"""Which of the places that go by a name is meant, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from incidents.model.vocabularies import LOCATED_PRECISIONS
from incidents.places.answers import Status
from incidents.places.distances import apart_km
from incidents.places.index import PRECISIONS
from incidents.places.matching import OTHER_NAME, SAME, SURE_LEVELS
from incidents.places.surroundings import is_near
from incidents.places.typewords import Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from incidents.places.areas import AreaIndex
    from incidents.places.index import PlaceIndex
    from incidents.places.matching import Match
    from incidents.places.surroundings import Surroundings

LIMITS_KM = 30
"""How far outside the governorate it is said to lie in a place may seem to be, the bundled limits
being generalised, where nothing says that another governorate has it."""
EDGE_KM = 5
"""The same for a small place that another governorate has: about as far as a town reaches."""
NEAR_LIMITS, ELSEWHERE = 0.92, 0.5
"""What a place just outside, and well outside, where it is said to lie keeps of its score."""
SAME_SPOT_KM = 8
"""Rows of one name as near as this are one place listed twice."""
LEAST_KM_PER_DEGREE = 111.0
"""Of latitude; two places of other latitudes need not be measured."""
CLOSE_SCORES = 0.07
KNOWN_CITY, TIMES_LARGER, UNKNOWN_POPULATION = 50_000, 10, 1_000
"""A name alone means the large city of that name when the others are a tenth of its size."""
CURATED_WEIGHT = 20_000
"""What a place of our own list weighs beside populations: reports name it, or it were not there."""
LEAST_SCORE = 0.85
LEAST_SCORE_ALONE = 0.93
"""To resolve a name when only the country is known."""
AREA_CITY = 100_000
"""Where a governorate and a town share a name, the name alone means the town from this size on."""
WIDE = frozenset({"governorate", "country"})
SETTLEMENTS = frozenset({"capital", "city", "town", "village", "quarter", "", "locality"})
NO_SETTLEMENT = 0.8
"""What a crossing or a dam keeps where the words ask for a town of that name."""
_BY_SORT: dict[Sort, dict[str, float]] = {
    # The bundled lists hold towns; a village is more likely one that they lack.
    Sort.VILLAGE: {"city": 0.75, "capital": 0.6, "town": 0.9, "quarter": 0.9},
    Sort.TOWN: {"quarter": 0.9},
    Sort.CITY: {"quarter": 0.95},
    Sort.QUARTER: {"city": 0.7, "capital": 0.6, "town": 0.9},
}


class Ranked(NamedTuple):
    """A place that a name may mean, weighed."""

    match: Match
    score: float
    fits: bool
    """Whether it lies where it is said to."""
    weight: int
    """Population, or what stands for it."""


class Verdict(NamedTuple):
    """What a name comes to."""

    status: Status
    best: Ranked | None = None
    others: tuple[Ranked, ...] = ()
    reason: str = ""
    """Why it was not resolved: `several`, `elsewhere`, `unsure`, `common`."""


NOTHING = Verdict(Status.NOT_FOUND)


class Ranker:
    """Weighs matches by context, sort and population."""

    def __init__(self, index: PlaceIndex, areas: AreaIndex) -> None:
        self._index = index
        self._areas = areas
        self._numbers = index.numbers
        self._own = {
            number for number, layer in enumerate(index.layers) if layer.name != "geonames"
        }

    def judge(
        self,
        matches: Sequence[Match],
        told: Surroundings,
        sort: Sort,
        is_common: Callable[[str], bool],
    ) -> Verdict:
        """Return what `matches` come to.

        Args:
            matches: Places that go by the name.
            told: Where the place is said to lie.
            sort: What the type word asked for.
            is_common: Says whether several places of the world go by the name, at a level.
        """
        ranked = [one for match in matches if (one := self._weigh(match, told, sort))]
        if len(ranked) > 1:
            ranked.sort(key=lambda one: (-one.score, -one.weight, one.match.place))
        fitting = [one for one in ranked if one.fits]
        if not fitting:
            if not ranked:
                return NOTHING
            known = [one for one in ranked if one.match.level in SURE_LEVELS]
            status = Status.AMBIGUOUS if known else Status.NOT_FOUND
            return Verdict(status, None, tuple(known or ranked), "elsewhere" if known else "")
        wide = [one for one in fitting if self._kind(one) in WIDE]
        narrow = self._distinct([one for one in fitting if one not in wide])
        if wide and (not narrow or self._means_area(wide, narrow, told, sort)):
            return self._judge_wide(wide, narrow)
        verdict = self._judge_narrow(narrow, told, sort, is_common)
        return Verdict(verdict.status, verdict.best, (*verdict.others, *wide), verdict.reason)

    def _kind(self, one: Ranked) -> str:
        kind: str = self._index.kinds[self._numbers["kind"][one.match.place]]
        return kind

    def _weigh(self, match: Match, told: Surroundings, sort: Sort) -> Ranked | None:
        place = match.place
        numbers = self._numbers
        kind = self._index.kinds[numbers["kind"][place]]
        if sort and kind in WIDE and sort not in {Sort.ANY, Sort.GOVERNORATE, Sort.DISTRICT}:
            return None
        if sort is Sort.GOVERNORATE and kind != "governorate":
            return None
        score = match.quality
        if sort and sort in _BY_SORT:
            other = 1.0 if kind in SETTLEMENTS else NO_SETTLEMENT
            score *= _BY_SORT[sort].get(kind, other)
        if sort is Sort.ANY and kind in {"airport", "base"} and match.level != "exact":
            score *= 0.85
        fit = self._fit(place, kind, told)
        weight = numbers["population"][place]
        if not weight and numbers["layer"][place] in self._own:
            weight = CURATED_WEIGHT
        return Ranked(match, score * fit, fit > ELSEWHERE, weight)

    def _fit(self, place: int, kind: str, told: Surroundings) -> float:
        numbers = self._numbers
        area_id = self._index.areas[numbers["admin1"][place]]
        if not area_id and PRECISIONS[numbers["geo_precision"][place]] not in LOCATED_PRECISIONS:
            return 1.0  # a road through many governorates
        longitude, latitude = numbers["longitude"][place], numbers["latitude"][place]
        if told.must_be_near and not self._lies_near(place, told):
            return ELSEWHERE
        if not told.areas or area_id in told.areas or kind == "country":
            return 1.0
        if kind == "governorate":
            return ELSEWHERE
        known = not area_id or numbers["population"][place] >= CURATED_WEIGHT
        reach = LIMITS_KM if known else EDGE_KM
        areas = filter(None, map(self._areas.get, told.areas))
        if any(area.distance_km(longitude, latitude) <= reach for area in areas):
            return NEAR_LIMITS
        return ELSEWHERE

    def _lies_near(self, place: int, told: Surroundings) -> bool:
        """Say whether a place lies by those it is said to lie in, as far as is known of it."""
        numbers = self._numbers
        if PRECISIONS[numbers["geo_precision"][place]] not in LOCATED_PRECISIONS:
            # what stands for its point is that of its governorate
            return self._index.areas[numbers["admin1"][place]] in told.near_areas
        return is_near(told.must_be_near, numbers["longitude"][place], numbers["latitude"][place])

    def _distinct(self, ranked: list[Ranked]) -> list[Ranked]:
        if len(ranked) < 2:  # noqa: PLR2004  nothing to compare
            return ranked
        x, y, radius_m = (self._numbers[name] for name in ("longitude", "latitude", "radius_m"))
        kept: list[Ranked] = []
        # of what is kept: longitude, latitude and how far off it is the same place, in km
        spots: list[tuple[float, float, float]] = []
        for one in ranked:
            place = one.match.place
            spot = x[place], y[place], max(SAME_SPOT_KM, radius_m[place] / 1000)
            for at, (other_x, other_y, reach) in enumerate(spots):
                apart = abs(spot[1] - other_y) * LEAST_KM_PER_DEGREE
                if apart <= reach and apart_km(spot[0], spot[1], other_x, other_y) <= reach:
                    kept[at] = self._trusted(kept[at], one)
                    if kept[at].match is one.match:
                        spots[at] = spot
                    break
            else:
                kept.append(one)
                spots.append(spot)
        return kept

    def _trusted(self, one: Ranked, other: Ranked) -> Ranked:
        """Return the row of the more trusted layer, with the larger weight of the two."""
        layer = self._numbers["layer"]
        if other.score >= one.score and layer[other.match.place] < layer[one.match.place]:
            one, other = other, one
        return one._replace(weight=max(one.weight, other.weight))

    def _means_area(
        self, wide: list[Ranked], narrow: list[Ranked], told: Surroundings, sort: Sort
    ) -> bool:
        if sort is Sort.DISTRICT:
            return False
        if any(self._kind(one) == "country" and one.match.quality == SAME for one in wide):
            return True
        same = [any(one.match.quality == SAME for one in each) for each in (wide, narrow)]
        if same == [False, True]:
            return False
        if wide[0].score > max(one.score for one in narrow) + CLOSE_SCORES:
            return True
        named = {self._index.areas[self._numbers["admin1"][one.match.place]] for one in wide}
        if told.areas & named:
            return False
        return max(one.weight for one in narrow) < AREA_CITY

    def _judge_wide(self, wide: list[Ranked], narrow: list[Ranked]) -> Verdict:
        best, *others = wide
        rivals = [one for one in others if one.score >= best.score - CLOSE_SCORES]
        countries = [one for one in (best, *rivals) if self._kind(one) == "country"]
        if rivals and len(countries) == 1:
            best = countries[0]
            rivals = []
        rest = tuple(one for one in (*wide, *narrow) if one is not best)
        if rivals:
            return Verdict(Status.AMBIGUOUS, None, (best, *rest), "several")
        if best.score < LEAST_SCORE:
            return Verdict(Status.AMBIGUOUS, None, (best, *rest), "unsure")
        return Verdict(Status.AREA_ONLY, best, rest)

    def _judge_narrow(
        self,
        narrow: list[Ranked],
        told: Surroundings,
        sort: Sort,
        is_common: Callable[[str], bool],
    ) -> Verdict:
        best, rivals = self._pick(narrow, told) if len(narrow) > 1 else (narrow[0], [])
        rest = tuple([one for one in narrow if one is not best])
        if rivals:
            return Verdict(Status.AMBIGUOUS, None, (best, *rest), "several")
        # A district is drawn as its governorate, so a common name of a town is no danger.
        reason = "" if sort is Sort.DISTRICT else self._doubt(best, told, is_common)
        if reason:
            return Verdict(Status.AMBIGUOUS, None, (best, *rest), reason)
        return Verdict(Status.RESOLVED, best, rest)

    def _pick(self, narrow: list[Ranked], told: Surroundings) -> tuple[Ranked, list[Ranked]]:
        """Return the likeliest of several places, and those that it might be instead."""
        close = [one for one in narrow if one.score >= narrow[0].score - CLOSE_SCORES]
        best = max(close, key=lambda one: (one.weight, one.score))
        rivals = [one for one in close if one is not best and not _outweighs(best, one)]
        if best.match.quality == SAME:
            rivals = [one for one in rivals if one.match.quality != OTHER_NAME]
        if rivals and told.near:
            return self._by_company(close, told)
        if best.score < narrow[0].score and not _outweighs(best, narrow[0]):
            best = narrow[0]
        return best, rivals

    def _by_company(self, close: list[Ranked], told: Surroundings) -> tuple[Ranked, list[Ranked]]:
        x, y = self._numbers["longitude"], self._numbers["latitude"]
        beside = [
            one for one in close if is_near(told.near, x[one.match.place], y[one.match.place])
        ]
        if len(beside) == 1:
            return beside[0], []
        return close[0], close[1:]

    def _doubt(self, best: Ranked, told: Surroundings, is_common: Callable[[str], bool]) -> str:
        if best.score < (LEAST_SCORE if told.narrowed() else LEAST_SCORE_ALONE):
            return "unsure"
        area_id = self._index.areas[self._numbers["admin1"][best.match.place]]
        # a governorate that another has the place of says nothing for it
        if told.narrowed() and (not told.areas or area_id in told.areas or not area_id):
            return ""
        if told.country is None:
            known = best.weight >= KNOWN_CITY and best.match.quality != OTHER_NAME
            return "" if known or told.near else "common"
        return "common" if not told.near and self._is_shared(best, is_common) else ""

    def _is_shared(self, best: Ranked, is_common: Callable[[str], bool]) -> bool:
        """Say whether other places go by a name that means one only of those that reports name."""
        place = best.match.place
        drawn = PRECISIONS[self._numbers["geo_precision"][place]] in LOCATED_PRECISIONS
        if drawn and "(" in self._index.texts["name"][place]:
            return True  # its part of the country is added because others are called so
        if best.weight >= CURATED_WEIGHT and self._kind(best) != "village":
            return False
        return is_common(best.match.level)


def _outweighs(one: Ranked, other: Ranked) -> bool:
    return one.weight >= KNOWN_CITY and one.weight >= TIMES_LARGER * max(
        other.weight if other.weight != CURATED_WEIGHT else KNOWN_CITY, UNKNOWN_POPULATION
    )
