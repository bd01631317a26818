"""The search for the place a phrase means."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from incidents.model.folding import fold
from incidents.model.vocabularies import LOCATED_PRECISIONS, GeoPrecision
from incidents.places import saying
from incidents.places.answers import Answer, Candidate, Status
from incidents.places.distances import apart_km
from incidents.places.index import PRECISIONS
from incidents.places.keys import name_of
from incidents.places.matching import WHY, Matcher
from incidents.places.phrase import LONGEST, PART, Phrase, read_phrase
from incidents.places.ranking import KNOWN_CITY, NOTHING, SURE_LEVELS, WIDE, Ranked, Ranker, Verdict
from incidents.places.relating import relate
from incidents.places.surroundings import Context, Surroundings, Surveyor
from incidents.places.typewords import NAMESAKES, Sort, is_type_word, split_type

if TYPE_CHECKING:
    from incidents.places.areas import Area, AreaIndex
    from incidents.places.index import PlaceIndex

USUAL_RADIUS_M = {
    GeoPrecision.SITE: 500,
    GeoPrecision.NEIGHBOURHOOD: 2_000,
    GeoPrecision.CITY: 5_000,
    GeoPrecision.VICINITY: 25_000,
}
SAME_NAMES_KM = 30
"""How far apart two names of one place may be put before they are of two places."""
_ORDER = [Status.RESOLVED, Status.AREA_ONLY, Status.AMBIGUOUS, Status.NOT_FOUND]


class Search:
    """Finds what phrases mean, in an index and the areas at hand."""

    def __init__(self, areas: AreaIndex, index: PlaceIndex) -> None:
        self._areas = areas
        self._index = index
        self._matcher = Matcher(index)
        self._ranker = Ranker(index, areas)
        self._surveyor = Surveyor(areas, index, self._matcher)

    def find(self, text: str, context: Context, limit: int) -> Answer:
        """Return what `text` means in `context`."""
        if len(text) > LONGEST:
            return Answer(text, Status.NOT_FOUND, explanation=saying.TOO_LONG)
        readings = read_phrase(text)
        if not readings:
            return Answer(text, Status.NOT_FOUND, explanation=saying.EMPTY)
        best: Answer | None = None
        for number, phrase in enumerate(readings):
            literal = number == 0 and len(readings) > 1
            answer = self._read(text, phrase, context, limit, literal=literal)
            if answer.status is Status.RESOLVED:
                return answer
            if best is None or _ORDER.index(answer.status) < _ORDER.index(best.status):
                best = answer
        return best or Answer(text, Status.NOT_FOUND, explanation=saying.NOT_FOUND)

    def _read(
        self, text: str, phrase: Phrase, context: Context, limit: int, *, literal: bool
    ) -> Answer:
        told = self._surveyor.survey(context, phrase.within)
        if phrase.relation:
            return self._related(text, phrase, told, limit)
        if phrase.turned and not _is_area(told, context):
            return self._not_found(text, told)
        answers = [self._named(text, name, told, limit, literal=literal) for name in phrase.names]
        best = min(answers, key=lambda one: _ORDER.index(one.status))
        apart = _disagreeing(answers)
        if apart:
            return Answer(
                text, Status.AMBIGUOUS, score=best.score, alternatives=apart,
                explanation=saying.unresolved("several", apart), warnings=best.warnings,
            )  # fmt: skip
        for name in phrase.bynames:
            answer = self._named(text, name, told, limit, literal=literal)
            small = answer.candidate is not None and answer.candidate.population < KNOWN_CITY
            if small and best.status is not Status.RESOLVED:
                best = answer
        return best

    def _named(
        self, text: str, name: str, told: Surroundings, limit: int, *, literal: bool
    ) -> Answer:
        verdict, sort = self._judge(name, told, literal=literal)
        if verdict.status is Status.NOT_FOUND and sort in NAMESAKES and not literal:
            return self._namesake(text, name, told, limit)
        return self._answer(text, verdict, sort, told, limit)

    def _judge(
        self, name: str, told: Surroundings, *, literal: bool = False
    ) -> tuple[Verdict, Sort]:
        key = name_of(name)
        if is_type_word(key.exact) and not told.narrowed():
            return NOTHING, Sort.ANY
        matches = self._matcher.find(name, told.country, fuzzy=not literal, key=key)
        if literal:
            matches = [one for one in matches if one.level in SURE_LEVELS]
        sure = any(one.level in SURE_LEVELS for one in matches)
        if not matches or (not sure and self._matcher.is_country(key)):
            return NOTHING, key.sort
        homonyms = partial(self._matcher.count_named, name)
        return self._ranker.judge(matches, told, key.sort, homonyms), key.sort

    def _answer(
        self, text: str, verdict: Verdict, sort: Sort, told: Surroundings, limit: int
    ) -> Answer:
        others = tuple(map(self._candidate, verdict.others[:limit]))
        if verdict.best is None:
            if verdict.status is Status.NOT_FOUND:
                return self._not_found(text, told, others)
            explanation = saying.unresolved(verdict.reason, others)
            return Answer(
                text, verdict.status, score=others[0].score, alternatives=others,
                explanation=explanation, warnings=told.warnings,
            )  # fmt: skip
        found = self._candidate(verdict.best)
        area = self._areas.get(found.admin1) or self._told_area(told)
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

    def _not_found(
        self, text: str, told: Surroundings, others: tuple[Candidate, ...] = ()
    ) -> Answer:
        """Answer for a name that is not known; the governorate it was given with stays known."""
        area = self._told_area(told)
        return Answer(
            text, Status.NOT_FOUND, area=area, alternatives=others,
            explanation=saying.not_found(area.name if area else "", len(others)),
            warnings=told.warnings,
        )  # fmt: skip

    def _told_area(self, told: Surroundings) -> Area | None:
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
        verdict, _ = self._judge(core, told)
        others = tuple(map(self._candidate, verdict.others[:limit]))
        if verdict.best is None:
            return self._not_found(text, told, others)
        found = self._candidate(verdict.best)
        area = self._areas.get(found.admin1)
        return Answer(
            text, Status.AREA_ONLY, found, area, GeoPrecision.GOVERNORATE, score=found.score / 2,
            matched=found.matched, relation="named after", alternatives=others,
            explanation=saying.named_after(sort.value, found, area.name if area else ""),
            warnings=told.warnings,
        )  # fmt: skip

    def _related(self, text: str, phrase: Phrase, told: Surroundings, limit: int) -> Answer:
        anchors = []
        for name in phrase.anchors:
            verdict, sort = self._judge(name, told)
            if verdict.best is None or not self._is_anchor(verdict, sort):
                return _unanchored(phrase, self._answer(text, verdict, sort, told, limit))
            if phrase.relation == PART and verdict.best.weight < KNOWN_CITY:
                # Eastern Ghariyah is a village of its own, not the east of Ghariyah.
                return Answer(text, Status.NOT_FOUND, explanation=saying.NOT_FOUND)
            anchors.append(self._candidate(verdict.best))
        spot = relate(phrase, anchors)
        area = self._common_area(anchors)
        found = anchors[0]
        score = min(one.score for one in anchors)
        label = area.name if area else ""
        if spot.radius_m > spot.widest(phrase.relation):
            return Answer(
                text, Status.AREA_ONLY, found, area, GeoPrecision.GOVERNORATE, score=score,
                matched=found.matched, relation=phrase.relation, alternatives=tuple(anchors[1:]),
                explanation=saying.related_area(phrase.relation, anchors, label, spot.radius_m),
                warnings=told.warnings,
            )  # fmt: skip
        part = phrase.relation == PART
        return Answer(
            text, Status.RESOLVED, found, area,
            max(found.geo_precision, GeoPrecision.CITY, key=PRECISIONS.index)
            if part else GeoPrecision.DISTRICT,
            spot.latitude, spot.longitude, spot.radius_m, score, found.matched, phrase.relation,
            tuple(anchors[1:]), saying.related(phrase.relation, anchors, spot.radius_m),
            told.warnings,
        )  # fmt: skip

    def _is_anchor(self, verdict: Verdict, sort: Sort) -> bool:
        if verdict.best is None or verdict.status is not Status.RESOLVED or sort is Sort.DISTRICT:
            return False
        precision = PRECISIONS[self._index.numbers["geo_precision"][verdict.best.match.place]]
        return precision in LOCATED_PRECISIONS

    def _common_area(self, anchors: list[Candidate]) -> Area | None:
        named = {one.admin1 for one in anchors}
        return self._areas.get(named.pop()) if len(named) == 1 else None

    def _candidate(self, ranked: Ranked) -> Candidate:
        index, place = self._index, ranked.match.place
        numbers, texts = index.numbers, index.texts
        precision = PRECISIONS[numbers["geo_precision"][place]]
        layer = index.layers[numbers["layer"][place]]
        return Candidate(
            texts["name"][place], texts["name_ar"][place], index.kinds[numbers["kind"][place]],
            index.countries[numbers["country"][place]], index.areas[numbers["admin1"][place]],
            numbers["latitude"][place], numbers["longitude"][place], precision,
            max(numbers["radius_m"][place], USUAL_RADIUS_M.get(precision, 0)),
            numbers["population"][place], layer.name, texts["source"][place] or layer.credit,
            round(ranked.score, 3), ranked.match.spelling, WHY[ranked.match.level],
            texts["place_id"][place],
        )  # fmt: skip


def _is_area(told: Surroundings, context: Context) -> bool:
    """Say whether what a name is told to lie in is made of areas and countries alone."""
    understood = not told.warnings and not told.must_be_near
    return understood and bool(told.areas or (told.country is not None and not context.country))


def _unanchored(phrase: Phrase, anchor: Answer) -> Answer:
    """Answer for a relation to what is no point: its area, or whatever else is known of it."""
    if anchor.status is Status.AREA_ONLY and len(phrase.anchors) > 1:
        return Answer(anchor.query, Status.NOT_FOUND, explanation=saying.NOT_FOUND)
    return replace(
        anchor,
        geo_precision=max(anchor.geo_precision, GeoPrecision.GOVERNORATE, key=PRECISIONS.index),
        latitude=None, longitude=None, radius_m=None, relation=phrase.relation,
    )  # fmt: skip


def _disagreeing(answers: list[Answer]) -> tuple[Candidate, ...]:
    """Return the places that several names were taken for, if they are not one."""
    found = [one.candidate for one in answers if one.status is Status.RESOLVED]
    places = tuple(one for one in found if one is not None)
    for one in places[1:]:
        ends = places[0].longitude, places[0].latitude, one.longitude, one.latitude
        if apart_km(*ends) > SAME_NAMES_KM:
            return places
    return ()
