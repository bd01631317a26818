"""Our own exports, known by their columns and read back as the tables they were made of."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import polars as pl

from incidents.errors import SourceFileError
from incidents.model.tables import INCIDENTS, TABLES
from incidents.readers import own_cells
from incidents.readers.delimited import read_delimited, read_records
from incidents.readers.delimited_fast import Layout, read_fast
from incidents.readers.grid import build_table
from incidents.readers.raw import AS_FOUND, Container, RawTable, RawTables, Reading
from incidents.readers.workbook import read_workbook, workbook_sheets
from incidents.readers.zips import check_zip, read_entry

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

MAIN = INCIDENTS.name
ABOUT_SHEET, ABOUT_LAYER = "About", "about"
PLACEMENTS = "placements"
"""The table of a bundle that says how each incident got its place."""
ABOUT_FILE = "datapackage.json"
ABOUT_KEY = "incident_atlas"
_COORDINATES = {"longitude", "latitude"}
_COLUMNS = set(INCIDENTS.column_names)
_REQUIRED = {column.name for column in INCIDENTS.columns if column.required}
_HEAD = 1 << 18
_BOM = b"\xef\xbb\xbf"
_CONTINUED = re.compile(r"(\w+) (\d{1,4})")
# Two that no other table has and that stand in every feature of ours.
_OWN_DATA = b'<Data name="incident_id">'
_OWN_PROPERTIES = (b'"incident_id"', b'"coordinate_source"')
_METADATA = re.compile(r'\s*\{\s*"type"\s*:\s*"FeatureCollection"\s*,\s*"metadata"\s*:\s*')
_MOST_ABOUT = 20_000_000


def read_own(path: Path, container: Container, file_name: str = "") -> RawTables | None:
    """Return the tables of our own export, or None if the file is somebody else's.

    A file of one flat table gives `incidents` only, with whatever further columns it has.

    Raises:
        SourceFileError: It is ours but damaged, or its container is.
    """
    readers: dict[Container, Callable[[Path, str], RawTables | None]] = {
        Container.DELIMITED: _read_csv,
        Container.XLSX: _read_workbook,
        Container.GEOJSON: _read_geojson,
        Container.GEOPACKAGE: _read_geopackage,
        Container.GEOPARQUET: _read_geoparquet,
        Container.BUNDLE: _read_bundle,
        Container.KML: _read_kml,
    }
    reader = readers.get(container)
    return reader(path, file_name or path.name) if reader else None


def _is_own(columns: Collection[str], without: Collection[str] = ()) -> bool:
    return set(columns) >= _COLUMNS - set(without)


def _read_csv(path: Path, file_name: str) -> RawTables | None:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    first = re.split(r"[\r\n]", head.removeprefix(_BOM).decode("utf-8", errors="replace"))[0]
    if not _is_own({name.strip().strip('"') for name in re.split(r"[,;\t|]", first)}):
        return None
    table = read_delimited(path, AS_FOUND, file_name)
    if not _is_own(table.columns):
        return None
    table = replace(table, frame=own_cells.restore(table.frame, sure=head.startswith(_BOM)))
    return RawTables({MAIN: table}, Container.DELIMITED, table.remarks)


def _read_workbook(path: Path, file_name: str) -> RawTables | None:
    sheets = workbook_sheets(path, file_name)
    if MAIN not in sheets:
        return None
    found: dict[str, list[RawTable]] = defaultdict(list)
    for sheet in sheets:
        continued = _CONTINUED.fullmatch(sheet)
        name = continued[1] if continued else sheet
        if name in TABLES:
            table = _read_sheet(path, sheet, file_name)
            if name == MAIN and not _is_own(table.columns):
                return None
            found[name].append(table)
    tables = {name: _follow(parts) for name, parts in found.items()}
    remarks = [remark for table in tables.values() for remark in table.remarks]
    if any(own_cells.has_cut_text(table.frame) for table in tables.values()):
        remarks.append("Some texts were too long for a workbook and are cut off in it.")
    about = _read_about(path, file_name) if ABOUT_SHEET in sheets else {}
    return RawTables(tables, Container.XLSX, tuple(remarks), about)


def _read_sheet(path: Path, sheet: str, file_name: str) -> RawTable:
    table = read_workbook(path, Reading(part=sheet, header=True), file_name)
    return replace(table, frame=own_cells.unescape(table.frame))


def _read_about(path: Path, file_name: str) -> dict[str, object]:
    table = read_workbook(path, Reading(part=ABOUT_SHEET, header=False), file_name)
    return _labelled(own_cells.unescape(table.frame))


def _labelled(frame: pl.DataFrame) -> dict[str, object]:
    """Return what lines of a label and words say; a GeoPackage numbers them first."""
    said: dict[str, list[str]] = defaultdict(list)
    for label, *words in frame.drop("fid", strict=False).iter_rows():
        said[label].append(" ".join(filter(None, words)))
    return {label: "\n".join(lines) for label, lines in said.items() if label}


def _follow(parts: list[RawTable]) -> RawTable:
    """Return sheets that go on where the one before ended, numbered as if they were one."""
    if len(parts) == 1:
        return parts[0]
    numbers: list[pl.Series] = []
    last = 0
    for part in parts:
        own = own_cells.number_rows(part) + last
        numbers.append(own)
        last = max(last, *own.tail(1), last + part.first_row)
    frame = pl.concat([part.frame for part in parts], how="diagonal").fill_null("")
    remarks = tuple(remark for part in parts for remark in part.remarks)
    return replace(parts[0], frame=frame, numbers=pl.concat(numbers), remarks=remarks)


def _read_geojson(path: Path, file_name: str) -> RawTables | None:
    from incidents.readers.geojson_table import read_geojson  # noqa: PLC0415  (only where needed)

    with path.open("rb") as file:
        head = file.read(_HEAD)
    about = _read_metadata(path) if _METADATA.match(head.decode("utf-8-sig", "replace")) else {}
    if not about and not all(name in head for name in _OWN_PROPERTIES):
        return None
    table = read_geojson(path, file_name)
    if not _is_own(table.columns, _COORDINATES):
        return None
    return _alone(_with_own_places(table), about)


def _read_kml(path: Path, file_name: str) -> RawTables | None:
    from incidents.readers.kml import read_kml  # noqa: PLC0415  (only where needed)

    with path.open("rb") as file:
        if _OWN_DATA not in file.read(_HEAD):
            return None
    table = read_kml(path, AS_FOUND, file_name)
    if not set(table.columns) >= _REQUIRED:
        return None
    return _alone(_with_own_places(table), {})


def _read_metadata(path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        text = file.read(_MOST_ABOUT).decode("utf-8-sig", errors="replace")
    begins = _METADATA.match(text)
    try:
        said, _ = json.JSONDecoder().raw_decode(text, begins.end() if begins else 0)
    except (ValueError, RecursionError):
        return {}
    return _about(said) if begins else {}


def _read_geoparquet(path: Path, file_name: str) -> RawTables | None:
    from incidents.readers.geoparquet_table import (  # noqa: PLC0415  (loads Arrow)
        read_geoparquet,
        read_parquet_words,
    )

    names, told = read_parquet_words(path)
    if not _is_own(names):
        return None
    table = read_geoparquet(path, file_name)
    about = _about(_json(told.get(ABOUT_KEY, "")))
    return _alone(_with_own_places(table), about)


def _read_geopackage(path: Path, file_name: str) -> RawTables | None:
    from incidents.readers.geopackage import (  # noqa: PLC0415  (loads PROJ)
        read_geopackage,
        read_geopackage_layers,
    )

    layers = read_geopackage_layers(path, file_name)
    if MAIN not in layers:
        return None
    main = read_geopackage(path, Reading(part=MAIN), file_name)
    if not _is_own(main.columns, _COORDINATES):
        return None
    tables = {MAIN: _with_own_places(main)}
    remarks = list(tables[MAIN].remarks)
    for name in TABLES:
        if name in layers and name != MAIN:
            table = read_geopackage(path, Reading(part=name), file_name)
            if set(TABLES[name].key) <= set(table.columns):
                tables[name] = table
            else:
                remarks.append(f"The layer `{name}` is not the table of that name: it is left out.")
    about: dict[str, object] = {}
    if ABOUT_LAYER in layers:
        about = _labelled(read_geopackage(path, Reading(part=ABOUT_LAYER), file_name).frame)
    return RawTables(tables, Container.GEOPACKAGE, tuple(remarks), about)


def _alone(table: RawTable, about: dict[str, object]) -> RawTables:
    return RawTables({MAIN: table}, table.container, table.remarks, about)


def _with_own_places(table: RawTable) -> RawTable:
    """Return an export of places with its own coordinates, and nothing said of their names."""
    own = [f"The attribute `{name}`" for name in _COORDINATES]
    remarks = tuple(each for each in table.remarks if not each.startswith(tuple(own)))
    return replace(table, frame=own_cells.join_places(table.frame), remarks=remarks)


def _read_bundle(path: Path, file_name: str) -> RawTables | None:
    entries = {PurePosixPath(e.filename): e for e in check_zip(path, file_name) if not e.is_dir()}
    main = min((p for p in entries if p.name == f"{MAIN}.csv"), default=None)
    if main is None:
        return None
    tables: dict[str, RawTable] = {}
    for name in TABLES:
        entry = entries.get(main.with_name(f"{name}.csv"))
        if entry is not None:
            content = read_entry(path, entry, file_name)
            tables[name] = _read_table(content, f"{entry.filename} in {file_name}")
    if not _is_own(tables[MAIN].columns):
        return None
    placed = entries.get(main.with_name(f"{PLACEMENTS}.csv"))
    if placed is not None:
        table = _read_table(read_entry(path, placed, file_name), file_name)
        tables[MAIN] = _with_placements(tables[MAIN], table.frame)
    said = min((p for p in entries if p.name == ABOUT_FILE), default=None)
    text = "" if said is None else read_entry(path, entries[said], file_name, most=_MOST_ABOUT)
    remarks = tuple(remark for table in tables.values() for remark in table.remarks)
    return RawTables(tables, Container.BUNDLE, remarks, _about(_json(text)))


def _with_placements(table: RawTable, placements: pl.DataFrame) -> RawTable:
    added = [name for name in ("placed_by", "dataset_id") if name in placements.columns]
    if "incident_id" not in placements.columns or set(added) & set(table.columns):
        return table
    told = placements.select("incident_id", *added).unique("incident_id", keep="first")
    frame = table.frame.join(told, on="incident_id", how="left", maintain_order="left")
    return replace(table, frame=frame.fill_null(""))


def _read_table(content: bytes, file_name: str) -> RawTable:
    """Return a table of the bundle: UTF-8, with commas, its text safe only if a mark says so."""
    plain = content.removeprefix(_BOM)
    try:
        text = plain.decode()
        header = next(csv.reader(_lines(text), strict=True), [])
    except (UnicodeDecodeError, csv.Error) as error:
        cure = "Export it anew as a bundle."
        raise SourceFileError(file_name, f"it is no CSV in UTF-8 ({error})", cure) from error
    table = read_fast(plain, Layout(",", tuple(header), named=True), "utf-8")
    if table is None:
        lines = [line for line in read_records(text, ",") if any(line.cells) or line.trouble]
        if not lines:
            raise SourceFileError(file_name, "it is empty", "Export it anew as a bundle.")
        table = build_table(lines, Container.BUNDLE, Reading("utf-8", ",", header=True))
    safe = content.startswith(_BOM)
    frame = own_cells.restore(table.frame, sure=True) if safe else table.frame
    return replace(table, frame=frame, container=Container.BUNDLE)


def _lines(text: str) -> Iterable[str]:
    yield text[: text.find("\n") + 1] or text


def _json(text: str | bytes) -> Any:  # noqa: ANN401  (any JSON)
    try:
        return json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}


def _about(said: Any) -> dict[str, object]:  # noqa: ANN401  (any JSON)
    return {str(key): value for key, value in said.items()} if isinstance(said, dict) else {}
