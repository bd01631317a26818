"""Parquet of strangers, with and without geometries."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import geopandas as gpd
from shapely.geometry import MultiPoint, Point, Polygon

from incidents.errors import SourceFileError
from incidents.readers.geoparquet_table import read_geoparquet
from incidents.readers.raw import Container


@pytest.fixture
def path(tmp_path):
    return tmp_path / "some.parquet"


def write(path, shapes, crs=4326, encoding="WKB", **columns):
    columns = columns or {"name": [f"n{n}" for n in range(len(shapes))]}
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=crs)
    frame.to_parquet(path, geometry_encoding=encoding)


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
def test_points_come_back_from_either_encoding(path, encoding):
    write(
        path,
        [Point(44.4, 33.3), None, Point(180, -17)],
        encoding=encoding,
        name=["بغداد", "b", None],
    )
    table = read_geoparquet(path)
    assert table.container is Container.GEOPARQUET
    assert table.frame.rows() == [
        ("بغداد", "44.4", "33.3"), ("b", "", ""), ("", "180.0", "-17.0")
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
def test_areas_get_no_point(path, encoding):
    write(path, [Polygon([(0, 0), (1, 0), (1, 1)])], encoding=encoding)
    assert read_geoparquet(path).frame.rows() == [("n0", "", "", "Polygon")]


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
def test_one_point_of_a_sort_that_holds_many_is_a_point(path, encoding):
    write(path, [MultiPoint([(5, 6)])], encoding=encoding)
    assert read_geoparquet(path).frame.rows() == [("n0", "5.0", "6.0")]


def test_metric_coordinates_are_converted(path):
    write(path, [Point(444152.8, 3684798.9)], crs=32638)
    table = read_geoparquet(path)
    found = [float(table.frame[name][0]) for name in ("longitude", "latitude")]
    assert found == pytest.approx([44.4, 33.3], abs=0.01)
    assert any("EPSG:32638" in remark for remark in table.remarks)


def test_coordinates_of_which_nothing_is_said_are_not_taken_for_degrees(path):
    write(path, [Point(1, 2)], crs=None)
    assert read_geoparquet(path).columns == ("name", "x", "y")


def test_every_sort_of_cell_becomes_text(path):
    frame = pl.DataFrame(
        {
            "whole": [1, None], "part": [0.1, float("nan")], "day": [date(2021, 7, 19), None],
            "time": [datetime(2021, 7, 19, 10, tzinfo=UTC), None], "yes": [True, None],
            "nested": [[{"a": "ب"}], None], "bytes": [b"x", None], "nothing": [None, None],
        },
        schema_overrides={"bytes": pl.Binary},
    )  # fmt: skip
    frame.write_parquet(path)
    table = read_geoparquet(path)
    first, second = table.frame.to_dicts()
    assert (first["whole"], first["part"], first["day"], first["yes"]) == (
        "1",
        "0.1",
        "2021-07-19",
        "true",
    )
    assert first["time"].startswith("2021-07-19 10:00:00")
    assert json.loads(first["nested"]) == [{"a": "ب"}]
    assert set(second.values()) == {""}
    assert table.remarks == ("The column `bytes` holds bytes that are no text: they are left out.",)


def test_a_plain_table_keeps_its_own_coordinates(path):
    pl.DataFrame({"latitude": [1.5], "longitude": [2.5]}).write_parquet(path)
    assert read_geoparquet(path).frame.to_dicts() == [{"latitude": "1.5", "longitude": "2.5"}]


def test_no_rows_have_columns_too(path):
    pl.DataFrame({"a": []}, schema={"a": pl.String}).write_parquet(path)
    assert read_geoparquet(path).columns == ("a",)


@pytest.mark.parametrize(
    "geo",
    [b"{", b"[]", b"{}", b'{"primary_column": "no", "columns": {"no": {"encoding": "WKB"}}}',
     b'{"primary_column": "g", "columns": {"g": {"encoding": "X"}}}',
     b'{"primary_column": "g", "columns": {"g": {"encoding": "WKB", "crs": {"type": "?"}}}}',
     b'{"primary_column": "g", "columns": {"g": {"encoding": "WKB", "crs": "EPSG:4326"}}}'],
)  # fmt: skip
def test_geometries_that_are_not_understood_are_refused(path, geo):
    table = pa.table({"g": pa.array([b"x"])}).replace_schema_metadata({b"geo": geo})
    pq.write_table(table, path)
    with pytest.raises(SourceFileError, match=r"geometries|coordinate system"):
        read_geoparquet(path)


def test_what_is_not_a_geometry_is_said_to_be_unreadable(path):
    geo = b'{"primary_column": "g", "columns": {"g": {"encoding": "WKB"}}}'
    table = pa.table({"g": pa.array([b"x", b"\x01\x01\x00\x00\x00"]), "n": ["a", "b"]})
    pq.write_table(table.replace_schema_metadata({b"geo": geo}), path)
    assert read_geoparquet(path).frame["geometry_type"].to_list() == ["unreadable"] * 2


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"\xff" * 50 + b"PAR1"])
def test_what_is_no_parquet_is_refused(path, content):
    path.write_bytes(content)
    with pytest.raises(SourceFileError, match="no Parquet"):
        read_geoparquet(path)
