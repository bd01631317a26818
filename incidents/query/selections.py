"""Selections of incidents as Spark computes them, shared between the questions of one filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import narwhals as nw

from incidents.model.laid import LAID_COLUMNS
from incidents.query.conditions import Of
from incidents.query.kept import Kept
from incidents.query.lazy import collect_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents.query.conditions import Condition

_MOST_PLANS = 256
_MOST_HELD = 8
_SMALL = 50_000
_SHARE = 20
_MOST_ROWS = 5_000_000
"""Holding a row takes about as long as reading it forty times, so it pays only where one has to
look through many others to find it: a selection is held if it is small, or that small a part of all
incidents, and never if it is as large as this."""


class _Plan:
    """How a selection is computed, and whether more than one question asked for it."""

    def __init__(self, frame: nw.LazyFrame[Any]) -> None:
        self.frame = frame
        self.is_shared = False


class Selections:
    """The selections of one dataset; small ones that several questions ask for stay in memory."""

    def __init__(self, incidents: nw.LazyFrame[Any], parties: nw.LazyFrame[Any]) -> None:
        """Begin with none.

        Args:
            incidents: `row`, `LAID_COLUMNS` and `search`.
            parties: `PARTY_COLUMNS`.
        """
        self._incidents = incidents
        self._parties = parties
        self._plans: Kept[_Plan] = Kept(_MOST_PLANS)
        self._counts: Kept[int] = Kept(_MOST_PLANS)
        self._held: Kept[nw.LazyFrame[Any]] = Kept(_MOST_HELD, release=_let_go)

    def select(self, conditions: Sequence[Condition], *, part: bool = False) -> nw.LazyFrame[Any]:
        """Return `row` and `LAID_COLUMNS` of the incidents that meet every condition.

        Args:
            conditions: As `list_conditions` gives them.
            part: Only few of the rows will be read, which the files' own statistics find.
        """
        plan = self._plan(conditions)
        if plan.is_shared and not part and self._pays(conditions):
            self._held.get(key_of(conditions), lambda: _hold(plan.frame))
        plan.is_shared |= not part
        return plan.frame

    def count(self, conditions: Sequence[Condition]) -> int:
        """Return how many incidents meet every condition."""

        def build() -> int:
            counted = self._plan(conditions).frame.select(nw.len().alias("n"))
            return int(collect_rows(counted)[0]["n"])

        return self._counts.get(key_of(conditions), build)

    def clear(self) -> None:
        """Forget everything, and give the cluster's memory back."""
        self._held.clear()

    def _pays(self, conditions: Sequence[Condition]) -> bool:
        few = max(_SMALL, min(self.count(()) // _SHARE, _MOST_ROWS))
        return self.count(conditions) <= few

    def _plan(self, conditions: Sequence[Condition]) -> _Plan:
        return self._plans.get(key_of(conditions), lambda: _Plan(self._build(conditions)))

    def _build(self, conditions: Sequence[Condition]) -> nw.LazyFrame[Any]:
        # text first: the selection itself does not carry it
        words, own = ([each.expression for each in conditions if each.of is of]
                      for of in (Of.WORDS, Of.INCIDENTS))  # fmt: skip
        frame = self._incidents.filter(*words) if words else self._incidents
        frame = frame.select("row", *LAID_COLUMNS)
        frame = frame.filter(*own) if own else frame
        for each in conditions:
            if each.of in {Of.PARTIES, Of.NO_PARTIES}:
                having = self._parties.filter(each.expression).select("row")
                how: Literal["semi", "anti"] = "semi" if each.of is Of.PARTIES else "anti"
                frame = frame.join(having, on="row", how=how)
        return frame


def key_of(conditions: Sequence[Condition]) -> frozenset[Any]:
    """Return what equal selections have in common."""
    return frozenset(each.key for each in conditions)


def _hold(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    # Spark knows the plan again, also within other questions, and reads what it holds of it
    frame.to_native().persist()
    return frame


def _let_go(frame: nw.LazyFrame[Any]) -> None:
    frame.to_native().unpersist()
