"""GeoParquet, opened by geopandas and pandas."""

from __future__ import annotations

import json

import pandas as pd
import pyarrow.parquet as pq
import pytest

import geopandas as gpd

from incidents.exports.flat import FLAT_COLUMNS, read_flat_rows
from incidents.query.filters import IncidentFilter
from tests.exports.conftest import EVERYTHING, Made
from tests.exports.files import build, write
from tests.hostile import HOSTILE


@pytest.fixture(scope="module")
def path(atlas, tmp_path_factory):
    return write(tmp_path_factory.mktemp("parquet"), atlas.dataset, "parquet")


def test_geopandas_reads_points_only_where_they_are_known(path, tables):
    frame = gpd.read_parquet(path)
    assert frame.crs == "OGC:CRS84"
    assert len(frame) == tables.incidents.height
    assert (frame.geometry.notna() == (frame["placement"] == "located")).all()


def test_the_boxes_answer_for_a_part_of_the_world(path):
    whole = gpd.read_parquet(path)
    part = gpd.read_parquet(path, bbox=(44, 33, 44.6, 33.6))
    inside = whole[whole.geometry.notna()].cx[44:44.6, 33:33.6]
    assert set(part["incident_id"]) == set(inside["incident_id"])
    assert 0 < len(part) < len(whole)


def test_a_fresh_pandas_reads_every_value(path, tables):
    frame = pd.read_parquet(path)
    for row, stored in zip(frame.to_dict("records"), read_flat_rows(tables, EVERYTHING),
                           strict=True):  # fmt: skip
        for name in FLAT_COLUMNS:
            cell = None if pd.isna(row[name]) else row[name]
            assert cell == stored[name], name


def test_the_file_says_version_columns_and_where_it_comes_from(path, atlas):
    metadata = pq.read_metadata(path).metadata
    geo = json.loads(metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    column = geo["columns"][geo["primary_column"]]
    assert (column["encoding"], column["geometry_types"]) == ("WKB", ["Point"])
    assert set(column["covering"]["bbox"]) == {"xmin", "ymin", "xmax", "ymax"}
    west, south, east, north = column["bbox"]
    assert west <= east
    assert south <= north
    assert json.loads(metadata[b"incident_atlas"])["version"] == atlas.dataset.version


def test_a_selection_of_nothing_has_the_same_columns(path, atlas, tmp_path):
    chosen = IncidentFilter.from_query("q=nothingofthatname")
    blank = pq.read_schema(write(tmp_path, atlas.dataset, "parquet", chosen))
    whole = pq.read_schema(path)
    assert blank.names == whole.names
    assert blank.types == whole.types


def test_hostile_words_come_back(make_incidents, tmp_path):
    texts = [text for text in HOSTILE if text.strip()]
    tables = make_incidents(*({"title_en": text, "summary": text} for text in texts))
    frame = pd.read_parquet(write(tmp_path, Made(tables), "parquet"))
    stored = dict(tables.incidents.select("incident_id", "summary").iter_rows())
    assert dict(zip(frame["incident_id"], frame["summary"], strict=True)) == stored


def test_it_is_the_same_twice(atlas):
    assert build(atlas.dataset, "parquet") == build(atlas.dataset, "parquet")
