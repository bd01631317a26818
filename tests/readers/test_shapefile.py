"""Zipped shapefiles of strangers, written by GDAL and read without it."""

from __future__ import annotations

import struct
import zipfile
from datetime import date

import pytest

import geopandas as gpd
from shapely.geometry import LineString, MultiPoint, Point, Polygon

from incidents.errors import SourceFileError
from incidents.readers.raw import AS_FOUND, Reading
from incidents.readers.shapefile import read_shapefile_layers, read_shapefile_zip

pytestmark = pytest.mark.filterwarnings("ignore:.*created as date field:UserWarning",
                                        "ignore:Column names longer:UserWarning")  # fmt: skip


@pytest.fixture
def pack(tmp_path):
    """Write frames as shapefiles and pack what they consist of."""

    def write(*, without=(), changed=None, encoding="UTF-8", inside="", **frames):
        folder = tmp_path / "parts"
        folder.mkdir()
        for name, frame in frames.items():
            frame.to_file(folder / f"{name}.shp", encoding=encoding)
        path = tmp_path / "some.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in sorted(folder.iterdir()):
                if part.suffix not in without:
                    content = (changed or {}).get(part.suffix, lambda raw: raw)(part.read_bytes())
                    archive.writestr(inside + part.name, content)
        return path

    return write


def frame(shapes, crs=4326, **columns):
    columns = columns or {"name": [f"n{n}" for n in range(len(shapes))]}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=crs)


def test_what_gdal_writes_comes_back(pack):
    shapes = [Point(44.4, 33.3), None, Point(180, -17)]
    days = [date(2021, 7, 19), None, date(1999, 12, 31)]
    lay = frame(shapes, name=["سوق الوحيلات", "b", None], n=[1, 2, 3], d=[1.25, None, -0.5],
                day=days, ok=[True, False, True])  # fmt: skip
    table = read_shapefile_zip(pack(lay=lay), AS_FOUND)
    assert table.columns == ("name", "n", "d", "day", "ok", "longitude", "latitude")
    assert table.frame["name"].to_list() == ["سوق الوحيلات", "b", ""]
    assert table.frame["n"].to_list() == ["1", "2", "3"]
    assert [cell and float(cell) for cell in table.frame["d"]] == [1.25, "", -0.5]
    assert table.frame["day"].to_list() == ["2021-07-19", "", "1999-12-31"]
    assert table.frame["longitude"].to_list() == ["44.4", "", "180.0"]
    assert table.reading == Reading(encoding="utf-8", part="lay")


def test_metric_coordinates_are_converted(pack):
    table = read_shapefile_zip(pack(lay=frame([Point(444152.8, 3684798.9)], 32638)), AS_FOUND)
    found = [float(table.frame[name][0]) for name in ("longitude", "latitude")]
    assert found == pytest.approx([44.4, 33.3], abs=0.01)
    assert any("EPSG:32638" in remark for remark in table.remarks)


@pytest.mark.parametrize(
    ("shape", "kind"),
    [(LineString([(0, 0), (1, 1)]), "LineString"),
     (Polygon([(0, 0), (1, 0), (1, 1)]), "Polygon"),
     (MultiPoint([(0, 0), (1, 1)]), "MultiPoint")],
)  # fmt: skip
def test_other_shapes_get_no_point(pack, shape, kind):
    table = read_shapefile_zip(pack(lay=frame([shape])), AS_FOUND)
    assert table.frame.to_dicts() == [
        {"name": "n0", "longitude": "", "latitude": "", "geometry_type": kind}
    ]
    assert any("no single point" in remark for remark in table.remarks)


def test_one_point_of_a_sort_that_holds_many_is_a_point(pack):
    table = read_shapefile_zip(pack(lay=frame([MultiPoint([(5, 6)])])), AS_FOUND)
    assert table.frame.select("longitude", "latitude").rows() == [("5.0", "6.0")]


def test_heights_are_said_to_be_left_out(pack):
    table = read_shapefile_zip(pack(lay=frame([Point(1, 2, 3)])), AS_FOUND)
    assert table.frame["latitude"].to_list() == ["2.0"]
    assert any("Heights" in remark for remark in table.remarks)


def test_arabic_code_pages_are_read_as_their_file_says(pack):
    path = pack(lay=frame([Point(1, 2)], name=["بغداد"]), encoding="cp1256")
    table = read_shapefile_zip(path, AS_FOUND)
    assert table.frame["name"].to_list() == ["بغداد"]
    assert table.reading.encoding == "cp1256"


def test_a_person_may_say_the_encoding(pack):
    lay = frame([Point(1, 2)], name=["بغداد"])

    def no_page(raw):
        return raw[:29] + b"\0" + raw[30:]

    path = pack(lay=lay, encoding="cp1256", without=(".cpg",), changed={".dbf": no_page})
    unread = read_shapefile_zip(path, AS_FOUND)
    assert any("cp1252" in remark for remark in unread.remarks)
    table = read_shapefile_zip(path, Reading(encoding="cp1256"))
    assert table.frame["name"].to_list() == ["بغداد"]
    with pytest.raises(SourceFileError, match="no encoding"):
        read_shapefile_zip(path, Reading(encoding="cp9999"))


@pytest.mark.parametrize("said", [b"U", b"hex", b"\xff\xfe", b"base64", b"", b"x" * 300])
def test_a_page_that_is_no_encoding_is_passed_over(pack, said):
    lay = frame([Point(1, 2)], name=["بغداد"])
    table = read_shapefile_zip(pack(lay=lay, changed={".cpg": lambda _: said}), AS_FOUND)
    assert table.frame["name"].to_list() == ["بغداد"]


def test_a_file_without_its_reference_is_not_taken_for_degrees(pack):
    table = read_shapefile_zip(pack(lay=frame([Point(1, 2)]), without=(".prj",)), AS_FOUND)
    assert table.columns == ("name", "x", "y")
    assert any("does not say what its coordinates are" in remark for remark in table.remarks)


def test_a_reference_that_names_another_file_is_refused(pack):
    def grid(raw):
        return raw[:-1] + b',EXTENSION["PROJ4","+proj=longlat +nadgrids=/etc/passwd"]]'

    with pytest.raises(SourceFileError, match="not known here"):
        read_shapefile_zip(pack(lay=frame([Point(1, 2)]), changed={".prj": grid}), AS_FOUND)


def test_layers_are_listed_and_chosen_by_name(pack):
    path = pack(one=frame([Point(1, 2)]), two=frame([Point(3, 4)]), inside="folder/")
    assert read_shapefile_layers(path) == ("one", "two")
    table = read_shapefile_zip(path, Reading(part="two"))
    assert table.frame["longitude"].to_list() == ["3.0"]
    with pytest.raises(SourceFileError, match="no layer"):
        read_shapefile_zip(path, Reading(part="three"))


def test_rows_marked_as_deleted_are_said_to_be_left_out(pack):
    def delete_first(raw):
        (head,) = struct.unpack_from("<H", raw, 8)
        return raw[:head] + b"*" + raw[head + 1 :]

    path = pack(lay=frame([Point(1, 2), Point(3, 4)]), changed={".dbf": delete_first})
    table = read_shapefile_zip(path, AS_FOUND)
    assert table.frame["longitude"].to_list() == ["3.0"]
    assert any("deleted" in remark for remark in table.remarks)


@pytest.mark.parametrize(
    ("part", "reason"), [(".dbf", "lacks the table"), (".shp", "no shapefile")]
)
def test_a_missing_part_is_named(pack, part, reason):
    with pytest.raises(SourceFileError, match=reason):
        read_shapefile_zip(pack(lay=frame([Point(1, 2)]), without=(part,)), AS_FOUND)


@pytest.mark.parametrize("part", [".dbf", ".shp"])
@pytest.mark.parametrize("cut", [0, 20, 90, 105])
def test_a_part_that_is_cut_short_is_refused(pack, part, cut):
    path = pack(lay=frame([Point(1, 2)]), changed={part: lambda raw: raw[:cut]})
    with pytest.raises(SourceFileError, match=r"damaged|no shapefile|shapes but"):
        read_shapefile_zip(path, AS_FOUND)


def test_another_format_under_this_name_is_not_opened(pack):
    path = pack(lay=frame([Point(1, 2)]), changed={".shp": lambda _: b"<OGRVRTDataSource>" * 9})
    with pytest.raises(SourceFileError, match="no shapefile"):
        read_shapefile_zip(path, AS_FOUND)
