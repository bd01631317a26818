import re

import pytest

from incidents.model.columns import ColumnType
from incidents.model.frames import PLACED_COLUMNS
from incidents.model.tables import TABLES
from incidents.model.validation import read_cell
from incidents.model.vocabularies import SUB_EVENT_TYPES, EventType

COLUMNS = [
    pytest.param(table, column, id=f"{table.name}.{column.name}")
    for table in TABLES.values()
    for column in table.columns
]


def test_a_table_is_found_under_its_name():
    assert [name for name, table in TABLES.items() if name != table.name] == []


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_column_names_are_unique_words(table):
    assert len(set(table.column_names)) == len(table.column_names)
    assert [name for name in table.column_names if not re.fullmatch("[a-z][a-z0-9_]*", name)] == []


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_a_key_is_made_of_the_tables_own_columns(table):
    assert table.key
    assert set(table.key) <= set(table.column_names)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_reference_names_a_table_with_a_key_of_one_column(table, column):
    del table
    if column.references:
        assert len(TABLES[column.references].key) == 1


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_every_column_says_what_it_means(table, column):
    del table
    assert column.meaning.endswith(".")


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_columns_example_is_allowed_in_it(table, column):
    del table
    if column.example and column.example != "https://…":
        assert read_cell(column, column.example)[1] == ""


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_only_text_is_restricted_to_words_and_only_figures_to_limits(table, column):
    del table
    text = column.type is ColumnType.STRING
    assert text or not (column.allowed or column.pattern or column.many or column.references)
    assert not text or (column.minimum is None and column.maximum is None)


def test_every_event_type_has_its_sub_event_types_and_shares_none():
    flat = [sub for kind in EventType for sub in SUB_EVENT_TYPES[kind]]
    assert len(flat) == len(set(flat))
    assert all(SUB_EVENT_TYPES[kind] for kind in EventType)


def test_who_did_it_is_never_a_column_of_the_incident():
    assert not [name for name in TABLES["incidents"].column_names if "actor" in name]


def test_what_loading_adds_does_not_hide_a_column_of_the_file():
    assert not set(PLACED_COLUMNS) & set(TABLES["incidents"].column_names)


def test_a_column_is_found_by_its_name():
    assert TABLES["incidents"].column("weapon").name == "weapon"
    assert TABLES["incidents"].file_name == "incidents.csv"
