"""The reader's choices as one small value."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from incidents.model.vocabularies import (
    EventType,
    GeoPrecision,
    Relevance,
    Role,
    Verification,
    Viewpoint,
)
from incidents.query.text_form import format_filter, parse_filter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class BoundingBox(NamedTuple):
    """A view of the map, in degrees; west lies east of `east` where it crosses 180°."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class IncidentFilter:
    """Which incidents the reader asked for; an empty field asks for nothing in particular."""

    date_from: date | None = None
    """First day; an incident matches when it may have happened on or after it."""
    date_to: date | None = None
    """Last day, inclusive."""
    datasets: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    """Actor ids, any of them."""
    roles: frozenset[Role] = frozenset()
    """The part those actors had; `perpetrator` is answered from the ledger."""
    viewpoint: Viewpoint = Viewpoint.ANY
    """Whose word counts in the ledger."""
    without_denied: bool = False
    """Leave out what is denied for the actor."""
    event_types: frozenset[EventType] = frozenset()
    sub_event_types: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    """ISO 3166-1 alpha-3 codes."""
    areas: frozenset[str] = frozenset()
    """Admin-1 codes (ISO 3166-2)."""
    sites: frozenset[str] = frozenset()
    precisions: frozenset[GeoPrecision] = frozenset()
    killed: int | None = None
    """At least so many killed, by the best figure."""
    with_casualties: bool = False
    """Only incidents for which somebody reports killed or injured."""
    relevances: frozenset[Relevance] = frozenset()
    verifications: frozenset[Verification] = frozenset()
    text: str = ""
    """Words that all occur, in any script, as `model.folding` compares them."""
    bounds: BoundingBox | None = None
    """Only what lies in this view, or is known only to an area that it touches."""

    @classmethod
    def from_query(cls, query: str | Iterable[tuple[str, str]]) -> IncidentFilter:
        """Return the filter that a URL query string says.

        Raises:
            FilterError: A key is unknown or a value cannot be read.
        """
        return cls(**parse_filter(query))

    def to_query(self) -> str:
        """Return the filter's one textual form; equal filters give equal text."""
        return format_filter(self)

    def replace(self, **changes: Any) -> IncidentFilter:  # noqa: ANN401 (as dataclasses.replace)
        """Return a copy with some fields changed."""
        return replace(self, **changes)

    def without(self, *names: str) -> IncidentFilter:
        """Return a copy with the named fields as in an empty filter."""
        empty = IncidentFilter()
        return replace(self, **{name: getattr(empty, name) for name in names})

    @property
    def is_empty(self) -> bool:
        """Whether every incident is asked for."""
        return self == IncidentFilter()

    @property
    def chosen_fields(self) -> tuple[str, ...]:
        """The names of the fields that ask for something, in order."""
        empty = IncidentFilter()
        names = (field.name for field in fields(self))
        return tuple(name for name in names if getattr(self, name) != getattr(empty, name))
