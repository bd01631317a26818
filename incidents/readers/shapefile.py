"""Zipped shapefiles as tables: only their own four parts are read, in memory and without GDAL."""

from __future__ import annotations

import struct
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import polars as pl

from incidents.errors import SourceFileError
from incidents.readers.dbf import DbfError, find_encoding, read_dbf
from incidents.readers.features import (
    EMPTY_POINT,
    NOWHERE,
    POINT,
    UNREADABLE,
    FeatureTable,
    Place,
    number_text,
)
from incidents.readers.raw import Container
from incidents.readers.references import UNKNOWN, wkt_reference
from incidents.readers.zips import check_zip, read_entry

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from pathlib import Path

    from incidents.readers.dbf import DbfTable
    from incidents.readers.raw import RawTable, Reading
    from incidents.readers.references import Reference

_MAGIC, _HEAD_BYTES = 9994, 100
_SMALL_BYTES = 100_000
"""What a `.prj` or `.cpg` may be at most."""
_UNREAD = "cp1252"
_POINTS, _MULTI_POINTS = (1, 11, 21), (8, 18, 28)
_HIGH = (11, 18)
_KINDS = {
    3: "LineString", 13: "LineString", 23: "LineString", 5: "Polygon", 15: "Polygon",
    25: "Polygon", 31: "MultiPatch",
}  # fmt: skip
# Any number below this stands for none (ESRI's technical description, "no data").
_NO_DATA = -1e38
_CURE = "Put all parts of the shapefile (.shp, .dbf, .prj) into one zip and try again."


@dataclass(frozen=True)
class _Parts:
    """What belongs to one layer, by the ending of its name."""

    entries: dict[str, zipfile.ZipInfo]
    path: Path
    file_name: str

    def read(self, ending: str) -> bytes:
        entry = self.entries.get(ending)
        return b"" if entry is None else read_entry(self.path, entry, self.file_name)

    def read_text(self, ending: str) -> str:
        entry = self.entries.get(ending)
        if entry is None:
            return ""
        raw = read_entry(self.path, entry, self.file_name, most=_SMALL_BYTES)
        return raw.decode("utf-8-sig", errors="replace")


def read_shapefile_zip(path: Path, reading: Reading, file_name: str = "") -> RawTable:
    """Return one layer of a zip of shapefiles, with points in degrees; the first if none is asked.

    The encoding is that asked for, else what the layer's `.cpg` or `.dbf` says, else UTF-8 if
    every byte is, else Western European with a remark.

    Raises:
        SourceFileError: The zip would harm, holds no shapefile or not the layer asked for, or
            the layer is damaged.
    """
    name = file_name or path.name
    layers = _find_layers(path, name)
    part = reading.part if reading.part is not None else next(iter(layers))
    if part not in layers:
        cure = f"Choose one of its layers: {', '.join(layers)}."
        raise SourceFileError(name, f"it has no layer {part!r}", cure)
    table = FeatureTable(name)
    table.reference = _find_reference(layers[part], name)
    encoding, rows = _read_rows(layers[part], reading.encoding, table)
    places = list(_read_places(layers[part].read(".shp"), name))
    if len(places) != rows.frame.height:
        reason = f"it has {len(places):,} shapes but {rows.frame.height:,} rows"
        raise SourceFileError(name, reason, _CURE)
    kept = [not deleted for deleted in rows.deleted]
    if not all(kept):
        table.remarks.append(f"{kept.count(False):,} rows are marked as deleted and left out.")
    table.add_frame(
        rows.frame.filter(pl.Series(kept, dtype=pl.Boolean)),
        [place for place, keep in zip(places, kept, strict=True) if keep],
    )
    found = replace(reading, part=part, encoding=encoding)
    return table.build(Container.SHAPEFILE, found, tuple(layers))


def read_shapefile_layers(path: Path, file_name: str = "") -> tuple[str, ...]:
    """Return the names of the layers of a zip of shapefiles, in its order.

    Raises:
        SourceFileError: The zip would harm, or holds no shapefile.
    """
    return tuple(_find_layers(path, file_name or path.name))


def _find_layers(path: Path, file_name: str) -> dict[str, _Parts]:
    beside: dict[str, dict[str, zipfile.ZipInfo]] = defaultdict(dict)
    for entry in check_zip(path, file_name):
        inside = PurePosixPath(entry.filename.replace("\\", "/"))
        # macOS packs a shadow of every file.
        if not entry.is_dir() and "__MACOSX" not in inside.parts:
            beside[str(inside.with_suffix(""))][inside.suffix.lower()] = entry
    layers = {stem: ends for stem, ends in beside.items() if {".shp", ".dbf"} <= ends.keys()}
    if not layers:
        half = any(".shp" in ends for ends in beside.values())
        reason = "its shapefile lacks the table (.dbf)" if half else "it holds no shapefile"
        raise SourceFileError(file_name, reason, _CURE)
    names = [PurePosixPath(stem).name for stem in layers]
    plain = len(set(names)) == len(names)
    return {
        name if plain else stem: _Parts(ends, path, file_name)
        for name, (stem, ends) in zip(names, layers.items(), strict=True)
    }


def _find_reference(parts: _Parts, file_name: str) -> Reference:
    said = parts.read_text(".prj").strip()
    if not said:
        return UNKNOWN
    found = wkt_reference(said)
    if found is None:
        raise SourceFileError(
            file_name,
            "the coordinate system that its .prj names is not known here",
            "Export it anew with longitude and latitude (WGS 84, EPSG:4326).",
        )
    return found


def _read_rows(parts: _Parts, asked: str | None, table: FeatureTable) -> tuple[str, DbfTable]:
    content = parts.read(".dbf")
    encoding = asked or find_encoding(content, parts.read_text(".cpg"))
    try:
        rows = read_dbf(content, encoding or "utf-8")
        if not encoding and rows.undecoded:
            encoding, rows = _UNREAD, read_dbf(content, _UNREAD)
            table.remarks.append(
                f"The file does not say its encoding, and it is not UTF-8: it is read as {_UNREAD}."
            )
    except (DbfError, struct.error, IndexError) as error:
        raise SourceFileError(table.file_name, "its .dbf is damaged", _CURE) from error
    except LookupError as error:
        reason = f"there is no encoding {asked!r}"
        raise SourceFileError(table.file_name, reason, "Choose utf-8 or cp1256.") from error
    if rows.undecoded:
        table.remarks.append(
            f"{rows.undecoded:,} rows hold bytes that are no letters in {encoding}: � stands there."
        )
    for name in rows.left_out:
        table.remarks.append(f"The column `{name}` is kept outside the table: it is left out.")
    return encoding or "utf-8", rows


def _read_places(content: bytes, file_name: str) -> Iterator[Place]:
    """Yield where each shape is; nothing but a point is looked into."""
    if len(content) < _HEAD_BYTES or struct.unpack_from(">l", content)[0] != _MAGIC:
        raise SourceFileError(file_name, "its .shp is no shapefile", _CURE)
    at = _HEAD_BYTES
    while at + 8 <= len(content):
        (words,) = struct.unpack_from(">l", content, at + 4)
        end = at + 8 + 2 * words
        if words < 2 or end > len(content):  # noqa: PLR2004  (a shape's sort takes two words)
            raise SourceFileError(file_name, "its .shp is damaged", _CURE)
        yield _place(content[at + 8 : min(end, at + 8 + _HEAD_BYTES)])
        at = end


def _place(shape: bytes) -> Place:
    (code,) = struct.unpack_from("<l", shape)
    if code == 0:
        return NOWHERE
    if code not in _POINTS and code not in _MULTI_POINTS:
        return Place(_KINDS.get(code, UNREADABLE))
    start = 4
    try:
        if code in _MULTI_POINTS:
            # A box of four numbers comes first, and how many points there are.
            (count,) = struct.unpack_from("<l", shape, 36)
            if count != 1:
                return Place("MultiPoint")
            start = 40
        x, y = struct.unpack_from("<dd", shape, start)
    except struct.error:
        return Place(UNREADABLE)
    if min(x, y) < _NO_DATA:
        return Place(EMPTY_POINT)
    first, second = number_text(x), number_text(y)
    return Place(POINT, first, second, code in _HIGH) if first and second else Place(EMPTY_POINT)
