"""Where a selection lies, but for its outliers."""

import pytest

from incidents.query.extent import find_extent
from incidents.query.filters import IncidentFilter
from tests.factories import make_tables

EVERYTHING = IncidentFilter()


def at(latitude, longitude, **more):
    return {"latitude": latitude, "longitude": longitude, **more}


def test_the_box_holds_the_points_of_the_selection_only():
    there = at(-1.28, 36.82, dataset_id="kenya"), at(3.94, 41.87, dataset_id="kenya")
    tables = make_tables(at(33.3, 44.4), *there)
    box = find_extent(tables, IncidentFilter(datasets=frozenset({"kenya"})))
    assert box == pytest.approx((36.82, -1.28, 41.87, 3.94), abs=0.25)


def test_one_point_far_away_does_not_widen_it():
    usual = [at(33 + n / 100, 44 + n / 100) for n in range(100)]
    box = find_extent(make_tables(*usual, at(-30.0, -70.0)), EVERYTHING)
    assert box.west > 43
    assert box.south > 32


def test_without_points_there_is_none():
    unplaced = {"placement": "none", "latitude": None, "longitude": None}
    assert find_extent(make_tables(unplaced), EVERYTHING) is None
    assert find_extent(make_tables({}), IncidentFilter(datasets=frozenset({"other"}))) is None
