"""`incidents export`: every kind of file, its size, its progress and its terms."""

from __future__ import annotations

import json
import shutil
import zipfile

import pytest
from click.testing import CliRunner

from incidents.cli import main
from incidents.settings import Settings

BEGINNINGS = {
    "gpkg": b"SQLite format 3\x00",
    "parquet": b"PAR1",
    "kml": b"<?xml",
    "zip": b"PK",
    "xlsx": b"PK",
    "geojson": b'{"type": "FeatureCollection"',
}


def run(*arguments, **environ):
    return CliRunner().invoke(main, [str(each) for each in arguments], env=environ)


@pytest.fixture
def closed(tmp_path):
    """A folder of tables that may not be handed on."""
    folder = tmp_path / "data"
    shutil.copytree(Settings().data, folder)
    card = folder / "dataset.toml"
    said = "redistribution = 'restricted'\nterms = 'Ask the source.'\n"
    card.write_text(said + card.read_text("utf-8"), encoding="utf-8")
    return {"INCIDENTS_DATA": str(folder)}


@pytest.mark.parametrize("suffix", BEGINNINGS)
def test_the_suffix_decides_the_kind(tmp_path, suffix):
    path = tmp_path / f"x.{suffix}"
    result = run("export", "--filter", "view=claimed", "-o", path)
    assert result.exit_code == 0, result.output
    assert path.read_bytes().startswith(BEGINNINGS[suffix])
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_dataset_that_is_not_there_is_refused_with_those_that_are(tmp_path):
    path = tmp_path / "x.csv"
    result = run("export", "--filter", "dataset=iraq-2021&dataset=iraq-2012", "-o", path)
    assert result.exit_code == 1
    assert "'iraq-2012'" in result.stderr
    assert "there are: iraq-2021." in result.stderr
    assert not path.exists()
    assert run("export", "--filter", "dataset=iraq-2021", "-o", path).exit_code == 0


def test_size_and_progress_are_told_on_standard_error(tmp_path):
    result = run("export", "-o", tmp_path / "x.gpkg")
    first, *others = result.stderr.splitlines()
    assert first.startswith("107 incidents (every incident of the dataset), about ")
    assert "Writing x.gpkg … 0%" in others
    assert others[-1].startswith("written to ")
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("columns", "head", "said"),
    [("hxl", "incident_id,", "hxlstandard.org"), ("acled", "event_id_cnty,", "non-ACLED data"),
     ("ucdp", "id,year,", "non-UCDP data")],
)  # fmt: skip
def test_a_csv_may_have_other_columns_and_says_so_beside_it(tmp_path, columns, head, said):
    path = tmp_path / "x.csv"
    result = run("export", "--columns", columns, "-o", path)
    assert result.exit_code == 0, result.output
    assert path.read_text("utf-8-sig").startswith(head)
    assert said in (tmp_path / "x.csv.txt").read_text("utf-8")


def test_only_csv_has_other_columns(tmp_path):
    result = run("export", "--columns", "acled", "-o", tmp_path / "x.kml")
    assert result.exit_code == 2
    assert "only a .csv file can have the columns of acled" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_restricted_rows_are_refused_with_their_terms(closed, tmp_path):
    path = tmp_path / "x.zip"
    result = run("export", "-o", path, **closed)
    assert result.exit_code == 1
    assert "Ask the source." in result.stderr
    assert "--accept-terms iraq-2021" in result.stderr
    assert not path.exists()


def test_terms_of_a_dataset_that_is_not_here_cannot_be_accepted(closed, tmp_path):
    path = tmp_path / "x.zip"
    names = ("--accept-terms", "iraq-2012", "--accept-terms", "iraq-2021")
    result = run("export", *names, "-o", path, **closed)
    assert result.exit_code == 2
    assert "no dataset that is shown is called 'iraq-2012'; there are: iraq-2021." in " ".join(
        result.stderr.split()
    )
    assert not path.exists()


def test_restricted_rows_are_written_once_their_terms_are_accepted(closed, tmp_path):
    path = tmp_path / "x.zip"
    result = run("export", "--accept-terms", "iraq-2021", "-o", path, **closed)
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(path) as archive:
        assert json.loads(archive.read("datapackage.json"))["resources"]
        assert "Terms: Ask the source." in archive.read("LICENCES.txt").decode()
