"""A folder opened for Spark: what is refused, and what its version is. No Spark is needed here."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace

import polars as pl
import pytest

from incidents.errors import DatasetFolderError, SparkMissingError, UnpackedFolderError
from incidents.library import unread
from incidents.library.datasets import load_atlas
from incidents.library.geoparquet import AREAS_FILE, INCIDENTS_FILE, PARTIES_FILE, write_folder
from incidents.library.layouts import open_folder
from incidents.library.unread import open_unread
from incidents.model.frames import INCIDENT_TABLES
from incidents.query.spark import open_session
from incidents.settings import EngineKind, Settings
from tests.factories import make_tables

SETTINGS = Settings(engine=EngineKind.SPARK)


@pytest.fixture
def installed(monkeypatch):
    """As if Spark were installed, whether it is or not."""
    monkeypatch.setattr(unread, "find_spec", lambda _: True)


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "data"
    path.mkdir()
    write_folder(make_tables({}, {}), path)
    return path


def test_without_spark_it_says_how_to_install_it(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(SparkMissingError, match=r"pip install -r requirements-spark\.txt"):
        load_atlas(replace(SETTINGS, data=folder))
    with pytest.raises(SparkMissingError):
        open_session("local")


def test_a_folder_of_csv_files_has_to_be_packed_first():
    with pytest.raises(UnpackedFolderError, match=r"incidents pack .*curated"):
        load_atlas(SETTINGS)


@pytest.mark.usefixtures("installed")
def test_the_large_tables_have_columns_and_no_rows(folder):
    ours = make_tables({}, {})
    tables, _ = open_unread(folder, SETTINGS)
    for name in ("incidents", *INCIDENT_TABLES):
        assert tables.by_name()[name].schema == ours.by_name()[name].schema
        assert tables.by_name()[name].is_empty()
    assert tables.actors.equals(ours.actors)
    assert tables.areas.equals(ours.areas)
    assert set(tables.laid.files) == {"incidents", "parties", *INCIDENT_TABLES}
    assert tables.laid.master == SETTINGS.spark_master


@pytest.mark.usefixtures("installed")
def test_another_state_of_the_files_is_another_version(folder):
    _, first = open_unread(folder, SETTINGS)
    assert open_unread(folder, SETTINGS)[1] == first
    write_folder(make_tables({}, {}, {}), folder)
    assert open_unread(folder, SETTINGS)[1] != first


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("name", [PARTIES_FILE, AREAS_FILE])
def test_a_folder_without_its_parties_or_areas_is_refused(folder, name):
    (folder / name).unlink()
    with pytest.raises(DatasetFolderError, match=name):
        open_unread(folder, SETTINGS)


@pytest.mark.usefixtures("installed")
def test_a_foreign_or_damaged_file_is_refused(folder):
    pl.DataFrame({"row": [1]}).write_parquet(folder / INCIDENTS_FILE)
    with pytest.raises(DatasetFolderError, match="lacks the column"):
        open_unread(folder, SETTINGS)
    (folder / INCIDENTS_FILE).write_bytes(b"PAR1 and no more")
    with pytest.raises(DatasetFolderError, match="cannot be used"):
        open_unread(folder, SETTINGS)


def make_parts(folder):
    whole = folder / "whole.parquet"
    shutil.move(folder / INCIDENTS_FILE, whole)
    part = folder / INCIDENTS_FILE / "year=2021"
    part.mkdir(parents=True)
    shutil.move(whole, part / "part-0.parquet")
    return part / "part-0.parquet"


@pytest.mark.usefixtures("installed")
def test_incidents_may_be_a_folder_of_part_files(folder):
    part = make_parts(folder)
    tables, first = open_unread(folder, SETTINGS)
    assert tables.laid.files["incidents"] == folder / INCIDENTS_FILE
    shutil.copyfile(part, part.with_name("part-1.parquet"))
    assert open_unread(folder, SETTINGS)[1] != first
    for each in part.parent.iterdir():
        each.unlink()
    with pytest.raises(DatasetFolderError, match="no Parquet file"):
        open_unread(folder, SETTINGS)


def test_the_embedded_engine_says_that_it_reads_no_part_files(folder, tmp_path):
    make_parts(folder)
    with pytest.raises(DatasetFolderError, match="INCIDENTS_ENGINE=spark"):
        open_folder(folder, Settings(home=tmp_path / "home"))
