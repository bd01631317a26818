"""What was computed lately, kept within a bound and computed once however many ask at a time."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_Value = TypeVar("_Value")


class Kept(Generic[_Value]):
    """Remembers the values asked for last; safe to share between threads."""

    def __init__(
        self,
        max_entries: int,
        max_bytes: int | None = None,
        size_of: Callable[[_Value], int] = lambda _: 0,
        release: Callable[[_Value], None] = lambda _: None,
    ) -> None:
        """Begin empty.

        Args:
            max_entries: The most values that are remembered.
            max_bytes: The most bytes they may take together, as `size_of` counts them.
            size_of: Says how many bytes a value takes.
            release: Told each value that is forgotten.
        """
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._size_of = size_of
        self._release = release
        self._bytes = 0
        self._values: OrderedDict[Hashable, tuple[_Value, int]] = OrderedDict()
        self._building: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, key: Hashable, build: Callable[[], _Value]) -> _Value:
        """Return the value under `key`, built if it is not remembered.

        Whoever asks while it is being built waits for it; where building fails, each of them
        tries for itself.
        """
        with self._lock:
            if key in self._values:
                return self._recall(key)
            building = self._building.setdefault(key, Lock())
        with building:
            with self._lock:
                if key in self._values:
                    return self._recall(key)
            try:
                value = build()
            finally:
                with self._lock:
                    self._building.pop(key, None)
            with self._lock:
                forgotten = self._remember(key, value)
        # outside the lock: releasing may take its time
        for each in forgotten:
            self._release(each)
        return value

    def _recall(self, key: Hashable) -> _Value:
        self._values.move_to_end(key)
        return self._values[key][0]

    def _remember(self, key: Hashable, value: _Value) -> list[_Value]:
        size = self._size_of(value)
        self._bytes += size
        self._values[key] = value, size
        forgotten = []
        while self._values and self._is_full():
            _, (least_lately, freed) = self._values.popitem(last=False)
            self._bytes -= freed
            forgotten.append(least_lately)
        return forgotten

    def _is_full(self) -> bool:
        too_large = self._max_bytes is not None and self._bytes > self._max_bytes
        return too_large or len(self._values) > self._max_entries

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            forgotten = [value for value, _ in self._values.values()]
            self._values.clear()
            self._bytes = 0
        for each in forgotten:
            self._release(each)

    @property
    def size(self) -> tuple[int, int]:
        """How many values are remembered, and how many bytes they take."""
        with self._lock:
            return len(self._values), self._bytes


Answers = Kept[Any]
"""Answers to questions about one dataset, by question and filter; shared, so never changed."""
