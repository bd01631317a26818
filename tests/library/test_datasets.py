import os
import shutil

import pytest

from incidents.errors import DataFolderError, MissingColumnsError, TableError
from incidents.library.datasets import hash_folder, load_atlas
from incidents.model.tables import TABLES
from incidents.settings import Settings
from tests.factories import bundled_tables
from tests.library.copies import break_row, copy_bundled, load, read_rows, write_rows

BREAKS = {
    "incidents": ("event_date", "sometime"),
    "actors": ("kind", "gang"),
    "involvements": ("role", "bystander"),
    "attributions": ("stance", "rumoured"),
    "statements": ("kind", "poem"),
    "reported_totals": ("count_best", "about fifty"),
    "total_attributions": ("stance", "sung"),
    "sources": ("reliability", "Z"),
    "citations": ("credibility", "7"),
    "claims": ("treatment", "dropped"),
}


def assert_nothing_lost(dataset, folder):
    """Every row of every file is either served or listed as rejected."""
    for name, frame in dataset.tables.by_name().items():
        refused = {row.row for row in dataset.rejected if row.table == name}
        assert frame.height + len(refused) == len(read_rows(folder, name)), name


@pytest.mark.parametrize("table", TABLES)
def test_one_broken_row_is_listed_and_the_others_are_served(tmp_path, table):
    folder = copy_bundled(tmp_path)
    column, value = BREAKS[table]
    break_row(folder, table, column, value)
    dataset = load(folder)
    listed = [(r.column, r.value) for r in dataset.rejected if r.table == table]
    assert (column, value) in listed
    assert dataset.tables.incidents.height >= 106
    assert_nothing_lost(dataset, folder)


def test_a_broken_row_in_every_table_at_once_loses_nothing_in_silence(tmp_path):
    folder = copy_bundled(tmp_path)
    for table, (column, value) in BREAKS.items():
        break_row(folder, table, column, value)
    dataset = load(folder)
    assert {row.table for row in dataset.rejected} == set(TABLES)
    assert dataset.tables.incidents.height == 106
    assert_nothing_lost(dataset, folder)


def test_a_row_with_a_cell_too_many_is_listed_by_its_line(tmp_path):
    folder = copy_bundled(tmp_path)
    path = folder / "actors.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[-1] = lines[-1].rstrip("\n") + ",more\n"
    path.write_text("".join(lines), encoding="utf-8")
    rejected = [row for row in load(folder).rejected if row.table == "actors"]
    assert [(row.row, row.reason) for row in rejected] == [
        (len(lines), "the row has 8 cells, the header 7")
    ]


def test_an_unreadable_side_table_is_listed_and_the_map_still_has_its_incidents(tmp_path):
    folder = copy_bundled(tmp_path)
    (folder / "claims.csv").write_bytes(b"\xff\xfe\x00")
    dataset = load(folder)
    assert [(row.table, row.row) for row in dataset.rejected] == [("claims", 1)]
    assert dataset.tables.incidents.height == 107
    assert dataset.tables.claims.height == 0


def test_incidents_without_any_side_table_are_served(tmp_path):
    folder = copy_bundled(tmp_path)
    for table in TABLES:
        if table != "incidents":
            (folder / f"{table}.csv").unlink()
    dataset = load(folder)
    assert dataset.rejected == ()
    assert dataset.tables.incidents.height == 107


def test_a_folder_of_headers_is_an_empty_dataset(tmp_path):
    for table in TABLES:
        write_rows(tmp_path, table, [])
    dataset = load(tmp_path)
    assert dataset.rejected == ()
    assert dataset.tables.incidents.columns == bundled_tables().incidents.columns
    assert dataset.tables.incidents.schema == bundled_tables().incidents.schema


def test_unreadable_incidents_stop_the_load(tmp_path):
    folder = copy_bundled(tmp_path)
    (folder / "incidents.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TableError):
        load(folder)
    (folder / "incidents.csv").write_text("incident_id\n", encoding="utf-8")
    with pytest.raises(MissingColumnsError):
        load(folder)


def test_a_missing_folder_stops_the_load(tmp_path):
    with pytest.raises(DataFolderError):
        load(tmp_path / "nowhere")


def test_equal_files_have_an_equal_version_wherever_they_lie(tmp_path):
    one = copy_bundled(tmp_path / "one")
    other = copy_bundled(tmp_path / "other")
    assert hash_folder(one) == hash_folder(other) == load(other).version
    assert len(hash_folder(one)) == 12


@pytest.mark.parametrize("name", [*(table.file_name for table in TABLES.values()), "dataset.toml"])
def test_one_changed_byte_is_another_version(tmp_path, name):
    folder = copy_bundled(tmp_path)
    before = hash_folder(folder)
    text = (folder / name).read_bytes()
    (folder / name).write_bytes(text[:-2] + bytes([text[-2] ^ 1]) + text[-1:])
    assert hash_folder(folder) != before


def test_a_moved_row_is_another_version_even_between_files(tmp_path):
    folder = copy_bundled(tmp_path)
    before = hash_folder(folder)
    shutil.copy(folder / "claims.csv", tmp_path / "kept.csv")
    (folder / "claims.csv").unlink()
    assert hash_folder(folder) != before


def test_papers_and_notes_are_not_part_of_the_version(tmp_path):
    folder = copy_bundled(tmp_path)
    before = hash_folder(folder)
    (folder / "notes.md").write_text("Another word.", encoding="utf-8")
    assert hash_folder(folder) == before


def test_the_atlas_is_loaded_once_for_one_state_of_the_files(tmp_path):
    settings = Settings(data=copy_bundled(tmp_path))
    assert load_atlas(settings) is load_atlas(settings)


def test_the_atlas_is_loaded_anew_when_a_file_changes(tmp_path):
    settings = Settings(data=copy_bundled(tmp_path))
    before = load_atlas(settings)
    break_row(settings.data, "incidents", "weapon", "slingshot")
    after = load_atlas(settings)
    assert after.dataset.version != before.dataset.version
    assert "slingshot" in after.dataset.tables.incidents["weapon"].to_list()


def test_the_atlas_is_loaded_anew_when_only_the_time_of_a_file_tells(tmp_path):
    settings = Settings(data=copy_bundled(tmp_path))
    before = load_atlas(settings)
    path = settings.data / "claims.csv"
    path.write_bytes(path.read_bytes().replace(b"C13", b"C31"))
    os.utime(path, ns=(1, 1))
    after = load_atlas(settings)
    assert after.dataset.version != before.dataset.version


def test_every_incident_says_how_it_got_its_place():
    assert not [said for said in bundled_tables().incidents["placed_by"] if not said.strip()]
