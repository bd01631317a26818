"""A dataset written as Parquet opens as the same dataset."""

import json
import os
import shutil

import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given

import geopandas as gpd

from incidents.errors import DatasetFolderError
from incidents.exports.column_sets import build_column_set
from incidents.exports.csv_file import build_csv
from incidents.exports.downloads import FileKind
from incidents.library import layout_files
from incidents.library.geoparquet import INCIDENTS_FILE, write_folder
from incidents.library.layout_files import open_layout, write_layout, write_small_tables
from incidents.library.layouts import is_parquet_folder, open_folder
from incidents.model.frames import INCIDENT_TABLES, PLACED_COLUMNS
from incidents.model.tables import TABLES
from incidents.query.clusters import build_tile
from incidents.query.engine import engine_of
from incidents.query.facets import count_options
from incidents.query.filters import IncidentFilter
from incidents.query.records import list_incidents, read_record
from incidents.query.tallies import summarize_tallies
from incidents.settings import Settings
from tests.factories import bundled_tables, examples, make_tables
from tests.query.strategies import bundled_filters
from tests.query.test_clusters import WHOLE


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("packed")
    write_folder(bundled_tables(), folder)
    return folder


@pytest.fixture(scope="module", params=["from Parquet files", "from memory", "unnumbered"])
def opened(request, packed, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    if request.param == "from Parquet files":
        return open_folder(packed, Settings(home=home))[0]
    write_small_tables(bundled_tables(), home)
    (home / "layout").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "unnumbered":  # more words than are stored as numbers
            patch.setattr(layout_files, "_MOST_NUMBERED", 1)
        write_layout(bundled_tables(), home / "layout", "0" * 12)
    tables, version = open_layout(home / "layout", home)
    assert version == "0" * 12
    return tables


def test_every_table_comes_back_as_it_was(opened):
    for name, frame in bundled_tables().by_name().items():
        assert opened.by_name()[name].equals(frame), name
    assert opened.areas.equals(bundled_tables().areas)


def test_what_queries_read_comes_back_as_it_was(opened):
    laid = bundled_tables().laid
    assert opened.laid.incidents.equals(laid.incidents)
    assert opened.laid.parties.equals(laid.parties)
    assert opened.laid.located == laid.located
    assert opened.laid.by_id.to_list() == laid.by_id.to_list()
    for name in INCIDENT_TABLES:
        assert opened.laid.rows[name].to_list() == laid.rows[name].to_list()


@examples(40)
@given(chosen=bundled_filters())
def test_the_answers_are_the_same(opened, chosen):
    tables = bundled_tables()
    assert summarize_tallies(opened, chosen) == summarize_tallies(tables, chosen)
    assert count_options(opened, chosen) == count_options(tables, chosen)
    assert build_tile(opened, chosen, WHOLE) == build_tile(tables, chosen, WHOLE)
    assert list_incidents(opened, chosen) == list_incidents(tables, chosen)


@examples(20)
@given(chosen=bundled_filters())
def test_lines_about_incidents_are_texts_and_the_same(opened, chosen):
    for name in INCIDENT_TABLES:
        lines, expected = (
            engine_of(tables).select_about(name, chosen).collect().to_native()
            for tables in (opened, bundled_tables())
        )
        assert lines.equals(expected)
        assert lines.schema["actor_id" if "actor_id" in lines else "source_id"] == pl.String


@pytest.mark.parametrize("kind", [FileKind.CSV, FileKind.UCDP_CSV, FileKind.ACLED_CSV])
def test_a_download_is_the_same(opened, kind):
    def build(tables):
        whole = IncidentFilter()
        lines = (
            build_column_set(tables, whole, kind.columns)
            if kind.columns
            else build_csv(tables, whole)
        )
        return b"".join(lines)

    assert build(opened) == build(bundled_tables())


def test_a_record_is_the_same(opened):
    for incident_id in bundled_tables().incidents["incident_id"][:20]:
        assert read_record(opened, incident_id) == read_record(bundled_tables(), incident_id)


def test_geopandas_reads_the_points_where_they_are(packed):
    frame = gpd.read_parquet(packed / INCIDENTS_FILE)
    located = frame["placement"] == "located"
    assert frame.crs.to_epsg() == 4326 or frame.crs.to_string() == "OGC:CRS84"
    assert located.sum() == bundled_tables().laid.located
    assert frame.geometry[~located].isna().all()
    assert (frame.geometry[located].x == frame["longitude"][located]).all()
    assert (frame.geometry[located].y == frame["latitude"][located]).all()


def test_the_file_says_what_geoparquet_asks_for(packed):
    told = json.loads(pq.read_metadata(packed / INCIDENTS_FILE).metadata[b"geo"])
    assert told["version"] == "1.1.0"
    column = told["columns"][told["primary_column"]]
    assert (column["encoding"], column["geometry_types"]) == ("WKB", ["Point"])
    west, south, east, north = column["bbox"]
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90


def test_the_table_stands_in_the_file_under_its_own_names(packed):
    names = set(pq.read_schema(packed / INCIDENTS_FILE).names)
    assert names >= {*TABLES["incidents"].column_names, *PLACED_COLUMNS, "row", "geometry"}


def test_a_second_opening_reads_the_layout_of_the_first(packed, tmp_path):
    settings, said = Settings(home=tmp_path), []
    _, first = open_folder(packed, settings, lambda step, _: said.append(step))
    steps = len(said)
    _, second = open_folder(packed, settings, lambda step, _: said.append(step))
    assert steps
    assert len(said) == steps
    assert first == second


def test_another_state_of_the_files_is_another_version(tmp_path):
    settings = Settings(home=tmp_path / "home")
    folder = tmp_path / "data"
    folder.mkdir()
    write_folder(make_tables({"title_en": "One"}), folder)
    tables, first = open_folder(folder, settings)
    write_folder(make_tables({"title_en": "Another"}, {}), folder)
    again, second = open_folder(folder, settings)
    assert first != second
    assert (tables.incidents.height, again.incidents.height) == (1, 2)


def test_no_incidents_are_a_dataset_too(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    write_folder(make_tables(), folder)
    tables, _ = open_folder(folder, Settings(home=tmp_path / "home"))
    assert summarize_tallies(tables, IncidentFilter()).count == 0
    assert build_tile(tables, IncidentFilter(), WHOLE).clusters == []


def test_an_unfinished_layout_is_not_read(packed, tmp_path):
    settings = Settings(home=tmp_path)
    open_folder(packed, settings)
    (done,) = (tmp_path / "layouts").rglob("layout.json")
    done.unlink()
    tables, _ = open_folder(packed, settings)
    assert tables.incidents.height == bundled_tables().incidents.height
    assert not list((tmp_path / "layouts").rglob(".*"))


def test_what_was_laid_out_of_an_earlier_state_goes(packed, tmp_path):
    settings = Settings(home=tmp_path / "home")
    folders = tmp_path / "one", tmp_path / "other"
    for folder in folders:
        shutil.copytree(packed, folder)
        open_folder(folder, settings)
    before = set((tmp_path / "home").rglob("layout.json"))
    beside = tmp_path / "home" / "layouts" / "0123456789abcdef"
    beside.mkdir()
    (beside / "layout.json").write_text("{}")
    os.utime(folders[0] / INCIDENTS_FILE, (1, 1))
    tables, _ = open_folder(folders[0], settings)
    assert tables.incidents.height == bundled_tables().incidents.height
    after = set((tmp_path / "home").rglob("layout.json"))
    assert len(before) == len(after) == 2
    assert len(before & after) == 1


def test_a_foreign_parquet_file_is_refused_with_its_reason(tmp_path):
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / INCIDENTS_FILE)
    assert is_parquet_folder(tmp_path)
    with pytest.raises(DatasetFolderError, match="incidents pack"):
        open_folder(tmp_path, Settings(home=tmp_path / "home"))


@pytest.mark.parametrize("damage", [b"", b"PAR1 and no more"])
def test_a_damaged_file_is_refused(packed, tmp_path, damage):
    for path in packed.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / INCIDENTS_FILE).write_bytes(damage)
    with pytest.raises(DatasetFolderError, match="cannot be used"):
        open_folder(tmp_path, Settings(home=tmp_path / "home"))
