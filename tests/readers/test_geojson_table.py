"""GeoJSON of strangers: points become coordinates, other shapes none, and nothing is dropped."""

from __future__ import annotations

import json

import pytest

import geopandas as gpd
from shapely.geometry import MultiPoint, Point, Polygon

from incidents.errors import SourceFileError
from incidents.readers.geojson_table import read_geojson
from incidents.readers.raw import Container

NULL_ISLAND = {"type": "Point", "coordinates": [0, 0]}


def feature(geometry=None, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


@pytest.fixture
def read(tmp_path):
    def read_text(content):
        path = tmp_path / "some.geojson"
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        path.write_text(text, encoding="utf-8")
        return read_geojson(path)

    return read_text


@pytest.fixture
def collect(read):
    def read_features(*features, **members):
        return read({"type": "FeatureCollection", **members, "features": list(features)})

    return read_features


def test_what_geopandas_writes_comes_back(tmp_path):
    shapes = [Point(44.4, 33.3), Point(180, -17), Point(-179.9999, 1, 5), None,
              Polygon([(0, 0), (1, 0), (1, 1)]), MultiPoint([(45, 34)]),
              MultiPoint([(1, 1), (2, 2)])]  # fmt: skip
    names = ["بغداد", "b", "c", "d", "e", "f", "g"]
    path = tmp_path / "some.geojson"
    gpd.GeoDataFrame({"name": names}, geometry=shapes, crs=4326).to_file(path, driver="GeoJSON")
    table = read_geojson(path)
    assert table.container is Container.GEOJSON
    assert table.columns == ("name", "longitude", "latitude", "geometry_type")
    assert table.frame["name"].to_list() == names
    found = [tuple(map(float, row)) if all(row) else None
             for row in table.frame.select("longitude", "latitude").iter_rows()]  # fmt: skip
    assert found == [(44.4, 33.3), (180, -17), (-179.9999, 1), None, None, (45, 34), None]
    kinds = ["Point", "Point", "Point", "", "Polygon", "Point", "MultiPoint"]
    assert table.frame["geometry_type"].to_list() == kinds
    assert any(remark.startswith("2 of 7 rows") for remark in table.remarks)
    assert any(remark.startswith("Heights are left out") for remark in table.remarks)


def test_numbers_keep_every_digit_that_the_file_has(read):
    text = (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
        '{"n": 12345678901234567890, "d": 1.50}, "geometry": '
        '{"type": "Point", "coordinates": [44.4000, -0.00001]}}]}'
    )
    (row,) = read(text).frame.to_dicts()
    assert row == {"n": "12345678901234567890", "d": "1.50", "longitude": "44.4000",
                   "latitude": "-0.00001"}  # fmt: skip


def test_every_sort_of_value_becomes_text(collect):
    nested = {"a": [1, 2.5, "ب", None, True]}
    table = collect(feature(NULL_ISLAND, yes=True, no=False, none=None, nested=nested))
    (row,) = table.frame.to_dicts()
    assert (row["yes"], row["no"], row["none"]) == ("true", "false", "")
    assert json.loads(row["nested"]) == nested


def test_attributes_called_as_the_coordinates_make_room_for_the_geometry(collect):
    table = collect(feature(NULL_ISLAND, latitude=5, longitude=6))
    (row,) = table.frame.to_dicts()
    assert row == {"latitude (2)": "5", "longitude (2)": "6", "longitude": "0", "latitude": "0"}
    assert any("`latitude (2)`" in remark for remark in table.remarks)


def test_without_any_geometry_the_attributes_say_where(collect):
    (row,) = collect(feature(None, latitude=5, longitude=6)).frame.to_dicts()
    assert row == {"latitude": "5", "longitude": "6"}


def test_features_need_not_have_the_same_properties(collect):
    table = collect(feature(NULL_ISLAND, a=1), feature(NULL_ISLAND), feature(NULL_ISLAND, b=2))
    assert table.frame.select("a", "b").rows() == [("1", ""), ("", ""), ("", "2")]


def test_an_id_of_the_feature_is_kept(collect):
    own = {**feature(NULL_ISLAND, id="mine"), "id": 7}
    assert collect(own).frame.select("id", "id (2)").rows() == [("mine", "7")]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (7, "no object"),
        ({"type": "Thing"}, "no feature"),
        ({"type": "Feature", "properties": []}, "properties"),
        (feature({"type": "Blob"}), "geometry"),
        (feature({"type": "Point"}), "coordinates"),
        (feature({"type": "Point", "coordinates": ["1", "2"]}), "two numbers"),
        (feature({"type": "Point", "coordinates": [1]}), "two numbers"),
        (feature(NULL_ISLAND, half="\ud800"), "half a letter"),
        (feature(NULL_ISLAND, deep=json.loads("[" * 60 + "]" * 60)), "too deeply"),
    ],
)
def test_a_feature_that_is_none_is_kept_apart_with_the_reason(read, wrong, reason):
    whole = {"type": "FeatureCollection", "features": [feature(NULL_ISLAND), wrong,
                                                       feature(NULL_ISLAND)]}  # fmt: skip
    table = read(json.dumps(whole))
    ((number, cells, why),) = table.crooked.rows()
    assert number == 2
    assert json.loads(cells) == wrong
    assert reason in why
    assert table.numbers.to_list() == [1, 3]
    assert table.frame.height == 2


def test_a_property_named_twice_is_not_chosen_between(read):
    text = '{"type": "Feature", "geometry": null, "properties": {"a": 1, "a": 2}}'
    assert "twice" in read(text).crooked["reason"][0]


def test_one_feature_alone_is_a_table(read):
    assert read(feature(NULL_ISLAND, a=1)).frame["a"].to_list() == ["1"]


def test_geometries_alone_are_rows_too(read):
    table = read({"type": "GeometryCollection", "geometries": [NULL_ISLAND, NULL_ISLAND]})
    assert table.frame.rows() == [("0", "0"), ("0", "0")]
    assert table.columns == ("longitude", "latitude")


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\n\x1e"])
def test_one_feature_a_line_is_read(read, between):
    text = between.join(json.dumps(feature(NULL_ISLAND, n=n)) for n in range(3))
    assert read(text).frame["n"].to_list() == ["0", "1", "2"]


def test_metric_coordinates_are_converted(collect):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32638"}}
    shape = {"type": "Point", "coordinates": [444152.8, 3684798.9]}
    table = collect(feature(shape, a=1), feature(None, a=2), crs=crs)
    longitude, latitude = (float(table.frame[name][0]) for name in ("longitude", "latitude"))
    assert (longitude, latitude) == pytest.approx((44.4, 33.3), abs=0.01)
    assert table.frame["longitude"][1] == ""
    assert any("EPSG:32638" in remark for remark in table.remarks)


@pytest.mark.parametrize("name", ["EPSG:999999", "+proj=longlat +nadgrids=/etc/passwd", None, 7])
def test_coordinates_of_an_unknown_system_are_refused(collect, name):
    with pytest.raises(SourceFileError, match="not known here"):
        collect(feature(NULL_ISLAND), crs={"type": "name", "properties": {"name": name}})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not JSON"),
        ("[]", "not JSON"),
        ('{"a": 1}', "no GeoJSON"),
        ('{"type": "Topology", "objects": {}}', "no GeoJSON"),
        ('{"type": "FeatureCollection"}', "no GeoJSON"),
        ('{"type": "FeatureCollection", "features": [', "not JSON"),
        ('{"type": "FeatureCollection", "features": []} x', "not JSON"),
        ('{"type": "Feature", "properties": {"a": NaN}, "geometry": null}', "NaN"),
        ('{"type": "Feature", "type": "Feature"}', "twice"),
        ('{"type": "Feature", "properties": ' + "[" * 100_000, "too deeply"),
        ("<OGRVRTDataSource/>", "not JSON"),
    ],
)
def test_what_is_no_geojson_is_refused_in_plain_words(read, text, reason):
    with pytest.raises(SourceFileError, match=reason):
        read(text)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "some.geojson"
    path.write_bytes(b'{"type": "\xff"}')
    with pytest.raises(SourceFileError, match="not UTF-8"):
        read_geojson(path)


def test_ever_new_properties_do_not_fill_memory(collect):
    with pytest.raises(SourceFileError, match="different attributes"):
        collect(*(feature(NULL_ISLAND, **{f"p{n}": n}) for n in range(1_001)))


def test_an_empty_collection_is_an_empty_table(collect):
    assert collect().frame.height == 0
