"""KML and KMZ as tables: one row a placemark, no link followed, no entity expanded."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]  # ships no types
from defusedxml.ElementTree import iterparse, tostring  # type: ignore[import-untyped]  # as above

from incidents.errors import SourceFileError
from incidents.readers.features import EMPTY_POINT, NOWHERE, POINT, FeatureTable, Place
from incidents.readers.raw import Container
from incidents.readers.zips import check_zip, read_entry

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO
    from xml.etree.ElementTree import Element

    from incidents.readers.raw import RawTable, Reading

MOST_BYTES = 500_000_000
DEEPEST = 100
MOST_ELEMENTS_A_PLACEMARK = 100_000
FOLDER, BEGIN, END = "folder", "begin", "end"
_DOCUMENT_DEPTH = 2
_PROSE = ("name", "description", "Snippet", "snippet")
_PLACEMARK, _FOLDERS = "Placemark", ("Folder", "Document")
_SHAPES = ("LineString", "LinearRing", "Polygon", "Model", "Track", "MultiTrack")
_MANY = "MultiGeometry"
_GEOMETRIES = (POINT, *_SHAPES, _MANY)
_LEFT_OUT = {
    "NetworkLink": "links to other files are not followed",
    "GroundOverlay": "pictures laid over the map are left out",
    "ScreenOverlay": "pictures laid over the screen are left out",
    "PhotoOverlay": "photographs are left out",
}
_ZIP = b"PK"
_CURE = "Export it anew as KML."


def read_kml(path: Path, reading: Reading, file_name: str = "") -> RawTable:
    """Return the placemarks of a KML file, or of one within a KMZ: `doc.kml`, else the first.

    Columns are what placemarks say in words (`name`, `description` as it is written, …), the
    names of their folders, `begin` and `end`, and their extended data.

    Raises:
        SourceFileError: It is no KML, declares a document type, would harm, or is too large.
    """
    table = FeatureTable(file_name or path.name)
    try:
        if path.stat().st_size > MOST_BYTES:
            _refuse(table.file_name, f"it is larger than {MOST_BYTES // 1_000_000} MB")
        with path.open("rb") as file:
            packed = file.read(2) == _ZIP
            file.seek(0)
            if not packed:
                if reading.part is not None:
                    _refuse(table.file_name, f"it is one KML and has no part {reading.part!r}")
                _Walk(table).read(file)
                return table.build(Container.KML, reading)
        part, parts, content = _unpack(path, reading.part, table.file_name)
        _Walk(table).read(io.BytesIO(content))
    except SourceFileError:
        raise
    except ParseError as error:
        _refuse(table.file_name, f"it is no XML that can be read ({error})")
    except DefusedXmlException:
        _refuse(table.file_name, "it declares a document type, which KML never needs")
    except (OSError, LookupError, ValueError) as error:
        _refuse(table.file_name, f"it cannot be read ({error})")
    return table.build(Container.KML, replace(reading, part=part), parts)


def _unpack(path: Path, part: str | None, file_name: str) -> tuple[str, tuple[str, ...], bytes]:
    entries = check_zip(path, file_name)
    found = {e.filename: e for e in entries if e.filename.lower().endswith(".kml")}
    if not found:
        _refuse(file_name, "it holds no KML")
    names = tuple(sorted(found, key=lambda name: name.lower() != "doc.kml"))
    chosen = names[0] if part is None else part
    if chosen not in found:
        cure = f"Choose one of: {', '.join(names)}."
        raise SourceFileError(file_name, f"it holds no {chosen!r}", cure)
    return chosen, names, read_entry(path, found[chosen], file_name)


def _refuse(file_name: str, reason: str) -> NoReturn:
    raise SourceFileError(file_name, reason, _CURE)


class _Walk:
    """Goes through the elements as they come, and forgets each as soon as it is read."""

    def __init__(self, table: FeatureTable) -> None:
        self.table = table
        self.open: list[Element] = []
        self.folders: list[str] = []
        self.placemark: Element | None = None
        self.elements = 0
        self.number = 0
        self.left_out: Counter[str] = Counter()

    def read(self, file: BinaryIO) -> None:
        events = iterparse(file, ("start", "end"), forbid_dtd=True)
        for event, element in events:
            if event == "start":
                self._begin(element)
            else:
                self._end(element)
        for name, words in _LEFT_OUT.items():
            if self.left_out[name]:
                self.table.remarks.append(f"{self.left_out[name]:,} {words}.")

    def _begin(self, element: Element) -> None:
        if not self.open and _local(element) != "kml":
            _refuse(self.table.file_name, f"it is XML, but begins with {_local(element)[:40]!r}")
        self.open.append(element)
        self.elements += 1
        name = _local(element)
        if len(self.open) > DEEPEST:
            _refuse(self.table.file_name, "it is nested too deeply")
        if self.placemark is None:
            self.elements = 0
            if name == _PLACEMARK:
                self.placemark = element
            elif name in _FOLDERS:
                self.folders.append("")
        elif self.elements > MOST_ELEMENTS_A_PLACEMARK:
            _refuse(self.table.file_name, "one of its placemarks is too large")

    def _end(self, element: Element) -> None:
        self.open.pop()
        if self.placemark is not None and element is not self.placemark:
            return
        name = _local(element)
        parent = self.open[-1] if self.open else None
        if name == _PLACEMARK:
            self.placemark = None
            self._add(element)
        elif name in _FOLDERS and self.folders:
            self.folders.pop()
        elif name == "name" and parent is not None and _local(parent) in _FOLDERS:
            # The document's own name says what the file is, which is no folder of it.
            whole = _local(parent) == "Document" and len(self.open) <= _DOCUMENT_DEPTH
            self.folders[-1] = "" if whole else _words(element)
        self.left_out[name] += name in _LEFT_OUT
        if parent is not None:
            parent.remove(element)

    def _add(self, placemark: Element) -> None:
        self.number += 1
        cells, place = _read_placemark(placemark)
        folder = " / ".join(name for name in self.folders if name)
        if folder:
            _put(cells, FOLDER, folder)
        self.table.add(self.number, cells, place)


def _local(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _words(element: Element) -> str:
    return (element.text or "").strip()


def _read_placemark(placemark: Element) -> tuple[dict[str, str], Place]:
    cells: dict[str, str] = {}
    place = NOWHERE
    if placemark.get("id"):
        cells["id"] = str(placemark.get("id"))
    extended: list[tuple[str, str]] = []
    for child in placemark:
        name = _local(child)
        if name in _GEOMETRIES:
            place = _read_place(child, name)
        elif name == "ExtendedData":
            extended += _read_extended(child)
        elif name in ("TimeStamp", "TimeSpan"):
            for key, value in _read_time(child):
                _put(cells, key, value)
        elif len(child) and name in _PROSE:
            # Markup that was to be written as text: it is kept as it stands.
            _put(cells, name, tostring(child, encoding="unicode").strip())
        elif not len(child) and _words(child):
            _put(cells, name, _words(child))
    for name, value in extended:
        _put(cells, name, value)
    return cells, place


def _put(cells: dict[str, str], name: str, value: str) -> None:
    """Add a cell; what has a name that is taken gets another."""
    free, number = name, 2
    while free in cells:
        free, number = f"{name} ({number})", number + 1
    cells[free] = value


def _read_time(element: Element) -> list[tuple[str, str]]:
    said = {_local(child): _words(child) for child in element}
    if "when" in said:
        return [(BEGIN, said["when"]), (END, said["when"])]
    return [(key, said[key]) for key in (BEGIN, END) if said.get(key)]


def _read_extended(element: Element) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for child in element:
        name = _local(child)
        if name == "Data":
            values = [_words(each) for each in child if _local(each) == "value"]
            found.append((str(child.get("name", "")), "; ".join(values)))
        elif name == "SchemaData":
            found += [
                (str(each.get("name", "")), _words(each))
                for each in child
                if _local(each).startswith("Simple")
            ]
        elif _words(child):
            found.append((name, _words(child)))
    return found


def _read_place(element: Element, kind: str) -> Place:
    if kind == _MANY:
        parts = [child for child in element if _local(child) in _GEOMETRIES]
        if len(parts) == 1:
            return _read_place(parts[0], _local(parts[0]))
    if kind != POINT:
        return Place(kind)
    text = next((_words(child) for child in element if _local(child) == "coordinates"), "")
    numbers = [each.strip() for each in text.split(",")]
    if not text:
        return Place(EMPTY_POINT)
    if len(numbers) not in (2, 3) or not all(map(_is_number, numbers[:2])):
        return Place("unreadable")
    # Most programs write a height of 0 for no height.
    high = len(numbers) == 3 and _is_number(numbers[2]) and float(numbers[2]) != 0  # noqa: PLR2004
    return Place(POINT, numbers[0], numbers[1], high)


def _is_number(text: str) -> bool:
    try:
        value: Any = float(text)
    except ValueError:
        return False
    return len(text) <= 40 and value - value == 0  # noqa: PLR2004  (far longer than any degree)
