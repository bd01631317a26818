"""What one name comes to: the answer for a place, an area or nothing, relations left aside."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from incidents.model.folding import fold
from incidents.model.vocabularies import LOCATED_PRECISIONS, GeoPrecision
from incidents.places import saying
from incidents.places.answers import Answer, Candidate, Status
from incidents.places.index import PRECISIONS
from incidents.places.keys import name_of
from incidents.places.matching import SURE_LEVELS, WHY
from incidents.places.ranking import NOTHING, WIDE, Ranked, Ranker, Verdict
from incidents.places.typewords import NAMESAKES, Sort, is_type_word, split_type

if TYPE_CHECKING:
    from incidents.places.areas import Area, AreaIndex
    from incidents.places.index import PlaceIndex
    from incidents.places.matching import Matcher
    from incidents.places.surroundings import Surroundings

USUAL_RADIUS_M = {
    GeoPrecision.SITE: 500,
    GeoPrecision.NEIGHBOURHOOD: 2_000,
    GeoPrecision.CITY: 5_000,
    GeoPrecision.VICINITY: 25_000,
}
_RADIUS_OF = [USUAL_RADIUS_M.get(precision, 0) for precision in PRECISIONS]


class Namer:
    """Answers for single names."""

    def __init__(self, areas: AreaIndex, index: PlaceIndex, matcher: Matcher) -> None:
        self._areas = areas
        self._index = index
        self._matcher = matcher
        self._ranker = Ranker(index, areas)

    def named(
        self, text: str, name: str, told: Surroundings, limit: int, *, literal: bool
    ) -> Answer:
        """Answer for a name, its own place or that of its namesake."""
        verdict, sort = self.judge(name, told, literal=literal)
        if verdict.status is Status.NOT_FOUND and sort in NAMESAKES and not literal:
            return self._namesake(text, name, told, limit)
        return self.answer(text, verdict, sort, told, limit)

    def judge(
        self, name: str, told: Surroundings, *, literal: bool = False
    ) -> tuple[Verdict, Sort]:
        """Return what a name comes to, and the sort of place that its words ask for."""
        key = name_of(name)
        if is_type_word(key.exact) and not told.narrowed():
            return NOTHING, Sort.ANY
        matches = self._matcher.find(name, told.country, fuzzy=not literal, key=key)
        if literal:
            matches = [one for one in matches if one.level in SURE_LEVELS]
        sure = any(one.level in SURE_LEVELS for one in matches)
        if not matches or (not sure and self._matcher.is_country(key)):
            return NOTHING, key.sort
        is_common = partial(self._matcher.is_common, name, key)
        return self._ranker.judge(matches, told, key.sort, is_common), key.sort

    def answer(
        self, text: str, verdict: Verdict, sort: Sort, told: Surroundings, limit: int
    ) -> Answer:
        """Answer for what a name came to."""
        others = tuple(map(self.candidate, verdict.others[:limit]))
        if verdict.best is None:
            if verdict.status is Status.NOT_FOUND:
                return self.not_found(text, told, others)
            explanation = saying.unresolved(verdict.reason, others)
            return Answer(
                text, verdict.status, score=others[0].score, alternatives=others,
                explanation=explanation, warnings=told.warnings,
            )  # fmt: skip
        found = self.candidate(verdict.best)
        area = self._areas.get(found.admin1) or self.told_area(told)
        unlocated = found.geo_precision not in LOCATED_PRECISIONS
        if verdict.status is Status.AREA_ONLY or sort is Sort.DISTRICT or unlocated:
            wide = self._wide(text, found, area, sort)
            return replace(wide, alternatives=others, warnings=told.warnings)
        return Answer(
            text, Status.RESOLVED, found, area, found.geo_precision, found.latitude,
            found.longitude, found.radius_m, found.score, found.matched, "", others,
            saying.resolved(found, area.name if area else ""),
            (*told.warnings, *self._doubts(found, told)),
        )  # fmt: skip

    def not_found(
        self, text: str, told: Surroundings, others: tuple[Candidate, ...] = ()
    ) -> Answer:
        """Answer for a name that is not known; the governorate it was given with stays known."""
        area = self.told_area(told)
        return Answer(
            text, Status.NOT_FOUND, area=area, alternatives=others,
            explanation=saying.not_found(area.name if area else "", len(others)),
            warnings=told.warnings,
        )  # fmt: skip

    def told_area(self, told: Surroundings) -> Area | None:
        """Return the one area that is told, if it is one."""
        return self._areas.get(next(iter(told.areas))) if len(told.areas) == 1 else None

    def _wide(self, text: str, found: Candidate, area: Area | None, sort: Sort) -> Answer:
        precision, explanation = found.geo_precision, saying.area_only(found)
        if found.kind not in WIDE and sort is not Sort.DISTRICT:
            explanation = saying.unlocated(found, area.name if area else "")
        elif found.kind not in WIDE:
            precision = GeoPrecision.DISTRICT
            explanation = saying.district(found, area.name if area else "")
        return Answer(
            text, Status.AREA_ONLY, found, area, precision, score=found.score,
            matched=found.matched, explanation=explanation,
        )  # fmt: skip

    def _doubts(self, found: Candidate, told: Surroundings) -> tuple[str, ...]:
        if not told.areas or found.admin1 in told.areas:
            return ()
        inside, named = self._areas.get(found.admin1), self._areas.get(next(iter(told.areas)))
        return (
            saying.lies_elsewhere(
                inside.name if inside else "no bundled area", named.name if named else ""
            ),
        )

    def _namesake(self, text: str, name: str, told: Surroundings, limit: int) -> Answer:
        """Answer for a dam or a base that is not known by the area of its namesake."""
        core, sort, _ = split_type(fold(name))
        verdict, _ = self.judge(core, told)
        others = tuple(map(self.candidate, verdict.others[:limit]))
        if verdict.best is None:
            return self.not_found(text, told, others)
        found = self.candidate(verdict.best)
        area = self.told_area(told) or self._areas.get(found.admin1)
        return Answer(
            text, Status.AREA_ONLY, found, area, GeoPrecision.GOVERNORATE, score=found.score / 2,
            matched=found.matched, relation="named after", alternatives=others,
            explanation=saying.named_after(sort.value, found, area.name if area else ""),
            warnings=told.warnings,
        )  # fmt: skip

    def candidate(self, ranked: Ranked) -> Candidate:
        """Return what is known of a place."""
        index, place = self._index, ranked.match.place
        numbers, texts = index.numbers, index.texts
        exactness = numbers["geo_precision"][place]
        layer = index.layers[numbers["layer"][place]]
        return Candidate(
            texts["name"][place], texts["name_ar"][place], index.kinds[numbers["kind"][place]],
            index.countries[numbers["country"][place]], index.areas[numbers["admin1"][place]],
            numbers["latitude"][place], numbers["longitude"][place], PRECISIONS[exactness],
            max(numbers["radius_m"][place], _RADIUS_OF[exactness]),
            numbers["population"][place], layer.name, texts["source"][place] or layer.credit,
            round(ranked.score, 3), ranked.match.spelling, WHY[ranked.match.level],
            texts["place_id"][place],
        )  # fmt: skip
