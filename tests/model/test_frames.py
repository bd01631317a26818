from datetime import date

import polars as pl
import pytest

from incidents.model.frames import PLACED_COLUMNS, build_frame, build_frames
from incidents.model.tables import TABLES
from tests.factories import make_tables
from tests.model.rows import judge

TYPES = {"string": pl.String, "date": pl.Date, "integer": pl.Int64, "number": pl.Float64}


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_an_empty_table_still_has_typed_columns(table):
    frame = build_frame(table, [])
    assert frame.schema == {column.name: TYPES[column.type] for column in table.columns}


def test_accepted_rows_become_one_frame_a_table():
    frames = build_frames(judge().accepted)
    assert {name: frame.height for name, frame in frames.items()} == dict.fromkeys(TABLES, 1)
    assert frames["incidents"]["event_date"].to_list() == [date(2021, 7, 19)]


def test_a_figure_that_is_not_reported_stays_null_also_when_later_rows_have_one():
    rows = [{"fatalities_best": None}] * 200 + [{"fatalities_best": 3}]
    assert build_frame(TABLES["incidents"], rows)["fatalities_best"].to_list()[-2:] == [None, 3]


def test_tables_are_found_by_name():
    tables = make_tables({}, actors=[{"actor_id": "group"}])
    assert list(tables.by_name()) == list(TABLES)
    assert tables.by_name()["actors"]["actor_id"].to_list() == ["group"]


def test_made_tables_have_the_columns_of_loaded_ones():
    expected = [*TABLES["incidents"].column_names, *PLACED_COLUMNS]
    assert make_tables({}).incidents.columns == expected
    assert make_tables().incidents.columns == expected


def test_made_tables_fill_in_the_actors_and_sources_that_rows_name():
    tables = make_tables({}, attributions=[{"actor_id": "group", "by": "state"}])
    assert tables.actors["actor_id"].to_list() == ["group", "state"]
    assert tables.sources["source_id"].to_list() == ["paper"]
