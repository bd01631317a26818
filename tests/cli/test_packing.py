"""`incidents pack`: the same dataset as Parquet, and an account of what is not in it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from incidents.cli import main
from incidents.library.datasets import load_atlas
from incidents.settings import Settings


def pack(folder, output, home):
    arguments = ["pack", str(folder), "-o", str(output)]
    return CliRunner().invoke(main, arguments, env={"INCIDENTS_HOME": str(home)})


@pytest.fixture
def folder(tmp_path):
    """A copy of the bundled tables, to be broken."""
    copy = tmp_path / "tables"
    copy.mkdir()
    for file in Settings().data.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    return copy


def test_the_packed_folder_is_served_as_the_same_dataset(tmp_path, atlas):
    result = pack(Settings().data, tmp_path / "out", tmp_path / "home")
    assert result.exit_code == 0, result.output
    packed = load_atlas(Settings(data=tmp_path / "out", home=tmp_path / "home")).dataset
    assert packed.card == atlas.dataset.card
    assert packed.version in result.output
    assert packed.tables.incidents.equals(atlas.dataset.tables.incidents)


def test_rows_that_break_a_rule_are_counted_and_left_out(tmp_path, folder):
    path = folder / "incidents.csv"
    text = path.read_text(encoding="utf-8").replace(",2021-07-19,", ",2021-07-99,", 1)
    path.write_text(text, encoding="utf-8")
    result = pack(folder, tmp_path / "out", tmp_path / "home")
    assert result.exit_code == 3
    assert "106 incidents written" in result.output
    assert "left out" in result.output


def test_a_folder_with_files_is_not_written_over(tmp_path, folder):
    result = pack(Settings().data, folder, tmp_path / "home")
    assert result.exit_code == 2
    assert "is not empty" in result.output
