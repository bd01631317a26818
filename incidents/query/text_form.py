"""The filter's one textual form: a URL query string, read and written from one table."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from incidents.errors import FilterError
from incidents.model.vocabularies import (
    EventType,
    GeoPrecision,
    Relevance,
    Role,
    Verification,
    Viewpoint,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from enum import StrEnum

    from incidents.query.filters import IncidentFilter

_LONGEST_VALUE = 500
_MOST_VALUES = 500
_HALF_TURN = 180
_POLE = 90


@dataclass(frozen=True)
class _Key:
    """One key of the query string and the filter's field that it fills."""

    key: str
    field: str
    read: Callable[[str, str], Any]
    write: Callable[[Any], str] = str
    many: bool = False


def _read_date(key: str, value: str) -> date:
    try:
        # `fromisoformat` alone also reads weeks, as in 2021-W01-1.
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise FilterError(key, value, "it is not a date of the calendar, written YYYY-MM-DD")


def _read_word(vocabulary: type[StrEnum]) -> Callable[[str, str], StrEnum]:
    def read(key: str, value: str) -> StrEnum:
        try:
            return vocabulary(value)
        except ValueError:
            known = ", ".join(word.value for word in vocabulary)
            raise FilterError(key, value, f"it is not one of: {known}") from None

    return read


def _read_text(key: str, value: str) -> str:
    if len(value) > _LONGEST_VALUE:
        raise FilterError(key, value[:40] + "…", f"it is longer than {_LONGEST_VALUE} characters")
    return value


def _read_count(key: str, value: str) -> int:
    if value.isascii() and value.isdigit() and len(value) <= len("1000000"):
        return int(value)
    raise FilterError(key, value, "it is not a whole number from 0")


def _read_one(key: str, value: str) -> bool:
    if value != "1":
        raise FilterError(key, value, "it can only be 1")
    return True


def _read_denied(key: str, value: str) -> bool:
    if value not in {"include", "exclude"}:
        raise FilterError(key, value, "it is not one of: include, exclude")
    return value == "exclude"


def _read_bounds(key: str, value: str) -> object:
    from incidents.query.filters import BoundingBox  # noqa: PLC0415 (the two define each other)

    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError:
        raise FilterError(key, value, "it is not west,south,east,north in degrees") from None
    in_world = max(abs(west), abs(east)) <= _HALF_TURN and max(abs(south), abs(north)) <= _POLE
    if not (in_world and south <= north and all(map(math.isfinite, (west, south, east, north)))):
        raise FilterError(key, value, "it lies outside the world or has south above north")
    return BoundingBox(west, south, east, north)


def _write_bounds(bounds: Iterable[float]) -> str:
    # Five decimals are about a metre: finer would only make links longer.
    return ",".join(f"{round(degrees, 5) + 0.0:.10g}" for degrees in bounds)


_KEYS = (
    _Key("from", "date_from", _read_date, date.isoformat),
    _Key("to", "date_to", _read_date, date.isoformat),
    _Key("dataset", "datasets", _read_text, many=True),
    _Key("actor", "actors", _read_text, many=True),
    _Key("role", "roles", _read_word(Role), many=True),
    _Key("view", "viewpoint", _read_word(Viewpoint)),
    _Key("denied", "without_denied", _read_denied, lambda _: "exclude"),
    _Key("type", "event_types", _read_word(EventType), many=True),
    _Key("sub", "sub_event_types", _read_text, many=True),
    _Key("country", "countries", _read_text, many=True),
    _Key("area", "areas", _read_text, many=True),
    _Key("site", "sites", _read_text, many=True),
    _Key("precision", "precisions", _read_word(GeoPrecision), many=True),
    _Key("killed", "killed", _read_count),
    _Key("casualties", "with_casualties", _read_one, lambda _: "1"),
    _Key("relevance", "relevances", _read_word(Relevance), many=True),
    _Key("verification", "verifications", _read_word(Verification), many=True),
    _Key("q", "text", _read_text),
    _Key("bbox", "bounds", _read_bounds, _write_bounds),
)
_BY_KEY = {key.key: key for key in _KEYS}

FILTER_KEYS = tuple(_BY_KEY)
"""Every key that a filter's text may hold, in the order in which it is written."""

FIELD_KEYS = {key.field: key.key for key in _KEYS}
"""The key under which each field of the filter is written."""


def parse_filter(query: str | Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the filter's fields that `query` (its text, or its decoded pairs) names.

    Raises:
        FilterError: A key is unknown, given twice where one is expected, or its value unreadable.
    """
    pairs = (
        parse_qsl(query.lstrip("?"), keep_blank_values=True) if isinstance(query, str) else query
    )
    found: dict[str, Any] = {}
    for name, value in pairs:
        key = _BY_KEY.get(name)
        if key is None:
            raise FilterError(name[:40], value[:40], f"the keys are {', '.join(FILTER_KEYS)}")
        if value == "":
            continue
        _add(found, key, key.read(name, value), value)
    return {k: frozenset(v) if isinstance(v, list) else v for k, v in found.items()}


def _add(found: dict[str, Any], key: _Key, read: object, value: str) -> None:
    if key.many:
        values = found.setdefault(key.field, [])
        values.append(read)
        if len(values) > _MOST_VALUES:
            raise FilterError(key.key, value, f"it is given more than {_MOST_VALUES} times")
    elif found.setdefault(key.field, read) != read:
        raise FilterError(key.key, value, "it is given twice with different values")


def format_filter(chosen: IncidentFilter) -> str:
    """Return `chosen` as a query string: known order, sorted values, defaults left out."""
    wanted = set(chosen.chosen_fields)
    pairs = []
    for key in _KEYS:
        if key.field in wanted:
            value = getattr(chosen, key.field)
            values = sorted(value) if key.many else [value]
            pairs += [(key.key, key.write(each)) for each in values]
    # `/`, `,` and `:` need no escape in a query and are easier on the eye without one.
    return urlencode(pairs, safe="/,:")
