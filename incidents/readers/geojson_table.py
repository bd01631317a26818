"""GeoJSON (RFC 7946) as a table, read without GDAL, which would follow what a file points to."""

from __future__ import annotations

import json
import math
from json.decoder import scanstring  # type: ignore[attr-defined]  # the tokeniser of the module
from typing import TYPE_CHECKING, Any

from incidents.errors import SourceFileError
from incidents.readers.features import EMPTY_POINT, NOWHERE, POINT, FeatureTable, Place
from incidents.readers.raw import Container, Reading
from incidents.readers.references import DEGREES, name_reference

if TYPE_CHECKING:
    from pathlib import Path

    from incidents.readers.raw import RawTable
    from incidents.readers.references import Reference

MOST_BYTES = 500_000_000
DEEPEST = 40
_BLANKS = " \t\n\r"
_LONGEST_FIGURE = 300
_SHAPES = ("MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
_COLLECTION = "GeometryCollection"
_LISTS = {"features": "Feature", "geometries": _COLLECTION}
_BARE = (POINT, *_SHAPES, _COLLECTION)


class _Figure(str):
    """A number as it is written in the file."""

    __slots__ = ()


class _Twice(dict[str, Any]):
    """An object that names a key twice."""


def read_geojson(path: Path, file_name: str = "") -> RawTable:
    """Return the features of a file: a collection, one feature, geometries, or one a line.

    Args:
        path: The file.
        file_name: What to call it in an error; its own name if "".

    Raises:
        SourceFileError: It is too large, no GeoJSON, or its coordinates have an unknown meaning.
    """
    table = FeatureTable(file_name or path.name)
    try:
        if path.stat().st_size > MOST_BYTES:
            _refuse(table, f"it is larger than {MOST_BYTES // 1_000_000} MB", "Divide it.")
        text = path.read_bytes().decode("utf-8-sig")
        _Reader(text, table).read()
    except OSError as error:
        reason = error.strerror or str(error)
        raise SourceFileError(table.file_name, reason, "Choose it again.") from error
    except UnicodeDecodeError as error:
        reason = f"it is not UTF-8 (byte {error.start})"
        raise SourceFileError(table.file_name, reason, "Save it as UTF-8.") from error
    except RecursionError as error:
        reason = "it is nested too deeply"
        raise SourceFileError(table.file_name, reason, "Export it anew.") from error
    except json.JSONDecodeError as error:
        reason = f"it is not JSON (line {error.lineno}: {error.msg})"
        raise SourceFileError(table.file_name, reason, "Export it anew.") from error
    return table.build(Container.GEOJSON, Reading(encoding="utf-8"))


def _refuse(table: FeatureTable, reason: str, cure: str) -> None:
    raise SourceFileError(table.file_name, reason, cure)


class _Reader:
    """Goes through the text value by value, so that one feature at a time is in memory."""

    def __init__(self, text: str, table: FeatureTable) -> None:
        self.text = text
        self.table = table
        self.number = 0
        self.decoder = json.JSONDecoder(
            object_pairs_hook=_pairs, parse_float=_Figure, parse_int=_Figure,
            parse_constant=self._refuse_constant,
        )  # fmt: skip

    def _refuse_constant(self, constant: str) -> None:
        raise json.JSONDecodeError(f"{constant} is no number", self.text, 0)

    def read(self) -> None:
        at = self._skip(0)
        if self.text[at : at + 1] != "{":
            raise json.JSONDecodeError("no object", self.text, at)
        first = end = self._read_whole(at)
        while (at := self._skip(end)) < len(self.text):
            if not any(each in self.text[end:at] for each in "\n\r"):
                raise json.JSONDecodeError("something follows the end", self.text, at)
            end = self._read_one(at)
        if end > first:
            self.table.remarks.append("The file holds one feature after the other.")

    def _read_whole(self, start: int) -> int:
        """Read the first object, its list of features one by one; return where it ends."""
        members: dict[str, Any] = {}
        listed = ""
        at = self._skip(start + 1)
        while self.text[at : at + 1] != "}":
            name, at = self._read_name(at)
            if name in members:
                raise json.JSONDecodeError(f"{name!r} stands in it twice", self.text, at)
            if name in _LISTS and self.text[at : at + 1] == "[":
                listed, members[name] = name, None
                at = self._read_list(at, name)
            else:
                members[name], at = self.decoder.raw_decode(self.text, at)
            at = self._skip(at)
            if self.text[at : at + 1] == ",":
                at = self._skip(at + 1)
            elif self.text[at : at + 1] != "}":
                raise json.JSONDecodeError("a comma or } is missing", self.text, at)
        self._judge(members, listed, self.text[start : at + 1])
        return at + 1

    def _judge(self, members: dict[str, Any], listed: str, text: str) -> None:
        kind = members.get("type")
        if "crs" in members and members["crs"] is not None:
            self.table.reference = self._find_reference(members["crs"])
        if kind == "FeatureCollection" and listed == "features":
            return
        if kind == _COLLECTION and listed == "geometries":
            return
        if listed or kind not in ("Feature", *_BARE):
            reason = "it holds JSON, but no GeoJSON features"
            _refuse(self.table, reason, "Export it as a GeoJSON FeatureCollection.")
        self._add(members, text)

    def _read_name(self, at: int) -> tuple[str, int]:
        if self.text[at : at + 1] != '"':
            raise json.JSONDecodeError("a name is missing", self.text, at)
        name, at = scanstring(self.text, at + 1, True)  # noqa: FBT003  (takes it by place only)
        at = self._skip(at)
        if self.text[at : at + 1] != ":":
            raise json.JSONDecodeError("a colon is missing", self.text, at)
        return name, self._skip(at + 1)

    def _read_list(self, start: int, name: str) -> int:
        at = self._skip(start + 1)
        while self.text[at : at + 1] != "]":
            at = self._skip(self._read_one(at, bare=name == "geometries"))
            if self.text[at : at + 1] == ",":
                at = self._skip(at + 1)
            elif self.text[at : at + 1] != "]":
                raise json.JSONDecodeError("a comma or ] is missing", self.text, at)
        return at + 1

    def _read_one(self, start: int, *, bare: bool = False) -> int:
        value, end = self.decoder.raw_decode(self.text, start)
        self._add(value, self.text[start:end], bare=bare)
        return end

    def _skip(self, at: int) -> int:
        # A record separator (RFC 8142) may stand before every feature of a sequence.
        while self.text[at : at + 1] and self.text[at] in _BLANKS + "\x1e":
            at += 1
        return at

    def _find_reference(self, said: Any) -> Reference:  # noqa: ANN401  (any JSON)
        properties = said.get("properties") if isinstance(said, dict) else None
        name = properties.get("name") if isinstance(properties, dict) else None
        found = name_reference(name) if isinstance(name, str) else None
        if found is None:
            _refuse(
                self.table,
                f"its coordinates are said to be {str(name)[:80]!r}, which is not known here",
                "Export it anew with longitude and latitude (WGS 84, EPSG:4326).",
            )
        return found or DEGREES

    def _add(self, value: Any, text: str, *, bare: bool = False) -> None:  # noqa: ANN401  (as above)
        self.number += 1
        try:
            cells, place = _read_feature(value, bare=bare)
            if "\\u" in text:
                _check_letters(cells)
        except _NoFeatureError as error:
            self.table.refuse(self.number, text, str(error))
        else:
            self.table.add(self.number, cells, place)


class _NoFeatureError(Exception):
    """A feature says something that none can."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Twice(found)


def _read_feature(value: Any, *, bare: bool) -> tuple[dict[str, str], Place]:  # noqa: ANN401
    if not isinstance(value, dict):
        raise _NoFeatureError("is no object")
    if isinstance(value, _Twice):
        raise _NoFeatureError("names something twice")
    if value.get("type") in _BARE:
        return {}, _read_place(value)
    if bare or value.get("type") != "Feature":
        raise _NoFeatureError("is no feature")
    properties = value.get("properties")
    if properties is not None and not isinstance(properties, dict):
        raise _NoFeatureError("has properties that are no object")
    cells = _read_cells(properties or {})
    if value.get("id") is not None:
        name = "id" if "id" not in cells else "id (2)"
        cells = {name: _text(value["id"]), **cells}
    return cells, _read_place(value.get("geometry"))


def _read_cells(properties: dict[str, Any]) -> dict[str, str]:
    if isinstance(properties, _Twice):
        raise _NoFeatureError("names a property twice")
    return {name: _text(value) for name, value in properties.items()}


def _check_letters(cells: dict[str, str]) -> None:
    try:
        "".join((*cells, *cells.values())).encode()
    except UnicodeEncodeError as error:
        raise _NoFeatureError("holds half a letter (a lone surrogate)") from error


def _text(value: Any) -> str:  # noqa: ANN401  (any JSON)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return str(value)
    return json.dumps(_plain(value, 1), ensure_ascii=False)


def _plain(value: Any, depth: int) -> Any:  # noqa: ANN401  (any JSON)
    """Return a nested value with its numbers as numbers again."""
    if depth > DEEPEST:
        raise _NoFeatureError("is nested too deeply")
    if isinstance(value, _Twice):
        raise _NoFeatureError("names a property twice")
    if isinstance(value, dict):
        return {name: _plain(each, depth + 1) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each, depth + 1) for each in value]
    if isinstance(value, _Figure) and len(value) <= _LONGEST_FIGURE and math.isfinite(float(value)):
        return json.loads(value)
    return value


def _read_place(geometry: Any) -> Place:  # noqa: ANN401  (any JSON)
    if geometry is None:
        return NOWHERE
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(kind, str) or kind not in _BARE:
        raise _NoFeatureError("has a geometry that is none")
    if kind == _COLLECTION:
        return Place(kind)
    numbers = geometry.get("coordinates")
    if not isinstance(numbers, list):
        raise _NoFeatureError("has a geometry without coordinates")
    if kind == "MultiPoint" and len(numbers) == 1 and isinstance(numbers[0], list):
        kind, numbers = POINT, numbers[0]
    return _point(numbers) if kind == POINT else Place(kind)


def _point(numbers: list[Any]) -> Place:
    if not numbers:
        return Place(EMPTY_POINT)
    if len(numbers) < 2 or not all(isinstance(each, _Figure) for each in numbers):  # noqa: PLR2004
        raise _NoFeatureError("has a point without two numbers")
    if any(len(each) > _LONGEST_FIGURE or not math.isfinite(float(each)) for each in numbers[:2]):
        raise _NoFeatureError("has a point whose numbers are too large")
    return Place(POINT, str(numbers[0]), str(numbers[1]), high=len(numbers) > 2)  # noqa: PLR2004
