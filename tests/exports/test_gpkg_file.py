"""GeoPackages, opened by GDAL and by SQLite, neither of which wrote them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from xml.etree import ElementTree as ET

import pandas as pd
import pyogrio
import pytest

import geopandas as gpd

from incidents.exports.flat import FLAT_COLUMNS
from incidents.maps.styles import KINDS
from incidents.model.tables import TABLES
from incidents.query.filters import IncidentFilter
from tests.exports.conftest import Made
from tests.exports.files import build, write
from tests.hostile import HOSTILE


@pytest.fixture(scope="module")
def path(atlas, tmp_path_factory):
    return write(tmp_path_factory.mktemp("gpkg"), atlas.dataset, "gpkg")


def read_table(path, name):
    return pyogrio.read_dataframe(path, layer=name, read_geometry=False)


def test_gdal_finds_points_areas_and_every_table(path):
    layers = dict(pyogrio.list_layers(path).tolist())
    assert layers["incidents"] == "Point"
    assert {"areas", "about", "layer_styles"} <= set(layers)
    assert {name: layers[name] for name in TABLES if name != "incidents"} == dict.fromkeys(
        [name for name in TABLES if name != "incidents"]
    )


def test_a_record_without_a_point_has_no_geometry(path, tables):
    frame = gpd.read_file(path, layer="incidents")
    assert str(frame.crs) == "EPSG:4326"
    assert tuple(frame.columns[:-1]) == FLAT_COLUMNS
    located = frame["placement"] == "located"
    assert (frame.geometry.notna() == located).all()
    points = frame[located]
    assert (points.geometry.x == points["longitude"]).all()
    assert (points.geometry.y == points["latitude"]).all()
    assert len(frame) == tables.incidents.height


def test_every_table_comes_back_as_it_was(path, tables):
    for name, frame in tables.by_name().items():
        found = read_table(path, name)
        for column in TABLES[name].columns:
            stored = frame.sort(TABLES[name].key)[column.name].to_list()
            key = found.sort_values(list(TABLES[name].key), kind="stable", na_position="first")
            for one, other in zip(stored, key[column.name], strict=True):
                cell = None if pd.isna(other) else other
                cell = cell.date() if hasattr(cell, "date") else cell
                assert (one if one != "" else None) == cell, (name, column.name)


def test_areas_have_counts_and_shapes(path, tables):
    areas = gpd.read_file(path, layer="areas")
    assert areas.geometry.notna().all()
    counted = tables.incidents.filter(tables.incidents["area_id"] != "").height
    assert areas["incidents"].sum() == counted


def test_it_says_what_it_is(path, atlas):
    about = read_table(path, "about")
    words = dict(zip(about["label"], about["words"], strict=True))
    assert words["Version"] == atlas.dataset.version
    assert words["Accessed"] == "2 Jan 2026"
    assert "CC-BY-4.0" in words["Licence"]


def test_qgis_finds_our_colours_for_every_kind(path):
    with closing(sqlite3.connect(path)) as file:
        query = ("SELECT styleQML FROM layer_styles WHERE f_table_schema = '' "
                 "AND f_table_name = 'incidents' AND f_geometry_column = 'geom'")  # fmt: skip
        ((qml,),) = file.execute(query).fetchall()
        (application,) = file.execute("PRAGMA application_id").fetchone()
    assert application == 0x47504B47
    root = ET.fromstring(qml.split("\n", 1)[1])  # noqa: S314 (our own words)
    values = {each.get("value") for each in root.iter("category")}
    assert values == {kind.event_type for kind in KINDS}
    colours = {each.get("value") for each in root.iter("Option") if each.get("name") == "color"}
    assert "213,94,0,255" in colours


def test_sqlite_finds_nothing_wrong(path):
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_selection_of_nothing_is_a_file_too(atlas, tmp_path):
    chosen = IncidentFilter.from_query("q=nothingofthatname")
    frame = gpd.read_file(write(tmp_path, atlas.dataset, "gpkg", chosen), layer="incidents")
    assert len(frame) == 0
    assert set(FLAT_COLUMNS) <= set(frame.columns)


def test_the_same_day_gives_the_same_bytes(atlas):
    assert build(atlas.dataset, "gpkg") == build(atlas.dataset, "gpkg")


def test_days_long_ago_are_kept(make_incidents, tmp_path):
    tables = make_incidents({"event_date": "1500-02-28"})
    with closing(sqlite3.connect(write(tmp_path, Made(tables), "gpkg"))) as file:
        ((day,),) = file.execute("SELECT event_date FROM incidents").fetchall()
    assert date.fromisoformat(day) == date(1500, 2, 28)


def test_hostile_words_come_back(make_incidents, tmp_path):
    texts = [text for text in HOSTILE if text.strip()]
    tables = make_incidents(*({"title_en": text, "summary": text} for text in texts))
    with closing(sqlite3.connect(write(tmp_path, Made(tables), "gpkg"))) as file:
        rows = file.execute("SELECT incident_id, summary FROM incidents").fetchall()
    stored = dict(tables.incidents.select("incident_id", "summary").iter_rows())
    assert dict(rows) == stored
