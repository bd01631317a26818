"""A user's own places: GeoNames country dumps, CSV tables and GeoJSON files as rows of a layer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incidents.errors import PlainTableError
from incidents.readers.gazetteer_geojson import read_geojson
from incidents.readers.gazetteer_rows import GazetteerRows, RawPlace
from incidents.readers.geonames_dump import (
    ALTERNATE_NAMES,
    is_alternate_names,
    is_dump,
    read_dump,
)
from incidents.readers.plain_table import read_plain_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["Columns", "GazetteerRows", "read_gazetteer_file"]

_HEAD_BYTES = 65_536
# Our own column first, then what others call it; compared in lower case without _ and blanks.
_NAMES = {
    "place_id": ("placeid", "geonameid", "id", "pcode", "osmid", "fid"),
    "name": ("name", "nameen", "placename", "place", "location", "asciiname", "featurename"),
    "name_ar": ("namear", "arabicname", "namearabic", "ar"),
    "spellings": (
        "spellings", "aliases", "alternatenames", "altname", "altnames", "nameku", "nameckb",
        "namekmr", "namefa", "nametr", "othernames", "asciiname",
    ),
    "kind": ("kind", "type", "category", "fclass", "placetype"),
    "country": ("country", "countrycode", "iso3", "iso2", "iso"),
    "admin1": ("admin1", "adm1", "admin1name", "adm1en", "governorate", "province", "state"),
    "latitude": ("latitude", "lat", "y"),
    "longitude": ("longitude", "lon", "lng", "long", "x"),
    "geo_precision": ("geoprecision", "precision"),
    "radius_m": ("radiusm", "radius"),
    "population": ("population", "pop"),
    "source": ("source", "coordinatesource"),
}  # fmt: skip
_FOREIGN = (
    (b"PK\x03\x04", "a zip, xlsx or kmz file"),
    (b"SQLite format 3", "a GeoPackage or another SQLite file"),
    (b"<", "an XML file, such as KML, GML or VRT"),
    (b"\x00\x00\x27\x0a", "a shapefile"),
    (b"PAR1", "a Parquet file"),
    (b"%PDF", "a PDF file"),
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Columns:
    """Which columns of a table mean what; several may hold spellings."""

    of_field: dict[str, tuple[str, ...]]

    def read(self, cells: Mapping[str, str]) -> dict[str, Any]:
        """Return what one row says, as the fields of a `RawPlace`."""
        found: dict[str, Any] = {
            field: next((cells[name] for name in names if cells.get(name, "").strip()), "")
            for field, names in self.of_field.items()
        }
        found["spellings"] = tuple(
            part
            for name in self.of_field["spellings"]
            for part in re.split(_separators(name), cells.get(name, ""))
            if part.strip()
        )
        return found


def _separators(column: str) -> str:
    # GeoNames parts its alternate names by commas, which elsewhere are parts of a name.
    return r"[|;,\n]" if column.casefold() == "alternatenames" else r"[|;\n]"


def read_gazetteer_file(path: Path, alternate_names: Path | None = None) -> GazetteerRows:
    """Return the places of a file: a GeoNames country dump, a CSV table or GeoJSON.

    Args:
        path: The file. What it is is told by what it holds, not by what it is called.
        alternate_names: GeoNames' alternate names, for a dump; by default the file
            `alternateNamesV2.txt` beside it, if there is one.

    Raises:
        PlainTableError: The file cannot be read, is of another format or lacks columns.
    """
    head = _read_head(path)
    start = head.lstrip()
    if start.startswith(("{", "[")):
        return read_geojson(path, _AnyColumns({}))
    line = start.partition("\n")[0]
    if is_dump(line):
        beside = path.with_name(ALTERNATE_NAMES)
        found = alternate_names or (beside if beside.is_file() else None)
        return read_dump(path, found)
    if is_alternate_names(line):
        raise PlainTableError(
            path,
            "it holds alternate names only. Add the country dump, such as IQ.txt, with this file "
            f"beside it under the name {ALTERNATE_NAMES}",
        )
    return _read_table(path)


def _read_table(path: Path) -> GazetteerRows:
    table = read_plain_table(path)
    columns = find_columns(table.columns)
    for field in ("name", "latitude", "longitude"):
        if not columns.of_field[field]:
            raise PlainTableError(
                path, f"it has no column {field!r}. Found: {', '.join(table.columns)}"
            )
    found = GazetteerRows("", "")
    for number, row in enumerate(table.rows, start=1):
        cells = dict(zip(table.columns, row, strict=False))
        if len(row) > len(table.columns):
            found.rejected.append((number, "a row of more cells than the header"))
        elif all(cell.startswith("#") for cell in row if cell):
            found.rejected.append((number, "a row of tags, not of a place"))
        else:
            found.add(number, RawPlace(**columns.read(cells)))
    return found


def find_columns(names: Iterable[str]) -> Columns:
    """Return which of these columns mean what; a column may mean nothing."""
    by_key: dict[str, list[str]] = {}
    for name in names:
        by_key.setdefault(re.sub(r"[\W_]+", "", name).casefold(), []).append(name)
    return Columns(
        {
            field: tuple(name for key in keys for name in by_key.get(key, ()))
            for field, keys in _NAMES.items()
        }
    )


class _AnyColumns(Columns):
    """Columns of features, which need not all have the same."""

    def read(self, cells: Mapping[str, str]) -> dict[str, Any]:
        return find_columns(cells).read(cells)


def _read_head(path: Path) -> str:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise PlainTableError(path, error.strerror or str(error)) from error
    if head.startswith(_UTF_16):
        raise PlainTableError(path, "it is UTF-16; save it as UTF-8")
    stripped = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, words in _FOREIGN:
        if stripped.startswith(magic):
            raise PlainTableError(
                path, f"it is {words}, which is not read here; save it as CSV or GeoJSON"
            )
    return stripped.decode("utf-8", errors="replace")
