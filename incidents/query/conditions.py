"""A filter as expressions, one for each thing it asks, over the columns that answer it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import narwhals as nw

from incidents.model.folding import fold
from incidents.model.laid import EPOCH, KIND_CODES
from incidents.model.mercator import project
from incidents.model.vocabularies import Placement
from incidents.query.ledger import ask_parties

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterator
    from datetime import date

    import polars as pl

    from incidents.query.filters import BoundingBox, IncidentFilter

ONE_OF = {
    "datasets": "dataset_id",
    "sub_event_types": "sub_event_type",
    "areas": "area_id",
    "precisions": "geo_precision",
    "relevances": "relevance",
    "verifications": "verification",
}
"""Fields of the filter that are answered by one column holding one of the chosen values."""

ANY_OF = {"sites": "site_type", "countries": "country"}
"""Fields that are answered by a column holding a list with any of the chosen values."""


class Of(Enum):
    """Which rows an expression is about."""

    INCIDENTS = "incidents"
    """Those of `Laid.incidents`."""
    WORDS = "words"
    """Those of the table of incidents, for its text."""
    PARTIES = "parties"
    """Those of `Laid.parties`: an incident is meant when any of its own is."""
    NO_PARTIES = "no parties"
    """The same: an incident is meant when none of its own is."""


@dataclass(frozen=True)
class Condition:
    """One thing that a filter asks."""

    key: Hashable
    """Equal for equal conditions."""
    of: Of
    expression: nw.Expr


def list_conditions(
    chosen: IncidentFilter, words: Callable[[str], Collection[str]], areas: pl.DataFrame
) -> list[Condition]:
    """Return what `chosen` asks; an incident is selected when it meets every condition.

    Args:
        chosen: The filter.
        words: Gives the distinct cells of a column of words.
        areas: `model.laid.AREA_COLUMNS`, for what lies in a view.
    """
    found = [
        Condition((name, value), Of.INCIDENTS, expression)
        for name, value, expression in _own(chosen, words, areas)
    ]
    found += [
        Condition(("text", word), Of.WORDS, nw.col("search").str.contains(word, literal=True))
        for word in fold(chosen.text).split()
    ]
    asked = ask_parties(chosen)
    if asked is not None:
        of = Of.PARTIES if asked.present else Of.NO_PARTIES
        found.append(Condition(("parties", asked.key), of, asked.expression))
    return found


def day_number(day: date) -> int:
    """Return the days since 1970 of a date."""
    return (day - EPOCH).days


def _own(
    chosen: IncidentFilter, words: Callable[[str], Collection[str]], areas: pl.DataFrame
) -> Iterator[tuple[str, Hashable, nw.Expr]]:
    if chosen.date_from is not None:
        yield "from", chosen.date_from, nw.col("last_day") >= day_number(chosen.date_from)
    if chosen.date_to is not None:
        yield "to", chosen.date_to, nw.col("first_day") <= day_number(chosen.date_to)
    yield from _memberships(chosen, words)
    if chosen.killed is not None:
        yield "killed", chosen.killed, nw.col("fatalities_best") >= chosen.killed
    if chosen.with_casualties:
        hurt = (nw.col("fatalities_high") > 0) | (nw.col("injured_high") > 0)
        yield "with_casualties", True, hurt
    if chosen.bounds is not None:
        yield "bounds", chosen.bounds, is_in_view(chosen.bounds, areas)


def _memberships(
    chosen: IncidentFilter, words: Callable[[str], Collection[str]]
) -> Iterator[tuple[str, Hashable, nw.Expr]]:
    if chosen.event_types:
        codes = sorted(KIND_CODES[kind] for kind in chosen.event_types)
        yield "event_types", chosen.event_types, nw.col("kind").is_in(codes)
    for field, column in ONE_OF.items():
        values = getattr(chosen, field)
        if values:
            yield field, values, nw.col(column).is_in(sorted(map(str, values)))
    for field, column in ANY_OF.items():
        values = getattr(chosen, field)
        if values:
            # few distinct lists stand in a column: those that hold a chosen part are looked up
            cells = sorted(cell for cell in words(column) if not values.isdisjoint(cell.split(";")))
            yield field, values, nw.col(column).is_in(cells)


def is_located_in(view: BoundingBox) -> nw.Expr:
    """Say whether a point lies in a view, edges included."""
    west, north = project(view.west, view.north)
    east, south = project(view.east, view.south)
    x, y = nw.col("x"), nw.col("y")
    across = (x >= west) | (x <= east) if view.west > view.east else (x >= west) & (x <= east)
    return across & (y >= north) & (y <= south)


def is_in_view(view: BoundingBox, areas: pl.DataFrame) -> nw.Expr:
    """Say whether a point, or the area that is all that is known, lies or reaches into a view."""
    touched = sorted(
        row["area_id"] for row in areas.iter_rows(named=True) if _touches(row, view)
    )  # fmt: skip
    only = nw.col("placement") == Placement.AREA.value
    return is_located_in(view) | (only & nw.col("area_id").is_in(touched))


def _touches(area: dict[str, float], view: BoundingBox) -> bool:
    beside = (area["east"] >= view.west, area["west"] <= view.east)
    across = any(beside) if view.west > view.east else all(beside)
    return across and area["north"] >= view.south and area["south"] <= view.north
