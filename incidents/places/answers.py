"""What the search for a place answers: a status, the place or area meant, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from incidents.model.vocabularies import GeoPrecision

if TYPE_CHECKING:
    from incidents.places.areas import Area


class Status(StrEnum):
    """How sure an answer is."""

    RESOLVED = "resolved"
    """One place, near enough to certain to be drawn."""
    AMBIGUOUS = "ambiguous"
    """Several places could be meant, or the one found is not sure enough; a person must pick."""
    AREA_ONLY = "area only"
    """Known to a governorate or country, or to the surroundings of a place; no dot."""
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that the words could mean."""

    name: str
    name_ar: str
    kind: str
    country: str
    """ISO 3166-1 alpha-3."""
    admin1: str
    """`area_id` of its governorate, "" where unknown."""
    latitude: float
    longitude: float
    geo_precision: GeoPrecision
    radius_m: int
    population: int
    """0 where not known."""
    layer: str
    """Name of the layer that lists it."""
    source: str
    """Credit of that layer, or the source of the row's coordinates."""
    score: float
    """0 to 1; compares candidates of one query, and is no probability."""
    matched: str
    """The spelling that matched."""
    why: str
    """How it matched, in a few words."""
    place_id: str = ""
    """Identifier within its layer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was understood of one phrase."""

    query: str
    status: Status
    candidate: Candidate | None = None
    """The place named or, with a relation, the place it is told by."""
    area: Area | None = None
    """The governorate it lies in or is drawn as."""
    geo_precision: GeoPrecision = GeoPrecision.NONE
    latitude: float | None = None
    longitude: float | None = None
    radius_m: int | None = None
    score: float = 0.0
    matched: str = ""
    relation: str = ""
    """"" for the place itself, otherwise `near`, `in`, `between`, `on the road`, `south of`, …"""
    alternatives: tuple[Candidate, ...] = ()
    """What else could be meant, best first; when ambiguous, all of it."""
    explanation: str = ""
    """Sentences for readers."""
    warnings: tuple[str, ...] = ()
