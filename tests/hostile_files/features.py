"""Files of places that lead to other files and servers, or are not what they say."""

from __future__ import annotations

import json
import struct
import tempfile
from pathlib import Path

from tests.hostile_files.building import CORPUS as _CORPUS
from tests.hostile_files.building import (
    FEATURE,
    GEOJSON,
    KML_END,
    KML_START,
    PLACEMARK,
    XML,
    Hostile,
    Traps,
    fixed,
    geopackage,
    hostile,
    laughs,
    shapefile,
    zipped,
)


def _virtual(source: str) -> bytes:
    return (
        f'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>{source}</SrcDataSource>'
        "<SrcLayer>canary</SrcLayer><GeometryType>wkbNone</GeometryType>"
        "</OGRVRTLayer></OGRVRTDataSource>"
    ).encode()


for _file_name in ("v.geojson", "v.kml", "v.csv", "v.gpkg", "v.parquet", "v.xlsx"):
    _CORPUS.append(Hostile(f"a virtual layer of another file as {_file_name}", _file_name,
                           lambda traps: _virtual(traps.canary)))  # fmt: skip


@hostile("a virtual layer of a server's file", "curl.geojson")
def virtual_curl(traps: Traps) -> bytes:
    return _virtual(f"/vsicurl/{traps.url}/a.geojson")


@hostile("a virtual layer of a file in a server's zip", "vsizip.kml")
def virtual_zip(traps: Traps) -> bytes:
    return _virtual(f"/vsizip/vsicurl/{traps.url}/a.zip/a.csv")


@hostile("a virtual raster of another file", "raster.geojson")
def virtual_raster(traps: Traps) -> bytes:
    return (
        '<VRTDataset rasterXSize="1" rasterYSize="1"><VRTRasterBand band="1"><SimpleSource>'
        f"<SourceFilename>{traps.canary}</SourceFilename></SimpleSource></VRTRasterBand>"
        "</VRTDataset>"
    ).encode()


@hostile("a GDAL pipeline", "pipeline.geojson")
def pipeline(traps: Traps) -> bytes:
    return json.dumps({
        "type": "gdal_streamed_alg",
        "command_line": f"gdal vector pipeline ! read {traps.canary} ! write {traps.outside}",
    }).encode()  # fmt: skip


@hostile("the description of a web feature service", "wfs.kml")
def service(traps: Traps) -> bytes:
    return f"<OGRWFSDataSource><URL>{traps.url}/wfs?</URL></OGRWFSDataSource>".encode()


@hostile("GML with a schema on a server and one in a file", "schema.kml")
def schema(traps: Traps) -> bytes:
    return (
        f'{XML}<FeatureCollection xmlns="http://www.opengis.net/gml" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="http://a {traps.url}/a.xsd http://b file://{traps.canary}">'
        "<featureMember><a><name>b</name></a></featureMember></FeatureCollection>"
    ).encode()


def _entity(declared: str, used: str = "&x;") -> bytes:
    body = PLACEMARK.replace("2021-07-19 a bomb", used)
    return f"{XML}<!DOCTYPE kml [{declared}]>{KML_START.removeprefix(XML)}{body}{KML_END}".encode()


@hostile("KML with an entity that is another file", "file.kml")
def file_entity(traps: Traps) -> bytes:
    return _entity(f'<!ENTITY x SYSTEM "file://{traps.canary}">')


@hostile("KML with an entity on a server", "http.kml")
def http_entity(traps: Traps) -> bytes:
    return _entity(f'<!ENTITY x SYSTEM "{traps.url}/x">')


@hostile("KML with a parameter entity on a server", "parameter.kml")
def parameter_entity(traps: Traps) -> bytes:
    return _entity(f'<!ENTITY % p SYSTEM "{traps.url}/p.dtd"> %p;', "a")


@hostile("KML in UTF-16 with an entity that is another file", "utf16.kml")
def hidden_entity(traps: Traps) -> bytes:
    text = _entity(f'<!ENTITY x SYSTEM "file://{traps.canary}">').decode()
    return text.replace("UTF-8", "UTF-16").encode("utf-16")


@hostile("KML with a style sheet, an include and a server", "include.kml")
def included(traps: Traps) -> bytes:
    start = KML_START.replace("?>", f'?><?xml-stylesheet href="{traps.url}/a.xsl"?>')
    include = (
        f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{traps.canary}" '
        'parse="text"/>'
    )
    return f"{start}{include}{PLACEMARK}{KML_END}".encode()


@hostile("KML that leads to other KML", "network.kml")
def network_link(traps: Traps) -> bytes:
    links = "".join(
        f"<NetworkLink><Link><href>{target}</href></Link></NetworkLink>"
        for target in (f"{traps.url}/a.kml", traps.canary, f"file://{traps.canary}")
    )
    style = (
        f"<styleUrl>{traps.url}/a.kml#style</styleUrl><Icon><href>{traps.url}/i.png</href></Icon>"
    )
    return f"{KML_START}{links}{PLACEMARK.replace('<Point>', style + '<Point>')}{KML_END}".encode()


@hostile("a KMZ that leads to other KML", "network.kmz")
def network_kmz(traps: Traps) -> bytes:
    return zipped({"doc.kml": network_link(traps), "files/a.kml": b"<kml/>"})


fixed("a billion laughs in KML", "laughs.kml", laughs(
    "kml", KML_START.removeprefix(XML) + PLACEMARK.replace("a bomb", "&l9;") + KML_END))  # fmt: skip
fixed("KML whose one entity stands in it a hundred thousand times", "quadratic.kml",
      _entity(f'<!ENTITY x "{"y" * 100_000}">', "&x;" * 100_000))  # fmt: skip
fixed("KML nested a hundred thousand deep", "deep.kml",
      KML_START + "<Folder>" * 100_000 + PLACEMARK + "</Folder>" * 100_000 + KML_END)  # fmt: skip
fixed("KML with no end", "endless.kml", KML_START + PLACEMARK * 20_000 + "<Placemark><name>")
fixed("KML with a million coordinates", "coordinates.kml", KML_START + PLACEMARK.replace(
    "43.13,36.34,0", "1e308,nan,inf " * 300_000) + KML_END)  # fmt: skip
fixed("KML of scripts", "script.kml", KML_START + PLACEMARK.replace(
    "2021-07-19 a bomb", "<![CDATA[<script>window.__hit=1</script>{{7*7}}]]>") + KML_END)  # fmt: skip
fixed("SVG under the name of KML", "svg.kml",
      '<svg xmlns="http://www.w3.org/2000/svg" onload="window.__hit=1"><script/></svg>')  # fmt: skip
fixed("HTML under the name of KML", "page.kml", "<!DOCTYPE html><html><script>1</script></html>")
fixed("HTML under the name of CSV", "page.csv",
      "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Log in, please</body></html>")  # fmt: skip


def _geojson(feature: object, **more: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": [feature]} | more)


def _with(**changed: object) -> dict[str, object]:
    return FEATURE | changed


_DEEP = 100_000
fixed("GeoJSON of arrays a hundred thousand deep", "arrays.geojson",
      _geojson(_with(geometry="?")).replace('"?"', '{"type":"Point","coordinates":'
               + "[" * _DEEP + "]" * _DEEP + "}"))  # fmt: skip
fixed("GeoJSON of objects a hundred thousand deep", "objects.geojson",
      _geojson(_with(properties="?")).replace('"?"', '{"a":' * _DEEP + "1" + "}" * _DEEP))  # fmt: skip
fixed(
    "GeoJSON that only begins", "begins.geojson", '{"type":"FeatureCollection","features":' * 50_000
)
fixed("GeoJSON of coordinates that are no numbers", "numbers.geojson", json.dumps({
    "type": "FeatureCollection",
    "features": [_with(geometry={"type": "Point", "coordinates": each}) for each in (
        [1e308, -1e308], [float("nan"), 1], [float("inf"), 1], ["43", "36"], [None, None], [], {},
        [[1, 2], 3], [43.1], [43.1, 36.3, 0, 0, 0], 7, "x", [True, False])]}))  # fmt: skip
fixed("GeoJSON of endless numbers", "digits.geojson",
      GEOJSON.decode().replace("43.13", "9" * 100_000).replace("36.34", "1e99999999"))  # fmt: skip
fixed("GeoJSON with every key twice", "twice.geojson", GEOJSON.decode().replace(
    '"id": "1"', '"id": "1", "id": "2"').replace('"type": "Point"', '"type": "A", "type": "Point"'))  # fmt: skip
fixed("GeoJSON with one string of ten megabytes", "long.geojson",
      _geojson(_with(properties={"notes": "x" * 10_000_000})))  # fmt: skip
fixed("GeoJSON with halves of characters", "halves.geojson",
      '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"\\ud800":'
      '"\\udfff \\ud83d","a\\u0000b":"\\u0000"},"geometry":null}]}')  # fmt: skip
fixed("GeoJSON with a hundred thousand properties", "wide.geojson",
      _geojson(_with(properties={f"p{n}": n for n in range(100_000)})))  # fmt: skip
fixed("GeoJSON whose every feature has others", "ragged.geojson", json.dumps({
    "type": "FeatureCollection",
    "features": [_with(properties={f"p{n}": n}) for n in range(5_000)]}))  # fmt: skip
fixed("GeoJSON with keys that Python or a browser knows", "keys.geojson", _geojson(_with(
    properties={"__proto__": {"a": 1}, "__class__": "x", "constructor": "y", "": "z"})))  # fmt: skip
fixed("GeoJSON that names its reference system on a server", "crs.geojson", _geojson(
    FEATURE, crs={"type": "link", "properties": {"href": "http://127.0.0.1:9/", "type": "proj4"}}))  # fmt: skip
fixed("a polygon of a million corners that crosses itself", "corners.geojson",
      _geojson(_with(geometry="?")).replace('"?"', '{"type":"Polygon","coordinates":[['
               + ",".join(["[1,2]", "[2,1]"] * 500_000) + ",[1,2]]]}"))  # fmt: skip


def _package(name: str, file_name: str, *statements: str, table: str = "incidents") -> None:
    def build(traps: Traps) -> bytes:
        told = [each.replace("CANARY", traps.canary).replace("OUTSIDE", traps.outside)
                for each in statements]  # fmt: skip
        with tempfile.TemporaryDirectory() as folder:
            return geopackage(Path(folder), *told, table=table)

    _CORPUS.append(Hostile(name, file_name, build))


_VIEW = "CREATE VIEW shown AS SELECT 1 AS fid, geom, date, "
_package("a GeoPackage whose layer loads a library", "extension.gpkg",
         f"{_VIEW} load_extension('CANARY') AS notes FROM incidents", table="shown")  # fmt: skip
_package("a GeoPackage whose layer reads a file", "readfile.gpkg",
         f"{_VIEW} readfile('CANARY') AS notes FROM incidents", table="shown")  # fmt: skip
_package("a GeoPackage whose layer writes a file", "writefile.gpkg",
         f"{_VIEW} writefile('OUTSIDE', 'x') AS notes FROM incidents", table="shown")  # fmt: skip
_package("a GeoPackage whose layer is a gigabyte", "zeroblob.gpkg",
         f"{_VIEW} zeroblob(1000000000) AS notes FROM incidents", table="shown")  # fmt: skip
_package("a GeoPackage whose layer never ends", "endless.gpkg",
         "CREATE VIEW shown AS WITH RECURSIVE n(fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM n) "
         "SELECT fid, NULL AS geom, '2021-07-19' AS date, 'x' AS notes FROM n", table="shown")  # fmt: skip
_package("a GeoPackage with triggers", "trigger.gpkg",
         "CREATE TRIGGER t BEFORE INSERT ON gpkg_contents BEGIN SELECT load_extension('CANARY'); END",
         "CREATE TRIGGER u AFTER UPDATE ON incidents BEGIN DELETE FROM incidents; END")  # fmt: skip
_package("a GeoPackage with a table that other code serves", "virtual.gpkg",
         "PRAGMA writable_schema = 1",
         "INSERT INTO sqlite_master VALUES ('table', 'shown', 'shown', 0, "
         "'CREATE VIRTUAL TABLE shown USING VirtualOGR(''CANARY'')')", table="shown")  # fmt: skip
_package("a GeoPackage with a statement as its schema", "schema.gpkg",
         "PRAGMA writable_schema = 1",
         "UPDATE sqlite_master SET sql = 'ATTACH ''OUTSIDE'' AS x' WHERE name = 'incidents'")  # fmt: skip
_package("a GeoPackage whose layer has SQL as its name", "name.gpkg",
         table='x"; ATTACH "OUTSIDE" AS y; --')  # fmt: skip
_package("a GeoPackage whose layer is the schema itself", "master.gpkg", table="sqlite_master")
_package("a GeoPackage with a column computed by code", "generated.gpkg",
         "ALTER TABLE incidents ADD COLUMN g TEXT AS (hex(zeroblob(400000000)))")  # fmt: skip
_package("a GeoPackage with no table behind its layer", "absent.gpkg", table="nowhere")
_package("a GeoPackage with forty megabytes in one cell", "cell.gpkg",
         "UPDATE incidents SET notes = hex(zeroblob(20000000))")  # fmt: skip
_package("a GeoPackage whose text is no text", "types.gpkg",
         "UPDATE incidents SET notes = x'ff00fe', date = CAST(x'ff80' AS TEXT)")  # fmt: skip
_COUNT = struct.pack("<BII", 1, 3, 0xFFFFFFFF).hex()
_package("a GeoPackage with a polygon of four billion rings", "rings.gpkg",
         f"UPDATE incidents SET geom = x'47500001e6100000{_COUNT}'")  # fmt: skip
_package("a GeoPackage of shapes in shapes", "collections.gpkg",
         "UPDATE incidents SET geom = x'47500001e6100000"
         + struct.pack("<BII", 1, 7, 1).hex() * 50_000 + "'")  # fmt: skip
_package("a GeoPackage that is half written", "wal.gpkg", "PRAGMA journal_mode = WAL")


def _damaged_package(at: int, size: int) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        content = geopackage(Path(folder))
    return content[:at] + b"\xff" * size + content[at + size :]


fixed("a GeoPackage with a damaged page", "page.gpkg", _damaged_package(4_096, 4_000))
fixed("a GeoPackage with a damaged schema", "damaged.gpkg", _damaged_package(100, 400))
fixed("SQLite that is no GeoPackage", "other.gpkg", b"SQLite format 3\0" + bytes(4_080))


def _shapes(name: str, file_name: str, changes: dict[str, bytes | None]) -> None:
    fixed(name, file_name, zipped(shapefile(changes)))


_GOOD = shapefile()
_LONG = struct.pack(">2i", 1, 0x7FFFFFFF)
_POLYGON = struct.pack(">2i", 1, 22) + struct.pack("<i4d2i", 5, 0, 0, 1, 1, 0x7FFFFFFF, 0x7FFFFFFF)
_shapes("a shapefile whose record is four gigabytes", "long.zip",
        {"a.shp": _GOOD["a.shp"][:100] + _LONG + _GOOD["a.shp"][108:]})  # fmt: skip
_shapes("a shapefile whose record is shorter than nothing", "negative.zip",
        {"a.shp": _GOOD["a.shp"][:100] + struct.pack(">2i", 1, -5) + _GOOD["a.shp"][108:]})  # fmt: skip
_shapes("a shapefile of two billion parts", "parts.zip", {
    "a.shp": _GOOD["a.shp"][:32] + b"\5" + _GOOD["a.shp"][33:100] + _POLYGON})  # fmt: skip
_shapes("a shapefile without a table", "tableless.zip", {"a.dbf": None})
_shapes("a shapefile without shapes", "shapeless.zip", {"a.shp": None, "a.shx": None})
_shapes("a shapefile whose index leads away", "index.zip",
        {"a.shx": _GOOD["a.shx"][:100] + struct.pack(">2i", 0x7FFFFFFF, 0x7FFFFFFF)})  # fmt: skip
_shapes("a table of four billion rows", "rows.zip",
        {"a.dbf": _GOOD["a.dbf"][:4] + b"\xff\xff\xff\xff" + _GOOD["a.dbf"][8:]})  # fmt: skip
_shapes("a table whose rows are nothing long", "zero.zip",
        {"a.dbf": _GOOD["a.dbf"][:8] + b"\0\0\0\0" + _GOOD["a.dbf"][12:]})  # fmt: skip
for _codec in ("unicode_escape", "zlib_codec", "idna", "undefined", "../../etc/passwd", "\x1b[2J"):
    _shapes(f"a shapefile in the encoding {_codec!r}", "codec.zip", {"a.cpg": _codec.encode()})
_shapes("a shapefile whose reference system is ten megabytes", "prj.zip",
        {"a.prj": b"PROJCS[" * 1_000_000})  # fmt: skip
_shapes("a shapefile whose reference system is a file", "grid.zip",
        {"a.prj": b"+proj=longlat +nadgrids=/etc/passwd +init=/etc/passwd:1"})  # fmt: skip
