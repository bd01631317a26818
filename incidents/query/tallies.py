"""The figures of a selection: how many, where they stand, and tolls that keep their range."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from incidents.model.laid import KINDS, TOLLS
from incidents.model.vocabularies import Placement
from incidents.query.engine import engine_of
from incidents.query.ledger import counts_as_party
from incidents.query.select import remember, select_incidents

if TYPE_CHECKING:
    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter


@dataclass(frozen=True)
class Toll:
    """A sum of figures over the records that give one, and how many give none."""

    low: int
    best: int
    high: int
    not_reported: int


@dataclass(frozen=True)
class Tallies:
    """What a selection adds up to; located + area_only + unlocated = count."""

    count: int
    located: int
    area_only: int
    unlocated: int
    fatalities: Toll
    injured: Toll
    by_event_type: dict[str, int]
    by_actor: dict[str, int]
    """Incidents per actor id, by the chosen roles and viewpoint; an incident counts for each."""
    actors: int
    places: int

    def as_dict(self) -> dict[str, Any]:
        """Return the figures as plain data."""
        return asdict(self)


def summarize_tallies(tables: Tables, chosen: IncidentFilter) -> Tallies:
    """Return the figures of what `chosen` selects."""
    return remember(tables, "tallies", chosen, lambda: _summarize(tables, chosen))


def _summarize(tables: Tables, chosen: IncidentFilter) -> Tallies:
    selected, engine = select_incidents(tables, chosen), engine_of(tables)
    sums = (*toll_sums("fatalities"), *toll_sums("injured"))
    figures = engine.sum_up(chosen, TOLLS, sums)
    placed = engine.count_words(chosen, "placement")
    by_actor = most_first(engine.count_actors(chosen, counts_as_party(chosen)))
    places, _ = engine.count_numbers(selected.filter(~nw.col("place").is_null()), nw.col("place"))
    return Tallies(
        count=engine.count(chosen),
        located=placed.get(Placement.LOCATED, 0),
        area_only=placed.get(Placement.AREA, 0),
        unlocated=placed.get(Placement.NONE, 0),
        fatalities=read_toll(figures, "fatalities"),
        injured=read_toll(figures, "injured"),
        by_event_type=count_kinds(tables, chosen),
        by_actor=by_actor,
        actors=len(by_actor),
        places=len(places),
    )


def toll_sums(stem: str) -> list[nw.Expr]:
    """Return the expressions that sum the figures named `stem`_low, _best and _high.

    `model.laid` gives them a type that holds the sum of all rows, and so of any of them.
    """
    sums = [nw.col(f"{stem}_{part}").sum().alias(f"{stem}_{part}")
            for part in ("low", "best", "high")]  # fmt: skip
    missing = nw.len() - nw.col(f"{stem}_best").count()
    return [*sums, missing.alias(f"{stem}_not_reported")]


def read_toll(figures: dict[str, Any], stem: str) -> Toll:
    """Return the toll that `toll_sums` computed."""
    parts = ("low", "best", "high", "not_reported")
    return Toll(*(int(figures[f"{stem}_{part}"] or 0) for part in parts))


def count_kinds(tables: Tables, chosen: IncidentFilter) -> dict[str, int]:
    """Return how many selected incidents there are of each event type, most first."""
    selected = select_incidents(tables, chosen)
    codes, counts = engine_of(tables).count_numbers(selected, nw.col("kind"))
    return most_first({KINDS[code]: int(count) for code, count in zip(codes, counts, strict=True)})


def count_words(tables: Tables, chosen: IncidentFilter, column: str) -> dict[str, int]:
    """Return how many selected incidents hold each non-blank word of a column, most first."""
    counts = engine_of(tables).count_words(chosen, column)
    return most_first({word: count for word, count in counts.items() if word})


def most_first(counts: dict[str, int]) -> dict[str, int]:
    """Return counts above 0, the largest first and equal ones by their words."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return {value: count for value, count in ordered if count}
