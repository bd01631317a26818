"""Points that lie in their country only turned round, turned when somebody asks for it."""

from __future__ import annotations

import polars as pl

from incidents.library.doubts import count_swapped
from incidents.library.turning import TURNED, turn_points
from incidents.readers.raw import AS_FOUND, Reading
from tests.factories import bundled_atlas
from tests.library.coded_rows import make_coded

BAGHDAD = {"latitude": 33.31, "longitude": 44.37}
SWAPPED = {"latitude": 44.37, "longitude": 33.31, "coordinate_source": "a survey"}


def turned(*rows):
    areas = bundled_atlas().areas
    told = turn_points(make_coded(*rows), areas)
    assert count_swapped(told.incidents, areas) == 0
    return told


def test_only_what_lies_in_its_country_when_turned_is_turned_and_each_says_so():
    elsewhere = {"latitude": 60.0, "longitude": 10.0}
    told = turned(BAGHDAD, SWAPPED, elsewhere, {}, SWAPPED | {"coordinate_source": ""})
    points = told.incidents.select("latitude", "longitude").rows()
    assert points == [(33.31, 44.37), (33.31, 44.37), (60.0, 10.0), (None, None), (33.31, 44.37)]
    sources = told.incidents["coordinate_source"].to_list()
    assert sources[1] == "a survey, latitude and longitude exchanged"
    assert sources[4] == "latitude and longitude exchanged"
    assert [sources[0], *sources[2:4]] == ["", "", ""]
    given = "the file has latitude 44.37, longitude 33.31"
    assert told.warnings.rows() == [(3, TURNED, given), (6, TURNED, given)]


def test_a_table_without_such_points_is_left_as_it_is():
    coded = make_coded(BAGHDAD, {})
    assert turn_points(coded, bundled_atlas().areas) is coded


def test_what_the_words_are_kept_in_stays_as_it_was():
    told, before = turned(SWAPPED), make_coded(SWAPPED)
    assert told.incidents.schema == before.incidents.schema
    changed = [name for name in before.incidents.columns
               if not told.incidents[name].equals(before.incidents[name])]  # fmt: skip
    assert changed == ["latitude", "longitude", "coordinate_source"]
    assert told.incidents["coordinate_source"].dtype == pl.Categorical


def test_a_reading_says_that_points_are_turned_only_where_they_are():
    assert "turned" not in AS_FOUND.to_dict()
    assert Reading(**Reading(turned=True).to_dict()) == Reading(turned=True)
