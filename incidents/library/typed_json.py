"""Dataclasses from JSON: strict about types, and easy about keys that a later version may add."""

from __future__ import annotations

import json
import types
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def read_json(kind: type[T], text: str) -> T:
    """Return the value of type `kind`, a dataclass, that JSON says.

    Keys that `kind` does not have are passed over; keys that are not there take its defaults.

    Raises:
        ValueError: The text is not JSON, or a value has another type; the message says where.
    """
    try:
        said = json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"it is not JSON ({error})") from error
    return cast("T", _read(kind, said, ""))


def _read(kind: Any, said: Any, where: str) -> Any:  # noqa: ANN401 (any type, any JSON)
    origin = get_origin(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        return _read_dataclass(kind, said, where)
    if origin in (Union, types.UnionType):
        return _read_optional(kind, said, where)
    if origin is tuple:
        (each, _) = get_args(kind)
        return tuple(
            _read(each, part, f"{where}[{n}]")
            for n, part in enumerate(_expect(list, said, where))
        )  # fmt: skip
    if origin is dict:
        (_, each) = get_args(kind)
        return {
            name: _read(each, part, _below(where, name))
            for name, part in _expect(dict, said, where).items()
        }
    if kind is Any or kind is object:
        return said
    return _expect(kind, said, where)


def _read_dataclass(kind: type, said: Any, where: str) -> Any:  # noqa: ANN401 (any JSON)
    parts = _expect(dict, said, where)
    hints = _hints(kind)
    found: dict[str, Any] = {}
    for field in fields(kind):
        if field.name in parts:
            found[field.name] = _read(hints[field.name], parts[field.name],
                                      _below(where, field.name))  # fmt: skip
        elif field.default is MISSING and field.default_factory is MISSING:
            raise ValueError(f"{_below(where, field.name)!r} is missing")
    return kind(**found)


def _read_optional(kind: Any, said: Any, where: str) -> Any:  # noqa: ANN401 (any type, any JSON)
    if said is None and type(None) in get_args(kind):
        return None
    (own,) = (each for each in get_args(kind) if each is not type(None))
    return _read(own, said, where)


def _expect(kind: Any, said: Any, where: str) -> Any:  # noqa: ANN401 (any type, any JSON)
    if kind is float and type(said) is int:
        return float(said)
    # not isinstance: True is an int in Python, and no number in JSON
    if type(said) is not kind:
        names = {str: "text", int: "a whole number", float: "a number", bool: "true or false",
                 list: "a list", dict: "an object"}  # fmt: skip
        raise ValueError(f"{where or 'it'} is {said!r:.60}, not {names[kind]}")
    return said


def _below(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
