"""The list of hostile files, and what several of them are built from."""

from __future__ import annotations

import json
import sqlite3
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

HEADER = "id,date,type,place,latitude,longitude,killed,notes"
ROW = "1,2021-07-19,Explosions/Remote violence,Mosul,36.34,43.13,2,A bomb went off."
CSV = f"{HEADER}\n{ROW}\n".encode()
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
KML_START = f'{XML}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
KML_END = "</Document></kml>"
PLACEMARK = (
    "<Placemark><name>a</name><description>2021-07-19 a bomb</description>"
    "<Point><coordinates>43.13,36.34,0</coordinates></Point></Placemark>"
)
KML = f"{KML_START}{PLACEMARK}{KML_END}".encode()
FEATURE = {
    "type": "Feature",
    "properties": {"id": "1", "date": "2021-07-19", "type": "Riots", "notes": "A riot."},
    "geometry": {"type": "Point", "coordinates": [43.13, 36.34]},
}
GEOJSON = json.dumps({"type": "FeatureCollection", "features": [FEATURE]}).encode()


@dataclass(frozen=True)
class Traps:
    """What a file may try to reach."""

    canary: str
    """A file whose content nobody may see."""
    port: int
    """Of a listener on this machine."""
    outside: str
    """A path that nothing may write to."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True)
class Hostile:
    """One hostile file."""

    name: str
    file_name: str
    build: Callable[[Traps], bytes]


CORPUS: list[Hostile] = []


def hostile(name: str, file_name: str) -> Callable[..., Callable[[Traps], bytes]]:
    """Put a function that builds a file on the list."""

    def register(build: Callable[[Traps], bytes]) -> Callable[[Traps], bytes]:
        assert name not in {each.name for each in CORPUS}
        CORPUS.append(Hostile(name, file_name, build))
        return build

    return register


def fixed(name: str, file_name: str, content: bytes | str | Callable[[], bytes | str]) -> None:
    """Put a file on the list that reaches for nothing; a large one is given by what builds it."""

    def build(_: Traps) -> bytes:
        built = content() if callable(content) else content
        return built.encode() if isinstance(built, str) else built

    CORPUS.append(Hostile(name, file_name, build))


def zipped(entries: dict[str, bytes] | Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    """Return a zip of these entries."""
    buffer = BytesIO()
    pairs = entries.items() if isinstance(entries, dict) else entries
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in pairs:
            archive.writestr(name, content)
    return buffer.getvalue()


@lru_cache
def pressed(megabytes: int) -> tuple[bytes, int]:
    """Return a deflated run of `a`, and the checksum of what it unpacks to."""
    block, checksum = b"a" * (1 << 20), 0
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    parts = []
    for _ in range(megabytes):
        parts.append(packer.compress(block))
        checksum = zlib.crc32(block, checksum)
    return b"".join([*parts, packer.flush()]), checksum


def raw_zip(  # noqa: PLR0913 (the fields of a zip)
    name: bytes, content: bytes, checksum: int, size: int, *, listed: int = 1,
    names: list[bytes] | None = None, said_size: int | None = None,
) -> bytes:  # fmt: skip
    """Return a zip written by hand, whose directory need not be true."""
    shown = size if said_size is None else said_size
    fields = (20, 0, 8, 0, 0x5321, checksum, len(content))
    local = struct.pack("<4s5H3I2H", b"PK\3\4", *fields, shown, len(name), 0) + name + content
    directory = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, *fields, shown, len(each), 0, 0, 0, 0, 0, 0)
        + each
        for each in (names or [name] * listed)
    )
    count = len(names) if names else listed
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(directory), len(local), 0)
    return local + directory + end


SHEET_WORDS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS = "xl/sharedStrings.xml"
STRINGS_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def workbook(parts: dict[str, bytes | str] | None = None) -> bytes:
    """Return a good workbook, some of whose parts are others."""
    book = openpyxl.Workbook()
    for line in (HEADER, ROW):
        book.active.append(line.split(","))
    buffer = BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        entries = {each: archive.read(each) for each in archive.namelist()}
    kinds = entries["[Content_Types].xml"].decode()
    if "sharedStrings" not in kinds:
        # Without it, nobody would look at the strings.
        strings = f'<Override PartName="/{STRINGS}" ContentType="{STRINGS_KIND}"/></Types>'
        entries["[Content_Types].xml"] = kinds.replace("</Types>", strings).encode()
        entries[STRINGS] = f'{XML}<sst xmlns="{SHEET_WORDS}"/>'.encode()
    others = {k: v.encode() if isinstance(v, str) else v for k, v in (parts or {}).items()}
    return zipped(entries | others)


SHEET = "xl/worksheets/sheet1.xml"
SHEET_START = (
    f'{XML}<worksheet xmlns="{SHEET_WORDS}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
)


def sheet(rows: str, before: str = "", after: str = "") -> str:
    """Return the XML of a sheet."""
    return f"{SHEET_START}{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def laughs(root: str, text: str, depth: int = 9) -> str:
    """Return an XML document in which a billion entities stand for little."""
    entities = ['<!ENTITY l0 "laugh at this">']
    entities += [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, depth + 1)]
    return f"{XML}<!DOCTYPE {root} [{''.join(entities)}]>{text}"


def shapefile(changes: dict[str, bytes | None] | None = None) -> dict[str, bytes]:
    """Return the files of a good shapefile of one point, some of them others or left out."""
    shape = struct.pack("<i2d", 1, 43.13, 36.34)
    box = struct.pack("<8d", 43.13, 36.34, 43.13, 36.34, 0, 0, 0, 0)

    def header(words: int) -> bytes:
        return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, words) + struct.pack("<2i", 1000, 1) + box

    record = struct.pack(">2i", 1, len(shape) // 2) + shape
    field = struct.pack("<11sc4xBB14x", b"notes", b"C", 20, 0)
    table = struct.pack("<4BIHH20x", 3, 121, 7, 19, 1, 32 + 32 + 1, 21) + field + b"\r"
    files: dict[str, bytes | None] = {
        "a.shp": header((100 + len(record)) // 2) + record,
        "a.shx": header(54) + struct.pack(">2i", 50, len(shape) // 2),
        "a.dbf": table + b" " + b"A riot, 2021-07-19".ljust(20) + b"\x1a",
        "a.prj": b'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
        b'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]',
    }
    return {name: each for name, each in (files | (changes or {})).items() if each is not None}


def geopackage(folder: Path, *statements: str, table: str = "incidents") -> bytes:
    """Return a GeoPackage of one point, after some statements of SQL."""
    path = folder / "made.gpkg"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript(f"""
        PRAGMA application_id = 0x47504B47; PRAGMA user_version = 10300;
        CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY,
            organization TEXT, organization_coordsys_id INTEGER, definition TEXT,
            description TEXT);
        INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS[]', '');
        CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT,
            description TEXT, last_change TEXT, min_x REAL, min_y REAL, max_x REAL, max_y REAL,
            srs_id INTEGER);
        CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT,
            geometry_type_name TEXT, srs_id INTEGER, z INTEGER, m INTEGER);
        INSERT INTO gpkg_contents VALUES ('{table}', 'features', 'a', '', '2021-07-19T00:00:00Z',
            40, 30, 45, 38, 4326);
        INSERT INTO gpkg_geometry_columns VALUES ('{table}', 'geom', 'POINT', 4326, 0, 0);
        CREATE TABLE incidents (fid INTEGER PRIMARY KEY, geom BLOB, date TEXT, notes TEXT);
    """)
    point = b"GP\0\1" + struct.pack("<i", 4326) + struct.pack("<BI2d", 1, 1, 43.13, 36.34)
    row = (1, point, "2021-07-19", "A riot.")
    connection.execute("INSERT INTO incidents VALUES (?, ?, ?, ?)", row)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    content = path.read_bytes()
    path.unlink()
    return content


def parquet(frame: pl.DataFrame | None = None) -> bytes:
    """Return a Parquet file, of one good row if not of others."""
    buffer = BytesIO()
    cells = dict(zip(HEADER.split(","), ROW.split(","), strict=True))
    (pl.DataFrame([cells]) if frame is None else frame).write_parquet(buffer)
    return buffer.getvalue()
