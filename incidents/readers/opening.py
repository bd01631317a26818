"""Which kind a file is, by its bytes and never by its name, and its table."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from incidents.errors import SourceFileError
from incidents.readers.delimited import read_delimited
from incidents.readers.raw import AS_FOUND, Container, RawTable, RawTables, Reading
from incidents.readers.sent_again import ROW, are_sent_again, take_off_again
from incidents.readers.signatures import FOREIGN, XML_KINDS, ZIP_KINDS
from incidents.readers.text_encoding import marked_encoding
from incidents.readers.zips import check_zip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_HEAD = 1 << 16
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SQLITE = b"SQLite format 3\x00"
_PARQUET = b"PAR1"
_XML = re.compile(r"<(?:\?xml|!--|!DOCTYPE|[A-Za-z_][\w.:-]*[\s/>])", re.IGNORECASE)
_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_DOCTYPE = re.compile(r"<!DOCTYPE\s+(\w*)", re.IGNORECASE)
_JSON_LIST = re.compile(r"\[\s*(?:[{\[\]]|\")")
_WITH_PARTS = {Container.XLSX, Container.GEOPACKAGE, Container.SHAPEFILE, Container.KML}
_WITH_ENCODING = {Container.DELIMITED, Container.SHAPEFILE}
_SAVE = "Bring CSV, XLSX, GeoJSON, GeoPackage, GeoParquet, KML, KMZ or a zipped shapefile."


def sniff(path: Path, file_name: str = "") -> Container:
    """Return what holds the rows of a file.

    Args:
        path: The file.
        file_name: What to call it in an error; "" for the path's own name.

    Raises:
        SourceFileError: The file is missing, empty, or of a kind that is not read.
    """
    name = file_name or path.name
    head = _head(path, name)
    if not head:
        raise SourceFileError(name, "it is empty", "Fetch or export it again.")
    if head.startswith(_ZIP):
        return _sniff_zip(path, name)
    if head.startswith(_SQLITE):
        return Container.GEOPACKAGE
    if head.startswith(_PARQUET):
        return Container.GEOPARQUET
    for kind in FOREIGN:
        if head.startswith(kind.start):
            raise _refusal(name, kind.what, kind.cure)
    return _sniff_text(head, name)


def _head(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError as error:
        cure = "Give the path of a file that can be read."
        raise SourceFileError(name, error.strerror or str(error), cure) from error


def _sniff_zip(path: Path, name: str) -> Container:
    names = [entry.filename for entry in check_zip(path, name)]
    if "xl/workbook.xml" in names:
        return Container.XLSX
    for inside, what, cure in ZIP_KINDS:
        if inside in names:
            raise _refusal(name, what, cure)
    bases = {each.rpartition("/")[2].lower() for each in names}
    endings = {base.rpartition(".")[2] for base in bases}
    if bases & {"datapackage.json", "incidents.csv"}:
        return Container.BUNDLE
    if "shp" in endings:
        return Container.SHAPEFILE
    if "kml" in endings:
        return Container.KML
    raise _refusal(
        name,
        "a zip without a workbook, shapefile or KML in it",
        "Unpack it, and bring a file of it.",
    )


def _sniff_text(head: bytes, name: str) -> Container:
    marked = marked_encoding(head)
    text = head.decode(marked or "utf-8", errors="replace").lstrip("\ufeff").lstrip()
    if "\x00" in text:
        # UTF-32 begins as UTF-16 does, and is read by nobody.
        raise _refusal(name, "neither text nor a kind of file that is known", _SAVE)
    if text.startswith("{"):
        return Container.GEOJSON
    if _JSON_LIST.match(text):
        raise _refusal(
            name, "JSON, and no GeoJSON", "Save it as CSV, or as a GeoJSON FeatureCollection."
        )
    if _XML.match(text):
        return _sniff_xml(text, name)
    return Container.DELIMITED


def _sniff_xml(text: str, name: str) -> Container:
    while found := _BEFORE_ROOT.match(text):
        text = text[found.end() :]
    declared = _DOCTYPE.match(text)
    root = declared or _ROOT.match(text)
    kind = root[1].lower() if root else ""
    if kind == "kml" and not declared:
        return Container.KML
    if declared and kind != "html":
        # Declarations can name other files and blow up what is read.
        raise _refusal(name, "XML with a document type declaration", _SAVE)
    what, cure = XML_KINDS.get(kind, (f"XML ({kind[:40]!r})" if kind else "broken XML", _SAVE))
    raise _refusal(name, what, cure)


def _refusal(name: str, what: str, cure: str) -> SourceFileError:
    return SourceFileError(name, f"it is {what}", cure)


def check_reading(path: Path, reading: Reading, file_name: str = "") -> None:
    """Refuse what is asked for of a file that cannot have it, rather than pass it over.

    Args:
        path: The file.
        reading: How somebody wants it read.
        file_name: What to call it in an error; "" for the path's own name.

    Raises:
        SourceFileError: A file of its kind has no parts, or is not read in an encoding; or it
            cannot be used at all.
    """
    if reading.part is None and reading.encoding is None:
        return
    name = file_name or path.name
    container = sniff(path, name)
    if reading.part is not None and container not in _WITH_PARTS:
        raise _unparted(name, f"{container}, which has no sheets or layers", reading.part)
    if reading.encoding is not None and container not in _WITH_ENCODING:
        reason = f"it is {container}, which is not read in an encoding such as {reading.encoding!r}"
        raise SourceFileError(name, reason, "Bring it without naming one.")


def _unparted(name: str, what: str, part: str) -> SourceFileError:
    reason = f"it is {what}, and {part!r} of it is asked for"
    return SourceFileError(name, reason, "Bring it without naming a sheet or layer.")


def open_raw(path: Path, reading: Reading = AS_FOUND, file_name: str = "") -> RawTable | RawTables:
    """Return the cells of a file: one table, or the several of our own export.

    Args:
        path: The file.
        reading: How to read it.
        file_name: What to call it in an error; "" for the path's own name.

    Raises:
        SourceFileError: The file cannot be used; it says why.
    """
    # What needs GDAL, Arrow or a reader of workbooks is loaded only where a file is of that kind.
    from incidents.readers import own_export, vector, workbook  # noqa: PLC0415

    name = file_name or path.name
    container = sniff(path, name)
    own = own_export.read_own(path, container, name)
    if own is not None:
        if reading.part is not None:
            raise _unparted(name, "an export of this app, which is read whole", reading.part)
        return own
    readers: dict[Container, Callable[[], RawTable]] = {
        Container.DELIMITED: lambda: read_delimited(path, reading, name),
        Container.XLSX: lambda: workbook.read_workbook(path, reading, name),
        Container.GEOJSON: lambda: vector.read_geojson(path, name),
        Container.GEOPACKAGE: lambda: vector.read_geopackage(path, reading, name),
        Container.SHAPEFILE: lambda: vector.read_shapefile_zip(path, reading, name),
        Container.KML: lambda: vector.read_kml(path, reading, name),
        Container.GEOPARQUET: lambda: vector.read_geoparquet(path, name),
    }
    if container not in readers:
        raise _refusal(name, "a zip of tables that are not this program's", "Bring one of them.")
    table = readers[container]()
    said = table.frame[ROW] if are_sent_again(table.columns) else None
    frame = take_off_again(table.frame)
    taken = replace(table, frame=frame, tags=table.tags[: frame.width], sent_again=said)
    return taken if reading.first_line == 1 else _count_from(taken, reading.first_line)


def _count_from(table: RawTable, first_line: int) -> RawTable:
    """Return a table whose first line has another number than 1, and every row with it."""
    by = first_line - 1
    numbers, crooked = table.numbers, table.crooked
    return replace(
        table,
        reading=replace(table.reading, first_line=first_line),
        first_row=table.first_row + by,
        numbers=None if numbers is None else (numbers.cast(pl.Int64) + by).cast(pl.UInt32),
        crooked=None if crooked is None else crooked.with_columns(
            (pl.col("row").cast(pl.Int64) + by).cast(pl.UInt32)
        ),
    )  # fmt: skip
