"""The columns that queries read say what the table says, and a tile is one range of rows."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.model.frames import INCIDENT_TABLES, lay_out
from incidents.model.laid import (
    AREA_COLUMNS,
    CLOSED_WORDS,
    EPOCH,
    KIND_CODES,
    LAID_COLUMNS,
    OPEN_WORDS,
    TOLLS,
    count_located,
)
from incidents.model.mercator import MAX_ZOOM, WORLD, interleave, interleave_one
from incidents.model.vocabularies import EventType
from incidents.query.filters import IncidentFilter
from incidents.query.tallies import summarize_tallies
from tests.factories import bundled_tables, examples, make_tables

UNITS = st.integers(0, WORLD - 1)


def by_row(tables):
    """Return the table of incidents in the order of their rows."""
    return tables.incidents[tables.laid.incidents["rank"]]


def test_a_laid_row_says_what_the_tables_row_says():
    tables = bundled_tables()
    assert tables.laid.incidents.columns == list(LAID_COLUMNS)
    for row, laid in zip(by_row(tables).to_dicts(), tables.laid.incidents.to_dicts(), strict=True):
        for name in ("x", "y", *TOLLS, *CLOSED_WORDS, *OPEN_WORDS):
            assert laid[name] == row[name]
        for name, end in (("event_date", "first"), ("end_date", "last")):
            day = row[name]
            assert laid[f"{end}_day"] == (day - EPOCH).days
            month = laid["month" if end == "first" else "last_month"]
            assert month == (day.year - 1970) * 12 + day.month - 1
        assert laid["kind"] == KIND_CODES[row["event_type"]]
        assert laid["inexact"] == (row["time_precision"] not in {"day", "night"})


def test_ranks_are_the_order_of_dates_and_then_ids():
    tables = bundled_tables()
    keys = tables.incidents.select("event_date", "incident_id").rows()
    assert keys == sorted(keys)
    assert sorted(tables.laid.incidents["rank"]) == list(range(len(keys)))


def test_equal_places_have_one_number_and_no_place_has_none():
    names = ("Erbil", "", "Mosul", "Erbil")
    tables = make_tables(*({"location": name} for name in names))
    found = dict(zip(by_row(tables)["location"], tables.laid.incidents["place"], strict=True))
    assert found[""] is None
    assert found["Erbil"] != found["Mosul"]
    assert tables.laid.incidents["place"].n_unique() == 3


def test_located_rows_come_first_along_the_curve():
    tables = make_tables(
        {"placement": "none"},
        {"longitude": 50.0, "latitude": 10.0},
        {"placement": "area"},
        {"longitude": -50.0, "latitude": 40.0},
    )
    assert tables.laid.located == 2
    assert by_row(tables)["placement"].to_list() == ["located", "located", "area", "none"]
    assert by_row(tables)["longitude"].to_list()[:2] == [-50.0, 50.0]


def test_rows_out_of_order_are_noticed():
    tables = bundled_tables()
    with pytest.raises(ValueError, match="spatial order"):
        count_located(tables.incidents.reverse())


def test_the_order_does_not_depend_on_that_of_the_input():
    tables = bundled_tables()
    again = lay_out({name: frame.reverse() for name, frame in tables.by_name().items()})
    assert again.incidents.equals(tables.incidents)
    assert again.laid.incidents.equals(tables.laid.incidents)
    assert again.laid.parties.equals(tables.laid.parties)
    assert again.areas.equals(tables.areas)


@pytest.mark.parametrize("name", INCIDENT_TABLES)
def test_lines_about_an_incident_stand_together_and_keep_their_order(name):
    tables = bundled_tables()
    frame, rows = tables.by_name()[name], tables.laid.rows[name]
    assert rows.is_sorted()
    assert frame["incident_id"].to_list() == by_row(tables)["incident_id"].gather(rows).to_list()


def test_every_id_is_found_by_halving():
    tables = bundled_tables()
    ids = by_row(tables)["incident_id"].gather(tables.laid.by_id).to_list()
    assert ids == sorted(ids)


@examples(300)
@given(UNITS, UNITS, st.integers(0, MAX_ZOOM))
def test_a_tile_is_one_stretch_of_the_curve(x, y, zoom):
    size = WORLD >> zoom
    corner = interleave_one(x // size * size, y // size * size)
    assert corner <= interleave_one(x, y) < corner + size**2


@examples(100)
@given(st.lists(st.tuples(UNITS, UNITS), min_size=1, max_size=20))
def test_many_points_lie_on_the_curve_where_each_does(points):
    xs, ys = (pl.Series(each).to_numpy() for each in zip(*points, strict=True))
    assert interleave(xs, ys).tolist() == [interleave_one(x, y) for x, y in points]


def test_an_area_is_called_what_most_of_its_incidents_call_it():
    rows = [{"admin1": name} for name in ("Baghdad", "Bagdad", "Baghdad", "")]
    (area,) = make_tables(*rows).areas.to_dicts()
    assert set(area) == set(AREA_COLUMNS)
    assert area["name"] == "Baghdad"


def test_every_event_type_has_a_code_that_fits_beside_a_cell():
    assert list(KIND_CODES) == [kind.value for kind in EventType]
    assert max(KIND_CODES.values()) < 8


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_are_numbers_too(day):
    (row,) = make_tables({"event_date": day}).laid.incidents.to_dicts()
    assert row["first_day"] == (day - EPOCH).days


def test_tolls_that_add_up_to_more_than_32_bits_are_summed_right():
    tables = make_tables(*[{"fatalities": (0, 2**30, 2**31 - 1)}] * 3)
    found = summarize_tallies(tables, IncidentFilter()).fatalities
    assert (found.low, found.best, found.high) == (0, 3 * 2**30, 3 * (2**31 - 1))
