"""The incidents that a filter selects, and how many they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incidents.query.engine import engine_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    import narwhals as nw

    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

    _Answer = TypeVar("_Answer")


def select_incidents(tables: Tables, chosen: IncidentFilter) -> nw.LazyFrame[Any]:
    """Return the incidents that match every field of `chosen`: `row` and `LAID_COLUMNS`."""
    return engine_of(tables).select(chosen)


def count_incidents(tables: Tables, chosen: IncidentFilter) -> int:
    """Return how many incidents `chosen` selects."""
    return engine_of(tables).count(chosen)


def remember(
    tables: Tables, question: str, chosen: IncidentFilter, answer: Callable[[], _Answer], *more: str
) -> _Answer:
    """Return the answer to a question, computed once for each filter and shared by all who ask.

    Args:
        tables: The dataset.
        question: The question's name.
        chosen: The filter.
        answer: Computes the answer; nobody may change it afterwards.
        more: What else the answer depends on.
    """
    known: _Answer = engine_of(tables).answers.get((question, chosen, *more), answer)
    return known
