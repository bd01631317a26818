import ast
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import incidents
from incidents.model.frames import INCIDENT_TABLES, lay_out
from incidents.model.laid import LAID_COLUMNS
from incidents.query.filters import BoundingBox, IncidentFilter
from incidents.query.select import count_incidents, select_incidents
from tests.factories import bundled_tables, examples, make_tables
from tests.query.oracle import select_plainly
from tests.query.strategies import ACTOR_FIELDS, bundled_filters

FIELDS = tuple(IncidentFilter.__dataclass_fields__)


def ids(tables, **chosen):
    asked = chosen.pop("chosen", None) or IncidentFilter(**chosen)
    ranks = select_incidents(tables, asked).collect()["rank"].to_list()
    return tables.incidents["incident_id"].gather(ranks).to_list()


def selects(row, **chosen):
    return bool(ids(make_tables(row), **chosen))


@examples(300)
@given(bundled_filters())
def test_the_fast_way_selects_what_the_plain_way_selects(chosen):
    tables = bundled_tables()
    assert sorted(ids(tables, chosen=chosen)) == sorted(select_plainly(tables, chosen))


@examples(100)
@given(bundled_filters())
def test_selecting_keeps_the_columns_and_repeats_nothing(chosen):
    tables = bundled_tables()
    frame = select_incidents(tables, chosen).collect()
    found = frame["row"].to_list()
    assert frame.columns == ["row", *LAID_COLUMNS]
    assert len(found) == len(set(found)) == count_incidents(tables, chosen)


@examples(100)
@given(bundled_filters())
def test_selecting_twice_is_selecting_once(chosen):
    tables = bundled_tables()
    once = tables.incidents[select_incidents(tables, chosen).collect()["rank"].to_list()]
    ids_left = once["incident_id"].implode()
    about = {name: tables.by_name()[name].filter(pl.col("incident_id").is_in(ids_left))
             for name in INCIDENT_TABLES}  # fmt: skip
    narrowed = lay_out(tables.by_name() | about | {"incidents": once})
    assert sorted(ids(narrowed, chosen=chosen)) == sorted(once["incident_id"])


@examples(200)
@given(bundled_filters(), bundled_filters(), st.sampled_from(FIELDS))
def test_adding_a_condition_only_removes(chosen, other, field):
    # Actors, roles, viewpoint and denials are one question: see test_ledger.py.
    if field not in ACTOR_FIELDS and field not in chosen.chosen_fields:
        narrower = chosen.replace(**{field: getattr(other, field)})
        tables = bundled_tables()
        assert set(ids(tables, chosen=narrower)) <= set(ids(tables, chosen=chosen))


@examples(100)
@given(bundled_filters(), bundled_filters())
def test_two_conditions_on_different_fields_select_what_both_select(one, other):
    own = [f for f in other.chosen_fields if f not in {*one.chosen_fields, *ACTOR_FIELDS}]
    other = other.without(*(set(FIELDS) - set(own)))
    both = one.replace(**{name: getattr(other, name) for name in own})
    tables = bundled_tables()
    expected = set(ids(tables, chosen=one)) & set(ids(tables, chosen=other))
    assert set(ids(tables, chosen=both)) == expected


@pytest.mark.parametrize(
    ("first", "last", "matches"),
    [
        pytest.param(None, date(2021, 3, 9), False, id="ends before it begins"),
        pytest.param(None, date(2021, 3, 10), True, id="ends on its first day"),
        pytest.param(date(2021, 3, 12), None, True, id="begins on its last day"),
        pytest.param(date(2021, 3, 13), None, False, id="begins after its last day"),
        pytest.param(date(2021, 3, 11), date(2021, 3, 11), True, id="lies within"),
        pytest.param(date(2021, 3, 1), date(2021, 3, 31), True, id="holds it"),
        pytest.param(date(2021, 3, 31), date(2021, 3, 1), False, id="ends before it begins itself"),
    ],
)
def test_dates_select_what_may_have_happened_on_one_of_them(first, last, matches):
    row = {
        "event_date": date(2021, 3, 10),
        "end_date": date(2021, 3, 12),
        "time_precision": "range",
    }
    assert selects(row, date_from=first, date_to=last) == matches


@pytest.mark.parametrize(
    ("cell", "sites", "matches"),
    [
        ("base;airport", {"airport"}, True),
        ("base;airport", {"market", "base"}, True),
        ("airbase", {"base"}, False),
        ("base camp", {"base"}, False),
        ("", {"base"}, False),
        ("base;airport", {"base;airport"}, False),
        ("a.b", {"a?b"}, False),
    ],
)
def test_a_list_matches_by_whole_parts(cell, sites, matches):
    assert selects({"site_type": cell}, sites=frozenset(sites)) == matches


@pytest.mark.parametrize(
    ("figures", "killed", "matches"),
    [((1, 5, 9), 5, True), ((1, 5, 9), 6, False), ((0, 0, 0), 0, True), ((None,) * 3, 0, False)],
)
def test_killed_goes_by_the_best_figure_and_needs_one(figures, killed, matches):
    assert selects({"fatalities": figures}, killed=killed) == matches


@pytest.mark.parametrize(
    ("row", "matches"),
    [
        ({"fatalities": (0, 0, 1)}, True),
        ({"injured": (0, 2, 2)}, True),
        ({"fatalities": (0, 0, 0), "injured": (1, 1, 1)}, True),
        ({"fatalities": (0, 0, 0), "injured": (0, 0, 0)}, False),
        ({"fatalities": (0, 0, 0)}, False),
        ({}, False),
    ],
)
def test_casualties_are_those_that_somebody_reports(row, matches):
    assert selects(row, with_casualties=True) == matches


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("اربيل", True),
        ("إِربيـل", True),
        ("ROCKETS erbil", True),
        ("rockets baghdad", False),
        ("rock", True),
        ("؟ !", True),
        (".*", True),
        ("xx|rockets", False),
        ("", True),
    ],
)
def test_every_word_of_the_text_has_to_occur_in_either_script(text, matches):
    row = {"title_en": "Rockets at Erbil", "title_ar": "صواريخ على أربيل", "location": "Erbil"}
    assert selects(row, text=text) == matches


POINT = {"longitude": 44.0, "latitude": 33.0}
AREA = {"placement": "area", "area_bounds": (43.0, 32.0, 45.0, 34.0)}
PACIFIC = {"longitude": 179.5, "latitude": 0.0}


@pytest.mark.parametrize(
    ("row", "view", "matches"),
    [
        pytest.param(POINT, (43, 32, 45, 34), True, id="a point within"),
        pytest.param(POINT, (44, 33, 44, 33), True, id="a point on the rim"),
        pytest.param(POINT, (44.1, 32, 45, 34), False, id="a point to the west"),
        pytest.param(POINT, (43, 33.1, 45, 34), False, id="a point to the south"),
        pytest.param(POINT, (45, 32, 43, 34), False, id="a point in the gap"),
        pytest.param(PACIFIC, (179, -1, -179, 1), True, id="a point west of 180°"),
        pytest.param(PACIFIC | {"longitude": -179.5}, (179, -1, -179, 1), True, id="east of 180°"),
        pytest.param(PACIFIC | {"longitude": 0.0}, (179, -1, -179, 1), False, id="far from 180°"),
        pytest.param(AREA, (44.9, 33.9, 50, 50), True, id="an area that reaches in"),
        pytest.param(AREA, (43.5, 32.5, 44, 33), True, id="an area around the view"),
        pytest.param(AREA, (45.1, 32, 50, 34), False, id="an area beside the view"),
        pytest.param(AREA, (43, 34.1, 45, 35), False, id="an area below the view"),
        pytest.param(AREA, (170, 32, -170, 34), False, id="an area far from 180°"),
        pytest.param(AREA, (44, 32, -170, 34), True, id="an area at the rim of a long view"),
        pytest.param({"placement": "none"}, (-180, -90, 180, 90), False, id="no place"),
    ],
)
def test_a_view_selects_points_within_and_areas_that_it_touches(row, view, matches):
    assert selects(row, bounds=BoundingBox(*view)) == matches


def test_a_located_record_goes_by_its_point_and_not_by_its_area():
    row = POINT | {"area_bounds": (40.0, 30.0, 50.0, 40.0)}
    assert not selects(row, bounds=BoundingBox(46, 31, 49, 39))


def test_an_unknown_value_selects_nothing_and_is_no_error():
    for field in ("datasets", "actors", "areas", "sites", "countries", "sub_event_types"):
        assert ids(bundled_tables(), **{field: frozenset({"nothing"})}) == []


def test_nothing_can_be_selected_from_nothing():
    assert ids(make_tables(), text="x", actors=frozenset({"a"}), without_denied=True) == []


def test_no_two_questions_have_one_name():
    """Answers are kept by the question's name: another's would be given for it."""
    names = [
        call.args[1].value
        for module in Path(incidents.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "remember"
    ]
    assert len(names) > 8
    assert len(set(names)) == len(names)
