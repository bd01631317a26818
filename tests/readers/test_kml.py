"""KML of strangers: placemarks become rows, and no link, entity or picture is followed."""

from __future__ import annotations

import zipfile

import pytest

import geopandas as gpd
from shapely.geometry import Point, Polygon

from incidents.errors import SourceFileError
from incidents.readers.kml import read_kml
from incidents.readers.raw import AS_FOUND, Reading

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
POINT = "<Point><coordinates>44.40,33.30</coordinates></Point>"


@pytest.fixture
def read(tmp_path):
    def read_text(*inside, head=HEAD, whole=""):
        path = tmp_path / "some.kml"
        body = "".join(inside)
        text = (
            f'{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'
        )
        path.write_text(whole or text, encoding="utf-8")
        return read_kml(path, AS_FOUND)

    return read_text


def placemark(*inside):
    return f"<Placemark>{''.join(inside)}</Placemark>"


def test_what_gdal_writes_comes_back(tmp_path):
    path = tmp_path / "some.kml"
    shapes = [Point(44.4, 33.3), Point(180, -17), None, Polygon([(0, 0), (1, 0), (1, 1)])]
    names = ["بغداد", "b", "c", "d"]
    frame = gpd.GeoDataFrame({"Name": names, "n": [1, 2, 3, 4]}, geometry=shapes, crs=4326)
    frame.to_file(path, driver="KML")
    table = read_kml(path, AS_FOUND)
    assert table.frame["name"].to_list() == names
    assert table.frame["n"].to_list() == ["1", "2", "3", "4"]
    assert table.frame["longitude"].to_list() == ["44.4", "180", "", ""]
    assert table.frame["geometry_type"].to_list() == ["Point", "Point", "", "Polygon"]


def test_words_times_and_further_data_become_columns(read):
    span = "<TimeSpan><begin>2021-07</begin><end>2021-08-01</end></TimeSpan>"
    table = read(
        placemark("<name>A</name><description><![CDATA[<b>bold</b> &amp; more]]></description>",
                  span, '<ExtendedData><Data name="dead"><value>3</value></Data>'
                  '<Data name="name"><value>other</value></Data></ExtendedData>', POINT),
        placemark("<name>B</name><TimeStamp><when>2021-07-19</when></TimeStamp>", POINT),
    )  # fmt: skip
    first, second = table.frame.to_dicts()
    assert first == {"name": "A", "description": "<b>bold</b> &amp; more", "begin": "2021-07",
                     "end": "2021-08-01", "dead": "3", "name (2)": "other",
                     "longitude": "44.40", "latitude": "33.30"}  # fmt: skip
    assert (second["begin"], second["end"]) == ("2021-07-19", "2021-07-19")


def test_markup_written_as_markup_is_kept_as_it_stands(read):
    (row,) = read(placemark("<description><b>bold</b> tail</description>", POINT)).frame.to_dicts()
    assert "bold" in row["description"]
    assert "tail" in row["description"]


def test_folders_are_named_from_the_outside_in(read):
    table = read(
        "<name>The file</name>",
        f"<Folder><name>Iraq</name><Folder><name>2021</name>{placemark(POINT)}</Folder>",
        f"{placemark(POINT)}</Folder>{placemark(POINT)}",
    )
    assert table.frame["folder"].to_list() == ["Iraq / 2021", "Iraq", ""]


@pytest.mark.parametrize(
    ("geometry", "kind", "found"),
    [
        ("<Point><coordinates> 1 , 2 , 0 </coordinates></Point>", None, ("1", "2")),
        ("<MultiGeometry><Point><coordinates>1,2</coordinates></Point></MultiGeometry>", None,
         ("1", "2")),
        (f"<MultiGeometry>{POINT}{POINT}</MultiGeometry>", "MultiGeometry", ("", "")),
        ("<LineString><coordinates>1,2 3,4</coordinates></LineString>", "LineString", ("", "")),
        ("<Point><coordinates>1;2</coordinates></Point>", "unreadable", ("", "")),
        ("<Point><coordinates>nan,2</coordinates></Point>", "unreadable", ("", "")),
        ("<Point/>", "Point (empty)", ("", "")),
    ],
)  # fmt: skip
def test_only_a_single_point_gives_coordinates(read, geometry, kind, found):
    (row,) = read(placemark("<name>A</name>", geometry)).frame.to_dicts()
    assert (row["longitude"], row["latitude"]) == found
    assert row.get("geometry_type") == kind


def test_links_are_not_followed_and_said_to_be_there(read):
    link = "<NetworkLink><Link><href>file:///etc/passwd</href></Link></NetworkLink>"
    table = read(link, placemark(POINT))
    assert table.frame.height == 1
    assert table.remarks == ("1 links to other files are not followed.",)


def test_a_kmz_is_unpacked_by_its_document(tmp_path, read):
    read(placemark("<name>inner</name>", POINT))
    path = tmp_path / "some.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(tmp_path / "some.kml", "a.kml")
        archive.write(tmp_path / "some.kml", "doc.kml")
        archive.writestr("files/picture.png", b"x")
    table = read_kml(path, AS_FOUND)
    assert table.frame["name"].to_list() == ["inner"]
    assert (table.reading.part, table.parts) == ("doc.kml", ("doc.kml", "a.kml"))
    assert read_kml(path, Reading(part="a.kml")).reading.part == "a.kml"


def test_a_kmz_without_kml_or_with_names_that_lead_out_is_refused(tmp_path):
    path = tmp_path / "some.kmz"
    for name, reason in (("a.txt", "holds no KML"), ("../doc.kml", "outside it")):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, "<kml/>")
        with pytest.raises(SourceFileError, match=reason):
            read_kml(path, AS_FOUND)


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE kml SYSTEM "http://127.0.0.1/x.dtd">',
    ],
)
def test_a_document_type_is_refused(read, declared):
    with pytest.raises(SourceFileError, match="document type"):
        read(placemark("<name>&b;</name>"), head=HEAD + declared)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no XML"),
        ("<kml><Document>", "no XML"),
        ("<html><Placemark/></html>", "begins with 'html'"),
        ("<kml>" + "<Folder>" * 200 + "</Folder>" * 200 + "</kml>", "too deeply"),
        ("<kml><Placemark>" + "<a/>" * 100_002 + "</Placemark></kml>", "too large"),
        ('<?xml version="1.0" encoding="no-such"?><kml/>', "no XML|cannot be read"),
    ],
)
def test_what_is_no_kml_is_refused_in_plain_words(read, text, reason):
    with pytest.raises(SourceFileError, match=reason):
        read(whole=text or " ")


def test_a_document_without_placemarks_is_an_empty_table(read):
    assert read().frame.height == 0
