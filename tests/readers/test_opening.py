"""A file is known by its bytes: what its name says does not count."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from incidents.errors import SourceFileError
from incidents.readers.opening import open_raw, sniff
from incidents.readers.raw import Container, Reading

KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>'
TEXTS = {
    Container.DELIMITED: ["a,b\n1,2\n", "<5,6\n1,2\n", "[id],b\n1,2\n", "BM,b\n1,2\n", "BZ,b\n"],
    Container.GEOJSON: ['{"type": "FeatureCollection", "features": []}', ' \n{"a": 1}'],
    Container.KML: [KML, f'<?xml version="1.0"?>\n<!-- x --><!-- y -->\n{KML}',
                    KML.replace("<kml", "<k:kml").replace("</kml", "</k:kml")],
}  # fmt: skip


@pytest.fixture
def save(tmp_path):
    def save_content(content, name="upload.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return save_content


@pytest.fixture
def pack(tmp_path):
    def pack_names(*names):
        path = tmp_path / "upload.csv"
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, "x")
        return path

    return pack_names


@pytest.mark.parametrize(
    ("container", "text"), [(kind, text) for kind, texts in TEXTS.items() for text in texts]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_told_by_how_it_begins(save, container, text, encoding):
    assert sniff(save(text.encode(encoding))) is container


@pytest.mark.parametrize(
    ("container", "names"),
    [(Container.XLSX, ["[Content_Types].xml", "xl/workbook.xml"]),
     (Container.SHAPEFILE, ["folder/a.shp", "folder/a.dbf"]), (Container.KML, ["doc.kml", "a.png"]),
     (Container.BUNDLE, ["incidents.csv", "datapackage.json"])],
)  # fmt: skip
def test_a_zip_is_told_by_what_is_in_it(pack, container, names):
    assert sniff(pack(*names)) is container


def test_databases_and_parquet_are_told_by_their_mark(save, tmp_path):
    with sqlite3.connect(tmp_path / "x.csv") as database:
        database.execute("create table a (b)")
    database.close()
    assert sniff(tmp_path / "x.csv") is Container.GEOPACKAGE
    assert sniff(save(b"PAR1\x00\x00")) is Container.GEOPARQUET


REFUSED = {
    "VRT": "<OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>",
    "GML": '<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"/>',
    "GPX": "<?xml version='1.0'?><gpx/>",
    "a web page": "<!DOCTYPE html><html><body>Log in</body></html>",
    "web page": "<html>",
    "XML with a document type": f'<!DOCTYPE kml [<!ENTITY a "b">]>{KML}',
    "XML \\('opml'\\)": "<opml></opml>",
    "JSON, and no GeoJSON": '[{"a": 1}]',
    "old Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "PDF": b"%PDF-1.7\n",
    "gzip": b"\x1f\x8b\x08\x00",
    "7-Zip": b"7z\xbc\xaf\x27\x1c\x00",
    "PNG": b"\x89PNG\r\n\x1a\n",
    "JPEG": b"\xff\xd8\xff\xe0",
    "a program": b"\x7fELF\x02",
    "pickle": b"\x80\x04\x95",
    "a shapefile without": b"\x00\x00\x27\x0a" + bytes(96),
    "neither text": b"a,b\n\x00\x01,2\n",
    "empty": b"",
}


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("name", ["upload.csv", "upload.geojson", "upload.kml"])
def test_what_is_no_table_is_refused_and_named(save, what, name):
    with pytest.raises(SourceFileError, match=what):
        sniff(save(REFUSED[what], name))


@pytest.mark.parametrize(
    ("what", "names"),
    [("Word", ["word/document.xml"]), ("OpenDocument", ["mimetype", "content.xml"]),
     ("XLSB", ["xl/workbook.bin"]), ("a zip without", ["readme.txt"])],
)  # fmt: skip
def test_a_zip_of_something_else_is_refused_and_named(pack, what, names):
    with pytest.raises(SourceFileError, match=what):
        sniff(pack(*names))


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "gone.csv", tmp_path):
        with pytest.raises(SourceFileError):
            sniff(path)


def test_an_error_calls_the_file_what_its_owner_calls_it(save):
    with pytest.raises(SourceFileError, match=r"^ours\.pdf cannot be used: it is a PDF"):
        sniff(save(b"%PDF-1.7"), "ours.pdf")


def test_a_file_is_opened_by_what_it_is(save, tmp_path):
    table = open_raw(save("a,b\n1,2\n", "upload.geojson"))
    assert (table.container, table.columns) == (Container.DELIMITED, ("a", "b"))
    book = Workbook()
    book.active.append(["a", "b"])
    book.active.append([1, 2])
    book.save(tmp_path / "upload.xlsx")
    renamed = (tmp_path / "upload.xlsx").rename(tmp_path / "upload.bin")
    assert open_raw(renamed, Reading(part="Sheet")).frame.rows() == [("1", "2")]
    point = {"type": "Point", "coordinates": [44.4, 33.3]}
    feature = {"type": "Feature", "properties": {"name": "x"}, "geometry": point}
    collection = json.dumps({"type": "FeatureCollection", "features": [feature]})
    assert open_raw(save(collection)).container is Container.GEOJSON


def test_how_a_file_is_to_be_read_reaches_its_reader(save):
    assert open_raw(save("a;b,c\n1;2,3\n"), Reading(separator=";")).columns == ("a", "b,c")


def test_a_zip_of_strange_tables_is_refused(pack):
    with pytest.raises(SourceFileError):
        open_raw(pack("incidents.csv"))


@given(
    st.sampled_from(
        [b"", b"PK\x03\x04", b"<kml>", b"{", b"PAR1", b"SQLite format 3\x00", b"\xff\xfe"]
    ),
    st.binary(max_size=200),
)
def test_any_bytes_are_opened_or_refused(tmp_path_factory, start, rest):
    path = tmp_path_factory.mktemp("bytes") / "upload"
    path.write_bytes(start + rest)
    with contextlib.suppress(SourceFileError):
        open_raw(path)


def test_a_part_of_a_kml_that_is_not_packed_is_refused(save):
    with pytest.raises(SourceFileError, match="has no part 'doc'"):
        open_raw(save(KML), Reading(part="doc"))
