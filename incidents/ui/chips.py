"""What is chosen, as chips that can be taken back one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incidents.query.words import describe_fields
from incidents.ui.wording import day, span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

DATES = "dates"
"""The chip that stands for both ends of the period."""
_DATE_FIELDS = ("date_from", "date_to")


@dataclass(frozen=True)
class Chip:
    """One active choice."""

    field: str
    value: str
    words: str
    """May hold names of the dataset and words of the reader: text, never markup."""


@dataclass(frozen=True)
class Suggestion:
    """What taking one choice back would show."""

    chip: Chip
    count: int


def list_chips(
    chosen: IncidentFilter, tables: Tables, titles: Mapping[str, str] | None = None
) -> list[Chip]:
    """Return a chip for each active choice, the period as one.

    Args:
        chosen: The choices.
        tables: What they are made in.
        titles: What to call datasets, by their ids.
    """
    called = titles or {}
    chips = [Chip(DATES, "", _period(chosen))] if chosen.date_from or chosen.date_to else []
    for choice in describe_fields(chosen, tables):
        if choice.field in _DATE_FIELDS:
            continue
        words = "only what is in view" if choice.field == "bounds" else choice.label
        if choice.field == "datasets":
            words = f"dataset {called.get(choice.value, choice.value)}"
        chips.append(Chip(choice.field, choice.value, words))
    return chips


def remove_chip(chosen: IncidentFilter, field: str, value: str) -> IncidentFilter:
    """Return `chosen` without one choice; unchanged if there is no such choice."""
    if field == DATES:
        return chosen.without(*_DATE_FIELDS)
    if field not in chosen.chosen_fields:
        return chosen
    present = getattr(chosen, field)
    if not isinstance(present, frozenset):
        return chosen.without(field)
    kept = frozenset(each for each in present if str(each) != value)
    return chosen.replace(**{field: kept})


def suggest_removals(
    chosen: IncidentFilter, chips: list[Chip], count: Callable[[IncidentFilter], int]
) -> list[Suggestion]:
    """Return which single choices, taken back, would show something; most first."""
    found = [Suggestion(chip, count(remove_chip(chosen, chip.field, chip.value))) for chip in chips]
    return sorted((each for each in found if each.count), key=lambda each: -each.count)


def _period(chosen: IncidentFilter) -> str:
    first, last = chosen.date_from, chosen.date_to
    if first and last:
        return span(first, last) if first <= last else f"{day(first)} to {day(last)}"
    if first:
        return f"from {day(first)}"
    return f"up to {day(last)}" if last else ""
