"""What a request asks for: the filter, and the keys that only say how to answer."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from incidents.errors import FilterError
from incidents.query.filters import BoundingBox, IncidentFilter

if TYPE_CHECKING:
    from starlette.requests import Request

_Word = TypeVar("_Word", bound=StrEnum)


class Asked:
    """A request's query string, split into the filter and the keys of one endpoint."""

    def __init__(self, request: Request, *own: str) -> None:
        """Read the query string.

        Args:
            request: The request.
            own: Keys that this endpoint takes besides the filter's.

        Raises:
            FilterError: The filter cannot be read, or a key of the endpoint is given twice.
        """
        pairs = request.query_params.multi_items()
        self._own: dict[str, str] = {}
        for key, value in pairs:
            if key in own and self._own.setdefault(key, value) != value:
                raise FilterError(key, value, "it is given twice with different values")
        self.chosen = IncidentFilter.from_query([(k, v) for k, v in pairs if k not in own])
        self.query = self.chosen.to_query()

    def number(self, key: str, default: int, least: int, most: int) -> int:
        """Return the whole number under `key`."""
        value = self._own.get(key, "")
        if not value:
            return default
        if value.isascii() and value.isdigit() and len(value) <= len(str(most)):
            number = int(value)
            if least <= number <= most:
                return number
        raise FilterError(key, value[:40], f"it is not a whole number from {least} to {most}")

    def word(self, key: str, vocabulary: type[_Word]) -> _Word | None:
        """Return the word of `vocabulary` under `key`, or None when there is none."""
        value = self._own.get(key, "")
        if not value:
            return None
        try:
            return vocabulary(value)
        except ValueError:
            known = ", ".join(word.value for word in vocabulary)
            raise FilterError(key, value[:40], f"it is not one of: {known}") from None

    def bounds(self, key: str) -> BoundingBox | None:
        """Return the west,south,east,north in degrees under `key`, or None."""
        value = self._own.get(key, "")
        if not value:
            return None
        try:
            west, south, east, north = (float(part) for part in value.split(","))
        except ValueError:
            west = south = east = north = math.nan
        if not all(map(math.isfinite, (west, south, east, north))):
            raise FilterError(key, value[:80], "it is not west,south,east,north in degrees")
        return BoundingBox(west, south, east, north)
