"""Zips that unpack to too much or to elsewhere, and files that are two things or none."""

from __future__ import annotations

import gzip
import stat
import struct
import zipfile

from tests.hostile_files.building import (
    CSV,
    GEOJSON,
    KML,
    Traps,
    fixed,
    hostile,
    pressed,
    raw_zip,
    shapefile,
    workbook,
    zipped,
)

LARGE_MB = 256


@hostile("a zip that unpacks to a quarter of a gigabyte", "bomb.zip")
def flat_bomb(_: Traps) -> bytes:
    content, checksum = pressed(LARGE_MB)
    return raw_zip(b"a.csv", content, checksum, LARGE_MB << 20)


@hostile("a zip whose entries all lie over one another", "overlapping.zip")
def overlapping_bomb(_: Traps) -> bytes:
    content, checksum = pressed(LARGE_MB)
    return raw_zip(b"a.csv", content, checksum, LARGE_MB << 20, listed=900)


@hostile("a zip that says it unpacks to ten bytes", "lying.zip")
def lying_bomb(_: Traps) -> bytes:
    content, checksum = pressed(LARGE_MB)
    return raw_zip(b"a.shp", content, checksum, 0, said_size=10, names=[b"a.shp", b"a.dbf"])


@hostile("a KMZ that says it unpacks to ten bytes", "lying.kmz")
def lying_kmz(_: Traps) -> bytes:
    content, checksum = pressed(LARGE_MB)
    return raw_zip(b"doc.kml", content, checksum, 0, said_size=10)


@hostile("zips in zips in zips", "nested.zip")
def nested(_: Traps) -> bytes:
    inner = flat_bomb(_)
    for level in range(8):
        inner = zipped({f"{level}-{each}.zip": inner for each in range(3 if level < 2 else 1)})
    return inner


@hostile("a zip that names itself inside itself", "quine.zip")
def quine_like(_: Traps) -> bytes:
    return zipped({"quine.zip": zipped({"quine.zip": zipped({"quine.zip": b"PK\3\4"})})})


@hostile("a zip of sixty thousand entries", "many.zip")
def many_entries(_: Traps) -> bytes:
    names = [f"{number:05}.csv".encode() for number in range(60_000)]
    return raw_zip(b"00000.csv", b"\3\0", 0, 0, names=names)


def _leading_out(traps: Traps) -> dict[str, bytes]:
    return {f"../../../../../../../..{traps.outside}": CSV, traps.outside: CSV,
            "C:\\Windows\\a.csv": CSV, "..\\..\\a.csv": CSV, "a/../../../b.csv": CSV}  # fmt: skip


@hostile("a zip whose names lead out of it", "slip.zip")
def slip(traps: Traps) -> bytes:
    return zipped(_leading_out(traps) | shapefile())


@hostile("a KMZ whose names lead out of it", "slip.kmz")
def slip_kmz(traps: Traps) -> bytes:
    return zipped(_leading_out(traps) | {"doc.kml": KML})


@hostile("a KMZ whose only document lies elsewhere", "absolute.kmz")
def absolute_kmz(traps: Traps) -> bytes:
    return zipped({f"..{traps.outside}.kml": KML})


@hostile("a zipped shapefile that is a link to another file", "link.zip")
def link(traps: Traps) -> bytes:
    entry = zipfile.ZipInfo("a.dbf")
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    others = shapefile({"a.dbf": None}).items()
    return zipped([(entry, traps.canary.encode()), *others])


@hostile("a zipped shapefile in an absolute folder", "absolute.zip")
def absolute_shapefile(traps: Traps) -> bytes:
    return zipped({f"{traps.outside}/{name}": each for name, each in shapefile().items()})


@hostile("a zip with a password", "locked.zip")
def locked(_: Traps) -> bytes:
    content = bytearray(zipped(shapefile()))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


@hostile("a zip whose end says it has four billion entries", "endless.zip")
def endless(_: Traps) -> bytes:
    large = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1 << 62, 1 << 62, 1 << 62, 0)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, 0, 1)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return large + locator + end


@hostile("a zip with one name twice, and control characters in others", "names.zip")
def odd_names(_: Traps) -> bytes:
    return raw_zip(b"a.shp", b"\3\0", 0, 0, names=[b"a.shp", b"a.shp", b"\x1b[2J.dbf", b"a\nb.shx",
                                                   b"\xff\xfe.prj", b"x" * 60_000])  # fmt: skip


fixed("an empty zip", "empty.zip", zipped({}))
fixed("a zip of no use", "letters.zip", zipped({"readme.txt": b"hello", "b/": b""}))
fixed("a zip of a program", "program.zip", zipped({"a.exe": b"MZ" + bytes(500)}))
fixed("an executable", "tool.csv", b"\x7fELF\2\1\1" + bytes(9) + b"\2\0>\0" + bytes(4_000))
fixed("a Windows executable", "tool.xlsx", b"MZ\x90\0" + bytes(4_000) + b"PE\0\0")
fixed("gzip", "a.csv.gz", gzip.compress(CSV * 100))
fixed("gzip under the name of CSV", "gzip.csv", gzip.compress(CSV * 100))
fixed("7z", "a.7z", b"7z\xbc\xaf\x27\x1c\0\4" + bytes(range(256)) * 20)
fixed("RAR", "a.rar", b"Rar!\x1a\7\1\0" + bytes(range(256)) * 20)
fixed(
    "a PDF", "a.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</OpenAction 2 0 R>>\nendobj\n%%EOF"
)
fixed("a PDF under the name of GeoJSON", "a.geojson", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF")
fixed("a PDF that is a workbook, too", "both.xlsx", b"%PDF-1.7\n1 0 obj\n<<>>\n" + workbook())
fixed("a GIF that is a zip, too", "gifar.zip", b"GIF89a\1\0\1\0\0\0\0;" + zipped(shapefile()))
fixed("a JPEG that is a KMZ, too", "photo.kmz",
      b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(300) + b"\xff\xd9" + zipped({"doc.kml": KML}))  # fmt: skip
fixed("a PNG", "map.gpkg", b"\x89PNG\r\n\x1a\n" + bytes(500))
fixed("a pickle under the name of a workbook", "p.xlsx", b"\x80\4cos\nsystem\n(S'true'\ntR.")
fixed("a pickle under the name of CSV", "p.csv", b"cposix\nsystem\np0\n(S'true'\np1\ntp2\nRp3\n.")
fixed("a pickle under the name of Parquet", "p.parquet", b"\x80\4\x95\0\0\0\0cos\nsystem\n.")
fixed("GeoJSON and a zip after it", "both.geojson", GEOJSON + zipped({"doc.kml": KML}))
fixed("nothing", "nothing.csv", b"")
fixed("one byte", "one.xlsx", b"P")
fixed("zeros", "zeros.gpkg", bytes(1 << 20))
fixed("noise", "noise.csv", bytes((n * n * 31 + n // 7) % 256 for n in range(200_000)))
