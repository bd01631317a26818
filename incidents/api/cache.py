"""Recent answers, kept within a bound."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class AnswerCache:
    """Remembers the answers asked for last; safe to share between threads."""

    def __init__(self, max_entries: int, max_bytes: int) -> None:
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._bytes = 0
        self._answers: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str, build: Callable[[], bytes]) -> bytes:
        """Return the answer under `key`, built if it is not remembered.

        Two requests may build the same answer at once: they give equal bytes, and waiting for
        one another would cost more.
        """
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        answer = build()
        with self._lock:
            self._bytes += len(answer) - len(self._answers.pop(key, b""))
            self._answers[key] = answer
            while len(self._answers) > self._max_entries or self._bytes > self._max_bytes:
                self._bytes -= len(self._answers.popitem(last=False)[1])
        return answer

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._answers.clear()
            self._bytes = 0

    @property
    def size(self) -> tuple[int, int]:
        """How many answers are remembered, and how many bytes they take."""
        with self._lock:
            return len(self._answers), self._bytes
