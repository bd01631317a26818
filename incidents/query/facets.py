"""How many incidents each option of a filter would give."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incidents.model.vocabularies import Role, Viewpoint
from incidents.query.conditions import ANY_OF, ONE_OF
from incidents.query.engine import engine_of
from incidents.query.ledger import counts_as_party
from incidents.query.select import count_incidents, remember
from incidents.query.tallies import count_kinds, count_words, most_first

if TYPE_CHECKING:
    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter


@dataclass(frozen=True)
class Facets:
    """For each field of the filter, the incidents that each of its values would give."""

    counts: dict[str, dict[str, int]]
    """Field name → value → incidents, every other choice kept; values with none are left out."""

    def count(self, field: str, value: object) -> int:
        """Return how many incidents `value` of `field` would give."""
        return self.counts[field].get(str(value), 0)


def count_options(tables: Tables, chosen: IncidentFilter) -> Facets:
    """Return how many incidents each option would give if it alone stood in its field."""
    return remember(tables, "options", chosen, lambda: _count_options(tables, chosen))


def _count_options(tables: Tables, chosen: IncidentFilter) -> Facets:
    counts = {
        field: count_words(tables, chosen.without(field), column)
        for field, column in ONE_OF.items()
    }
    counts["event_types"] = count_kinds(tables, chosen.without("event_types"))
    for field, column in ANY_OF.items():
        counts[field] = _count_parts(count_words(tables, chosen.without(field), column))
    counts["actors"] = _count_actors(tables, chosen)
    for field, options in _FEW.items():
        counts[field] = {
            str(option): count_incidents(tables, chosen.replace(**{field: value}))
            for option, value in options.items()
        }
    return Facets(counts)


def _count_actors(tables: Tables, chosen: IncidentFilter) -> dict[str, int]:
    # A choice of actors changes what the other three mean (a denial is then one for that actor),
    # so each actor is counted by its own parts and not among the incidents chosen without it.
    others = chosen.without("actors", "roles", "viewpoint", "without_denied")
    return most_first(engine_of(tables).count_actors(others, counts_as_party(chosen)))


def _count_parts(cells: dict[str, int]) -> dict[str, int]:
    """Return the counts of the parts of lists, of the counts of whole cells."""
    parts: Counter[str] = Counter()
    for cell, count in cells.items():
        parts.update(dict.fromkeys(set(cell.split(";")) - {""}, count))
    return most_first(parts)


_WHETHER = {True: True, False: False}
_FEW: dict[str, dict[Any, Any]] = {
    "roles": {role: frozenset({role}) for role in Role},
    "viewpoint": {view: view for view in Viewpoint},
    "without_denied": _WHETHER,
    "with_casualties": _WHETHER,
}
"""Fields of a few options that are not values of a column: each is counted by its own filter."""
