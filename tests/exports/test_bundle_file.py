"""The bundle: a valid Data Package, whole, and the same on any day."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from datetime import date

import frictionless
import pandas as pd
import pytest

import geopandas as gpd

from incidents.exports.downloads import FileKind, build_download
from incidents.model.tables import TABLES
from incidents.model.validation import validate_tables
from incidents.query.filters import IncidentFilter
from incidents.readers.curated import read_curated
from tests.exports.conftest import EVERYTHING, Made
from tests.exports.files import build
from tests.hostile import HOSTILE

FILTERS = ["", "view=claimed", "from=2021-07-01&to=2021-07-31", "q=nothingofthatname"]
PAPERS = {"datapackage.json", "CITATION.txt", "METHODOLOGY.md", "LICENCES.txt", "filter.txt",
          "checksums.sha256", "incidents.parquet"}  # fmt: skip


def unpack(folder, dataset, query=""):
    chosen = IncidentFilter.from_query(query)
    with zipfile.ZipFile(io.BytesIO(build(dataset, "zip", chosen))) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder


@pytest.mark.parametrize("query", FILTERS)
def test_frictionless_finds_it_valid(atlas, tmp_path, query):
    unpack(tmp_path, atlas.dataset, query)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "message"])[:5]
    assert len(report.tasks) == len(TABLES) + 1


def test_the_tables_come_back_as_they_were(atlas, tmp_path):
    unpack(tmp_path, atlas.dataset)
    own, back = (validate_tables(read_curated(each).rows)
                 for each in (atlas.dataset.folder, tmp_path / "tables"))  # fmt: skip
    assert not back.rejected
    for name, table in TABLES.items():
        key = lambda row, table=table: [str(row[each]) for each in table.key]  # noqa: E731
        assert sorted(back.accepted[name], key=key) == sorted(own.accepted[name], key=key)


def test_everything_that_is_promised_is_in_it(atlas, tmp_path):
    unpack(tmp_path, atlas.dataset, "view=claimed")
    assert {path.name for path in tmp_path.iterdir()} == PAPERS | {"tables"}
    assert len(gpd.read_parquet(tmp_path / "incidents.parquet")) == len(
        pd.read_csv(tmp_path / "tables" / "incidents.csv")
    )
    assert "claimed by the actor itself" in (tmp_path / "filter.txt").read_text("utf-8")
    assert "CC-BY-4.0" in (tmp_path / "LICENCES.txt").read_text("utf-8")
    method = (tmp_path / "METHODOLOGY.md").read_text("utf-8")
    assert atlas.dataset.card.method in method
    assert atlas.dataset.card.caveats[0] in method


def test_the_checksums_are_those_of_the_files(atlas, tmp_path):
    unpack(tmp_path, atlas.dataset)
    lines = (tmp_path / "checksums.sha256").read_text("utf-8").splitlines()
    listed = dict(line.split("  ", 1)[::-1] for line in lines)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert set(listed) == {str(path.relative_to(tmp_path)) for path in files} - {"checksums.sha256"}
    for name, digest in listed.items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest


def test_the_day_is_in_the_name_and_nowhere_else(atlas):
    days = (date(2026, 1, 2), date(2027, 3, 4))
    one, other = (
        build_download(atlas.dataset, EVERYTHING, FileKind.ZIP, accessed=day) for day in days
    )
    assert one.file_name.endswith("_2026-01-02.zip")
    assert other.file_name.endswith("_2027-03-04.zip")
    assert b"".join(one.chunks) == b"".join(other.chunks)


def test_the_day_of_access_is_left_to_be_filled_in(atlas, tmp_path):
    unpack(tmp_path, atlas.dataset)
    text = (tmp_path / "CITATION.txt").read_text("utf-8")
    assert "accessed [day of the download]" in text
    assert not re.search(r"accessed \d", text)


def test_hostile_words_come_back(make_incidents, tmp_path):
    texts = [text for text in HOSTILE if text.strip()]
    tables = make_incidents(*({"title_en": text, "summary": text} for text in texts))
    unpack(tmp_path, Made(tables))
    rows = read_curated(tmp_path / "tables").rows["incidents"]
    stored = dict(tables.incidents.select("incident_id", "summary").iter_rows())
    assert {row.cells["incident_id"]: row.cells["summary"] for row in rows} == stored
