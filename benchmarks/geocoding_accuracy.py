"""How right the geocoder is, in figures; shared by the bench and the tests on published data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.asked_places import Case, Event, list_cases, split_events
from incidents.library.countries import load_countries
from incidents.library.opening import open_geocoder
from incidents.library.taught import build_layer, learn
from incidents.model.vocabularies import GeoPrecision
from incidents.places.answers import Status
from incidents.places.areas import load_areas
from incidents.places.geocoder import LIMITS_KM
from incidents.places.surroundings import Context
from incidents.readers.located_names import LocatedName

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from incidents.places.answers import Answer
    from incidents.places.areas import AreaIndex
    from incidents.places.geocoder import Geocoder
    from incidents.settings import Settings

FAR_KM = 50.0
NEAR_KM = (5.0, 25.0, 50.0)


@dataclass(frozen=True)
class Accuracy:
    """How a list of places was answered."""

    asked: int
    errors_km: tuple[float, ...]
    """Of those answered with a point."""
    ambiguous: int = 0
    area_only: int = 0

    @property
    def answered(self) -> float:
        """The share answered with a point."""
        return len(self.errors_km) / self.asked if self.asked else 0.0

    def within(self, distance_km: float) -> float:
        """Return the share of the answered that lie within a distance."""
        hits = sum(error <= distance_km for error in self.errors_km)
        return hits / len(self.errors_km) if self.errors_km else 0.0

    @property
    def confidently_wrong(self) -> float:
        """The share of the answered that lie more than 50 km off."""
        return 1 - self.within(FAR_KM) if self.errors_km else 0.0

    def percentile(self, share: float) -> float:
        """Return the error that a share of the answered does not exceed, in km."""
        return float(np.percentile(self.errors_km, share * 100)) if self.errors_km else 0.0


@dataclass(frozen=True)
class Judged:
    """One case, its answer and, where that is a point, how far off it is."""

    case: Case
    name: str
    answer: Answer
    error_km: float | None


def contradicts_itself(case: Case, areas: AreaIndex) -> bool:
    """Say whether a case's own point lies far outside the governorate that the case names."""
    area = areas.find_name(case.admin1, case.country)
    latitude, longitude = case.points[0]
    return area is not None and area.distance_km(longitude, latitude) > LIMITS_KM


def judge(
    geocoder: Geocoder,
    cases: Sequence[Case],
    *,
    with_admin1: bool,
    spell: Callable[[Case], str] = lambda case: case.name,
) -> list[Judged]:
    """Return the answers to cases, each with its country told and, if wished, its governorate."""
    names = [spell(case) for case in cases]
    contexts = [Context(case.country, case.admin1 if with_admin1 else "") for case in cases]
    answers = geocoder.search_many(names, contexts)
    return [
        Judged(case, name, answer, _error(case, answer))
        for case, name, answer in zip(cases, names, answers, strict=True)
    ]


def _error(case: Case, answer: Answer) -> float | None:
    if answer.status is not Status.RESOLVED:
        return None
    if answer.latitude is None or answer.longitude is None:
        return None
    return case.error_km(answer.latitude, answer.longitude)


def summarize(judged: Sequence[Judged]) -> Accuracy:
    """Return the figures of judged cases."""
    statuses = [each.answer.status for each in judged]
    return Accuracy(
        asked=len(judged),
        errors_km=tuple(each.error_km for each in judged if each.error_km is not None),
        ambiguous=statuses.count(Status.AMBIGUOUS),
        area_only=statuses.count(Status.AREA_ONLY),
    )


@dataclass(frozen=True)
class TaughtHalf:
    """The experiment: one half of the events teaches its names, the other half is asked."""

    by_place: Accuracy
    """Over the other half's distinct (name, governorate) pairs."""
    by_event: Accuracy
    """Over its events, as an import meets them."""
    lessons: int
    too_wide: int
    """Names that were not taught, because their points lie too far apart."""


def teach_half(events: list[Event], settings: Settings) -> TaughtHalf:
    """Return how well a random half of the events is placed by what the other half taught."""
    taught, asked = split_events(events)
    rows = [LocatedName(*event_fields(each)) for each in taught]
    lessons = learn(rows, load_areas(settings.areas), load_countries(settings.areas))
    layer = build_layer("UCDP GED, one half", lessons, "UCDP GED", "CC BY 4.0")
    geocoder = open_geocoder(settings, [layer])
    places = judge(geocoder, list_cases(asked), with_admin1=True)
    by_name = {(each.case.name, each.case.admin1): each for each in places}
    # the place is asked once, but each event is judged by its own point
    in_events = []
    for event in asked:
        found = by_name[event.name, event.admin1]
        own = Case(event.name, event.admin1, event.country, ((event.latitude, event.longitude),))
        in_events.append(Judged(own, found.name, found.answer, _error(own, found.answer)))
    return TaughtHalf(
        by_place=summarize(places),
        by_event=summarize(in_events),
        lessons=sum(each.is_taught for each in lessons),
        too_wide=sum(not each.is_taught for each in lessons),
    )


def event_fields(event: Event) -> tuple[str, str, str, float, float, GeoPrecision]:
    """Return an event as the fields of a located name."""
    return (
        event.name, event.admin1, event.country, event.latitude, event.longitude,
        GeoPrecision.CITY,
    )  # fmt: skip
