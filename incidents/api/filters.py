"""What a request asks for: the filter, and the keys that only say how to answer."""

from __future__ import annotations

import re
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from starlette.exceptions import HTTPException

from incidents.api.responses import EDITION_KEY
from incidents.errors import FilterError, TileError
from incidents.model.mercator import MAX_ZOOM
from incidents.query.addresses import TileAddress, check_address
from incidents.query.clusters import LEVELS
from incidents.query.filters import IncidentFilter
from incidents.query.named_datasets import refuse_unknown_datasets

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.requests import Request

    from incidents.library.datasets import Dataset

_MOST_DIGITS = 7  # columns and rows at the deepest zoom have seven
_Word = TypeVar("_Word", bound=StrEnum)


class Asked:
    """A request's query string, split into the filter and the keys of one endpoint."""

    def __init__(self, request: Request, *own: str, many: Collection[str] = ()) -> None:
        """Read the query string.

        Args:
            request: The request.
            own: Keys that this endpoint takes besides the filter's.
            many: Such keys that may be given several times, or hold a list.

        Raises:
            FilterError: The filter cannot be read, or a key of the endpoint is given twice.
        """
        pairs = request.query_params.multi_items()
        self._own: dict[str, str] = {}
        self._many = [(key, value) for key, value in pairs if key in many]
        own = (*own, EDITION_KEY)
        for key, value in pairs:
            if key in own and self._own.setdefault(key, value) != value:
                raise FilterError(key, value, "it is given twice with different values")
        keys = {*own, *many}
        self.chosen = IncidentFilter.from_query([(k, v) for k, v in pairs if k not in keys])
        self.query = self.chosen.to_query()

    def many(self, key: str) -> frozenset[str]:
        """Return the words under `key`, each given by itself or in a list separated by commas."""
        words = (word.strip() for name, value in self._many if name == key
                 for word in value.split(","))  # fmt: skip
        return frozenset(word for word in words if word)

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

    def cell(self, key: str) -> TileAddress | None:
        """Return the square whose zoom/column/row stands under `key`, or None."""
        value = self._own.get(key, "")
        if not value:
            return None
        if re.fullmatch(r"[0-9]{1,2}(/[0-9]{1,9}){2}", value):
            with suppress(TileError):
                # a cluster's cell lies some levels below the deepest tile
                zoom, column, row = map(int, value.split("/"))
                return check_address(zoom, column, row, deepest=MAX_ZOOM + LEVELS)
        raise FilterError(key, value[:80], "it is no zoom/column/row of a cell")


def refuse_unknown(dataset: Dataset, chosen: IncidentFilter) -> None:
    """Refuse a filter that names a dataset which is not shown.

    Raises:
        FilterError: It does.
    """
    names = [part.dataset_id for part in dataset.parts]
    refuse_unknown_datasets(dataset.tables, chosen, names)


def read_address(request: Request) -> TileAddress:
    """Return the tile that a request's path names.

    Raises:
        HTTPException: The path holds no numbers.
        TileError: There is no such tile.
    """
    parts = [request.path_params[name] for name in ("z", "x", "y")]
    if not all(part.isascii() and part.isdigit() and len(part) <= _MOST_DIGITS for part in parts):
        raise HTTPException(404)
    return check_address(*map(int, parts))
