"""What a target says, what was measured, and whether that meets it; and the words for both."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from benchmarks.report import ms, number

if TYPE_CHECKING:
    from collections.abc import Iterable

_ROUND = 100


class Verdict(StrEnum):
    """Whether a target is met."""

    MET = "yes"
    MISSED = "no"
    UNMEASURED = "not measured"
    NONE = "–"
    """There is nothing to meet: it is shown beside ours."""


@dataclass(frozen=True)
class Target:
    """One row of the table."""

    must: str
    measured: str
    met: Verdict


def judge(checks: Iterable[bool | None]) -> Verdict:
    """Return what several checks come to; None is one whose figures are not known.

    One that fails decides, whatever the others would say; all have to be known to be met.
    """
    found = list(checks)
    if False in found:
        return Verdict.MISSED
    return Verdict.UNMEASURED if None in found or not found else Verdict.MET


def at_most(value: float | None, bound: float | None) -> bool | None:
    """Return whether a value keeps to a bound; None if either is not known."""
    return None if value is None or bound is None else value <= bound


def times(factor: float, value: float | None) -> float | None:
    """Return a multiple, None of None."""
    return None if value is None else factor * value


def join(*told: str) -> str:
    """Return what there is to be said, as one text."""
    return "; ".join(filter(None, told))


def tell_ms(value: float | None) -> str:
    """Return milliseconds with their unit."""
    return Verdict.UNMEASURED if value is None else f"{ms(value)} ms"


def tell_ratio(value: float | None, other: float | None) -> str:
    """Return how many times `other` is in `value`; "" where that says nothing."""
    if value is None or other is None or value <= 0 or other <= 0:
        return ""
    ratio = value / other
    return f"{ratio:.2f} ×" if ratio < _ROUND else f"{number(ratio)} ×"


def tell_sizes(told: dict[int, str]) -> str:
    """Return what is told of each size, the smallest first, and then which were not measured."""
    known = [f"{number(size)}: {words}" for size, words in sorted(told.items()) if words]
    return "; ".join(
        [*known, *tell_missing(number(size) for size in sorted(told) if not told[size])]
    )


def tell_missing(names: Iterable[str]) -> list[str]:
    """Return in words that these were not measured; nothing if there are none."""
    listed = ", ".join(names)
    return [f"{Verdict.UNMEASURED}: {listed}"] if listed else []
