"""How many incidents each option of a filter would give."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incidents.model.vocabularies import Role, Viewpoint
from incidents.query.lazy import collect_rows
from incidents.query.ledger import select_actor_pairs
from incidents.query.select import ANY_OF, ONE_OF, select_incidents
from incidents.query.tallies import count_values

if TYPE_CHECKING:
    import narwhals as nw

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
    counts = {
        field: count_values(select_incidents(tables, chosen.without(field)), column)
        for field, column in ONE_OF.items()
    }
    for field, column in ANY_OF.items():
        counts[field] = _count_listed(select_incidents(tables, chosen.without(field)), column)
    counts["actors"] = _count_actors(tables, chosen)
    counts["roles"] = _count_each(tables, chosen, "roles", {r: frozenset({r}) for r in Role})
    counts["viewpoint"] = _count_each(tables, chosen, "viewpoint", {v: v for v in Viewpoint})
    counts["without_denied"] = _count_each(
        tables, chosen, "without_denied", {True: True, False: False}
    )
    counts["with_casualties"] = _count_each(
        tables, chosen, "with_casualties", {True: True, False: False}
    )
    return Facets(counts)


def count_incidents(tables: Tables, chosen: IncidentFilter) -> int:
    """Return how many incidents `chosen` selects."""
    rows = select_incidents(tables, chosen).select("incident_id").collect()
    return len(rows)


def _count_actors(tables: Tables, chosen: IncidentFilter) -> dict[str, int]:
    # A choice of actors changes what the other three mean (a denial is then one for that actor),
    # so each actor is counted by its own parts and not among the incidents chosen without it.
    others = chosen.without("actors", "roles", "viewpoint", "without_denied")
    ids = select_incidents(tables, others).select("incident_id")
    pairs = select_actor_pairs(tables, chosen)
    return count_values(pairs.join(ids, on="incident_id", how="semi"), "actor_id")


def _count_each(
    tables: Tables, chosen: IncidentFilter, field: str, options: dict[Any, Any]
) -> dict[str, int]:
    return {
        str(option): count_incidents(tables, chosen.replace(**{field: value}))
        for option, value in options.items()
    }


def _count_listed(selected: nw.LazyFrame[Any], column: str) -> dict[str, int]:
    parts: Counter[str] = Counter()
    for row in collect_rows(selected.select(column)):
        parts.update(set(row[column].split(";")) - {""})
    return dict(parts.most_common())
