"""How long a call takes."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 7
_FEWER = 3
_SLOW_S = 1


def time_calls(call: Callable[[], object], before: Callable[[], None] = lambda: None) -> float:
    """Return the median milliseconds of several calls, the first left out."""
    before()
    began = time.perf_counter()
    call()
    runs = RUNS if time.perf_counter() - began < _SLOW_S else _FEWER
    taken = []
    for _ in range(runs):
        before()
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken)
