"""The search for the place a phrase means."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from incidents.model.vocabularies import LOCATED_PRECISIONS, GeoPrecision
from incidents.places import saying
from incidents.places.answers import Answer, Candidate, Status
from incidents.places.distances import apart_km
from incidents.places.index import PRECISIONS
from incidents.places.matching import Matcher
from incidents.places.naming import Namer
from incidents.places.phrase import LONGEST, read_phrase
from incidents.places.ranking import KNOWN_CITY, Verdict
from incidents.places.relating import relate
from incidents.places.relations import INSIDE, PART, Phrase
from incidents.places.surroundings import Context, Surroundings, Surveyor
from incidents.places.typewords import Sort

if TYPE_CHECKING:
    from incidents.places.areas import Area, AreaIndex
    from incidents.places.index import PlaceIndex

SAME_NAMES_KM = 30
"""How far apart two names of one place may be put before they are of two places."""
_HALF_KM = 500
_ORDER = [Status.RESOLVED, Status.AREA_ONLY, Status.AMBIGUOUS, Status.NOT_FOUND]


class Search:
    """Finds what phrases mean, in an index and the areas at hand."""

    def __init__(self, areas: AreaIndex, index: PlaceIndex) -> None:
        self._areas = areas
        self._index = index
        matcher = Matcher(index)
        self._namer = Namer(areas, index, matcher)
        self._surveyor = Surveyor(areas, index, matcher)

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
            answer = self._related(text, phrase, told, limit)
            nameless = phrase.nameless and _is_lost(answer, told)
            return self._stated(answer, phrase, context) if nameless else answer
        if phrase.turned and not _is_area(told, context):
            return self._namer.not_found(text, told)
        answers = [
            self._namer.named(text, name, told, limit, literal=literal) for name in phrase.names
        ]
        if len(answers) == 1 and not phrase.bynames:
            return _reaching(answers[0], told) if phrase.beside else answers[0]
        best = min(answers, key=lambda one: _ORDER.index(one.status))
        apart = _disagreeing(answers)
        if apart:
            return Answer(
                text, Status.AMBIGUOUS, score=best.score, alternatives=apart,
                explanation=saying.unresolved("several", apart), warnings=best.warnings,
            )  # fmt: skip
        for name in phrase.bynames:
            answer = self._namer.named(text, name, told, limit, literal=literal)
            small = answer.candidate is not None and answer.candidate.population < KNOWN_CITY
            if small and best.status is not Status.RESOLVED:
                best = answer
        return best

    def _related(self, text: str, phrase: Phrase, told: Surroundings, limit: int) -> Answer:
        if phrase.relation == INSIDE:
            return self._inside(text, phrase, told, limit)
        anchors = []
        for name in phrase.anchors:
            verdict, sort = self._namer.judge(name, told)
            if verdict.best is None or not self._is_anchor(verdict, sort):
                return _unanchored(phrase, self._namer.answer(text, verdict, sort, told, limit))
            if phrase.relation == PART and verdict.best.weight < KNOWN_CITY:
                # Eastern Ghariyah is a village of its own, not the east of Ghariyah.
                return Answer(text, Status.NOT_FOUND, explanation=saying.NOT_FOUND)
            anchors.append(self._namer.candidate(verdict.best))
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

    def _inside(self, text: str, phrase: Phrase, told: Surroundings, limit: int) -> Answer:
        """Answer for something unnamed in a place: never more exactly than for the place."""
        answer = self._namer.named(text, phrase.anchors[0], told, limit, literal=False)
        found, area = answer.candidate, answer.area
        if answer.status is not Status.RESOLVED or found is None:
            return replace(answer, relation=INSIDE)
        if phrase.around:
            return Answer(
                text, Status.AREA_ONLY, found, area, GeoPrecision.DISTRICT, score=answer.score,
                matched=answer.matched, relation=INSIDE, alternatives=answer.alternatives,
                explanation=saying.around(found, area.name if area else ""),
                warnings=answer.warnings,
            )  # fmt: skip
        explanation = saying.inside(found, found.radius_m)
        return replace(answer, relation=INSIDE, explanation=explanation)

    def _stated(self, lost: Answer, phrase: Phrase, context: Context) -> Answer:
        """Answer with the area that a phrase itself states, where nothing else in it is known."""
        told = self._surveyor.survey(Context(context.country), phrase.within)
        areas = told.areas or told.near_areas
        area = self._areas.get(next(iter(areas))) if len(areas) == 1 else None
        if area is None or (lost.area is not None and lost.area is not area):
            return lost
        precision = GeoPrecision.DISTRICT if told.near_areas else GeoPrecision.GOVERNORATE
        return replace(
            lost, status=Status.AREA_ONLY, area=area, geo_precision=precision,
            relation=phrase.relation, explanation=saying.stated(area.name),
        )  # fmt: skip

    def _is_anchor(self, verdict: Verdict, sort: Sort) -> bool:
        if verdict.best is None or verdict.status is not Status.RESOLVED or sort is Sort.DISTRICT:
            return False
        precision = PRECISIONS[self._index.numbers["geo_precision"][verdict.best.match.place]]
        return precision in LOCATED_PRECISIONS

    def _common_area(self, anchors: list[Candidate]) -> Area | None:
        named = {one.admin1 for one in anchors}
        return self._areas.get(named.pop()) if len(named) == 1 else None


def _reaching(answer: Answer, told: Surroundings) -> Answer:
    """Return the answer for a place that is told to be near another: its ring reaches there."""
    if answer.latitude is None or answer.longitude is None or not told.must_be_near:
        return answer
    apart = min(apart_km(answer.longitude, answer.latitude, *each) for each in told.must_be_near)
    radius_m = _HALF_KM * math.ceil(apart * 1000 / _HALF_KM)
    if radius_m <= (answer.radius_m or 0):
        return answer
    explanation = saying.reaching(answer.explanation, radius_m)
    return replace(answer, radius_m=radius_m, explanation=explanation)


def _is_area(told: Surroundings, context: Context) -> bool:
    """Say whether what a name is told to lie in is made of areas and countries alone."""
    understood = not told.warnings and not told.must_be_near
    return understood and bool(told.areas or (told.country is not None and not context.country))


def _is_lost(answer: Answer, told: Surroundings) -> bool:
    """Say whether no place of a name is known, or none where it is said to lie."""
    if answer.status is Status.AMBIGUOUS:
        inside = told.areas or told.near_areas
        return bool(inside) and all(one.admin1 not in inside for one in answer.alternatives)
    return answer.status is Status.NOT_FOUND


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
