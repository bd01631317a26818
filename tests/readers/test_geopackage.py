"""GeoPackages of strangers: tables are read, and nothing the file would have done is done."""

from __future__ import annotations

import sqlite3
import struct

import pandas as pd
import pytest

import geopandas as gpd
from shapely.geometry import LineString, MultiPoint, Point

from incidents.errors import SourceFileError
from incidents.readers.geopackage import read_geopackage, read_geopackage_layers
from incidents.readers.raw import AS_FOUND, Reading


@pytest.fixture
def path(tmp_path):
    return tmp_path / "some.gpkg"


def write(path, shapes, layer="incidents", crs=4326, **columns):
    columns = columns or {"name": [f"n{n}" for n in range(len(shapes))]}
    gpd.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(path, layer=layer, driver="GPKG")


def change(path, *statements):
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_what_geopandas_writes_comes_back(path):
    shapes = [Point(44.4, 33.3), Point(180, -17, 3), None, LineString([(0, 0), (1, 1)]),
              MultiPoint([(45, 34)]), Point()]  # fmt: skip
    days = pd.to_datetime(["2021-07-19"] * 6).date
    write(
        path, shapes, نام=["بغداد", "b", "c", "d", "e", None], n=[1.5, None, 0, 2, 3, 4], day=days
    )
    table = read_geopackage(path, AS_FOUND)
    assert table.columns == ("fid", "نام", "n", "day", "longitude", "latitude", "geometry_type")
    first, *_, last = table.frame.to_dicts()
    assert first == {"fid": "1", "نام": "بغداد", "n": "1.5", "day": "2021-07-19",
                     "longitude": "44.4", "latitude": "33.3", "geometry_type": "Point"}  # fmt: skip
    assert (last["نام"], last["longitude"]) == ("", "")
    kinds = ["Point", "Point", "", "LineString", "Point", "Point (empty)"]
    assert table.frame["geometry_type"].to_list()[:5] == kinds[:5]
    assert table.frame["n"].to_list()[1] == ""


def test_layers_are_listed_and_chosen_by_name(path):
    write(path, [Point(1, 2)], layer="one")
    write(path, [Point(3, 4)], layer="الثانية")
    assert read_geopackage_layers(path) == ("one", "الثانية")
    assert read_geopackage(path, AS_FOUND).reading.part == "one"
    table = read_geopackage(path, Reading(part="الثانية"))
    assert table.frame["longitude"].to_list() == ["3.0"]
    assert table.parts == ("one", "الثانية")
    with pytest.raises(SourceFileError, match="no layer 'three'"):
        read_geopackage(path, Reading(part="three"))


def test_metric_coordinates_are_converted(path):
    write(path, [Point(444152.8, 3684798.9), None], crs=32638)
    table = read_geopackage(path, AS_FOUND)
    found = [float(table.frame[name][0]) for name in ("longitude", "latitude")]
    assert found == pytest.approx([44.4, 33.3], abs=0.01)
    assert table.frame["longitude"][1] == ""
    assert any("EPSG:32638" in remark for remark in table.remarks)


@pytest.mark.filterwarnings("ignore:'crs' was not provided:UserWarning")
def test_coordinates_of_which_nothing_is_said_are_not_taken_for_degrees(path):
    write(path, [Point(1, 2)], crs=None)
    table = read_geopackage(path, AS_FOUND)
    assert table.columns == ("fid", "name", "x", "y")
    assert any("does not say what its coordinates are" in remark for remark in table.remarks)


def test_a_table_without_geometries_is_a_plain_table(path):
    write(path, [Point(1, 2)])
    change(path, "CREATE TABLE plain (latitude TEXT, b BLOB)",
           "INSERT INTO plain VALUES ('5', x'00ff')",
           "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('plain', 'attributes')",
           )  # fmt: skip
    table = read_geopackage(path, Reading(part="plain"))
    assert table.frame.to_dicts() == [{"latitude": "5", "b": ""}]
    assert table.remarks == ("The column `b` holds bytes that are no text: they are left out.",)


def test_a_layer_without_rows_has_its_columns(path):
    write(path, [Point(1, 2)])
    change(path, "DROP TRIGGER IF EXISTS trigger_delete_feature_count_incidents",
           "CREATE TABLE none (a TEXT)",
           "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('none', 'attributes')",
           )  # fmt: skip
    table = read_geopackage(path, Reading(part="none"))
    assert (table.frame.height, table.columns) == (0, ("a",))


@pytest.mark.parametrize(
    "trick",
    [
        "CREATE VIEW trick AS SELECT 'secret' AS a",
        "CREATE VIRTUAL TABLE trick USING fts5(a)",
    ],
)
def test_what_is_no_table_is_no_layer(path, trick):
    write(path, [Point(1, 2)])
    change(path, trick,
           "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('trick', 'attributes')",
           "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('sqlite_master', 'features')",
           )  # fmt: skip
    assert read_geopackage_layers(path) == ("incidents",)


def test_a_list_of_layers_that_is_a_view_is_not_believed(path):
    write(path, [Point(1, 2)])
    change(path, "ALTER TABLE gpkg_contents RENAME TO other",
           "CREATE VIEW gpkg_contents AS SELECT * FROM other")  # fmt: skip
    with pytest.raises(SourceFileError, match="no GeoPackage"):
        read_geopackage(path, AS_FOUND)


def test_a_column_that_computes_is_not_computed(path):
    write(path, [Point(1, 2)])
    change(path, "CREATE TABLE trick (a TEXT, b TEXT AS (hex(zeroblob(1000))))",
           "INSERT INTO trick (a) VALUES ('x')",
           "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('trick', 'attributes')",
           )  # fmt: skip
    with pytest.raises(SourceFileError, match="no layer 'trick'"):
        read_geopackage(path, Reading(part="trick"))


def test_a_name_with_quotes_is_only_a_name(path):
    write(path, [Point(1, 2)])
    name = 'a"; DROP TABLE incidents; --'
    change(path, 'CREATE TABLE "a""; DROP TABLE incidents; --" (a TEXT)',
           "INSERT INTO gpkg_contents (table_name, data_type) VALUES "
           """('a"; DROP TABLE incidents; --', 'attributes')""")  # fmt: skip
    assert read_geopackage(path, Reading(part=name)).columns == ("a",)
    assert read_geopackage(path, AS_FOUND).frame.height == 1


@pytest.mark.parametrize(
    "blob",
    [b"", b"XX", b"GP\x00\x01", b"GP\x00\x0f" + bytes(4), b"GP\x00\x21" + bytes(40),
     b"GP\x00\x01" + bytes(4) + b"\x01" + struct.pack("<L", 1) + b"short"],
)  # fmt: skip
def test_a_geometry_that_cannot_be_read_is_said_to_be_one(path, blob):
    write(path, [Point(1, 2), Point(3, 4)])
    with sqlite3.connect(path) as connection:
        triggers = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for (name,) in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE incidents SET geom = ? WHERE fid = 1", (blob,))
    connection.close()
    table = read_geopackage(path, AS_FOUND)
    assert table.frame["geometry_type"].to_list() == ["unreadable", "Point"]
    assert any("cannot be read" in remark for remark in table.remarks)


def test_the_file_is_not_written_to(path):
    write(path, [Point(1, 2)])
    before = path.read_bytes()
    read_geopackage(path, AS_FOUND)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["some.gpkg"]


@pytest.mark.parametrize("content", [b"SQLite format 3\x00", b"", b"no database at all"])
def test_what_is_no_geopackage_is_refused(path, content):
    path.write_bytes(content)
    with pytest.raises(SourceFileError, match="no GeoPackage"):
        read_geopackage(path, AS_FOUND)
