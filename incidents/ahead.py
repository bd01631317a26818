"""Working on the next pieces while one is taken."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

S = TypeVar("S")
T = TypeVar("T")


def work_ahead(pieces: Iterator[S], work: Callable[[S], T], threads: int) -> Iterator[T]:
    """Yield what `work` makes of each piece, in order; as many as `threads` are worked on ahead."""
    with ThreadPoolExecutor(threads, "ahead") as aside:
        coming = deque(aside.submit(work, each) for each in islice(pieces, threads))
        while coming:
            done = coming.popleft().result()
            coming.extend(aside.submit(work, each) for each in islice(pieces, 1))
            yield done
