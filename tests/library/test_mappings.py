"""Mappings that are remembered by a table's columns."""

from __future__ import annotations

import pytest

from incidents.errors import LibraryError
from incidents.library.mappings import FOLDER, recall_mapping, remember_mapping
from incidents.readers.mapping import TableMapping

COLUMNS = ["التاريخ", "place", "dead"]
MAPPING = TableMapping(columns={"event_date": "التاريخ", "location": "place"}, date_order="dmy")


def test_a_table_with_the_same_columns_is_read_the_same_way(tmp_path):
    remember_mapping(tmp_path, COLUMNS, MAPPING)
    assert recall_mapping(tmp_path, COLUMNS) == MAPPING
    assert recall_mapping(tmp_path, COLUMNS[::-1]) == MAPPING


def test_the_last_word_stands(tmp_path):
    remember_mapping(tmp_path, COLUMNS, MAPPING)
    remember_mapping(tmp_path, COLUMNS, TableMapping())
    assert recall_mapping(tmp_path, COLUMNS) == TableMapping()
    assert len(list((tmp_path / FOLDER).iterdir())) == 1


def test_other_columns_are_another_table(tmp_path):
    remember_mapping(tmp_path, COLUMNS, MAPPING)
    for columns in (COLUMNS[:2], [*COLUMNS, "x"], ["التاريخ", "place, dead"]):
        assert recall_mapping(tmp_path, columns) is None


def test_columns_without_names_say_nothing_of_a_table(tmp_path):
    columns = ["column 1", "column 2"]
    remember_mapping(tmp_path, columns, MAPPING)
    assert recall_mapping(tmp_path, columns) is None
    assert not (tmp_path / FOLDER).exists()


@pytest.mark.parametrize("content", [b"{", b'{"colour": 1}', b"\xff"])
def test_a_damaged_mapping_is_named(tmp_path, content):
    remember_mapping(tmp_path, COLUMNS, MAPPING)
    (kept,) = (tmp_path / FOLDER).iterdir()
    kept.write_bytes(content)
    with pytest.raises(LibraryError, match=rf"{kept.name} cannot be used: .* Move it away"):
        recall_mapping(tmp_path, COLUMNS)


def test_a_folder_that_cannot_be_written_is_an_error_of_the_library(tmp_path):
    (tmp_path / FOLDER).write_text("a file", encoding="utf-8")
    with pytest.raises(LibraryError, match="Nothing was changed"):
        remember_mapping(tmp_path, COLUMNS, MAPPING)
