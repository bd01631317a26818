"""A geocoder that knows what a person decided: such a name is answered so before all layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.library.reviews import identify
from incidents.model.vocabularies import LOCATED_PRECISIONS, GeoPrecision
from incidents.places.answers import Answer, Candidate, Status
from incidents.places.surroundings import Context

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incidents.library.choices import Choice
    from incidents.places.areas import AreaIndex
    from incidents.places.geocoder import Geocoder


class DecidedGeocoder:
    """Answers decided names by the decision, in the context they were asked in, others as ever."""

    def __init__(self, geocoder: Geocoder, choices: Iterable[Choice], areas: AreaIndex) -> None:
        self._geocoder = geocoder
        self._areas = areas
        # by the name that was decided: of "near X" that is X, so that "near X" stays a question
        self._choices = {
            identify(each.name, Context(each.asked_country, each.asked_admin1)): each
            for each in choices
        }

    def search(self, text: str, context: Context) -> Answer:
        """Return what `text` means in `context`."""
        return self.search_many([text], [context])[0]

    def search_many(self, texts: Iterable[str], contexts: Iterable[Context]) -> list[Answer]:
        """Return the answers to many phrases, each in its own context."""
        asked = list(zip(texts, contexts, strict=True))
        decided = [self._choices.get(identify(*each)) if self._choices else None for each in asked]
        left = [pair for pair, choice in zip(asked, decided, strict=True) if choice is None]
        others = iter(
            self._geocoder.search_many([text for text, _ in left], [where for _, where in left])
        )
        return [
            next(others) if choice is None else self._answer(text, choice)
            for (text, _), choice in zip(asked, decided, strict=True)
        ]

    def _answer(self, text: str, choice: Choice) -> Answer:
        precision = GeoPrecision(choice.geo_precision)
        located = precision in LOCATED_PRECISIONS
        return Answer(
            query=text,
            status=Status.RESOLVED if located else Status.AREA_ONLY,
            candidate=_candidate(choice, precision),
            area=self._areas.get(choice.admin1),
            geo_precision=precision,
            latitude=choice.latitude if located else None,
            longitude=choice.longitude if located else None,
            radius_m=choice.radius_m if located else None,
            score=1.0,
            matched=choice.name,
            explanation=f"A person decided on {choice.chosen_on} that this means {choice.place}.",
        )


def _candidate(choice: Choice, precision: GeoPrecision) -> Candidate:
    return Candidate(
        name=choice.place,
        name_ar=choice.place_ar,
        kind=choice.kind,
        country=choice.country,
        admin1=choice.admin1,
        latitude=choice.latitude,
        longitude=choice.longitude,
        geo_precision=precision,
        radius_m=choice.radius_m,
        population=0,
        layer="remembered",
        source=choice.source,
        score=1.0,
        matched=choice.name,
        why="decided by a person",
        place_id=choice.question_id,
    )
