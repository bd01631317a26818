import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.query.bins import Bin
from incidents.query.filters import IncidentFilter
from incidents.query.tallies import summarize_tallies
from incidents.query.timeline import date_extent, suit_bin, summarize_timeline
from tests.factories import bundled_tables, examples, make_tables
from tests.query.strategies import bundled_filters

EVERYTHING = IncidentFilter()
BINS = st.sampled_from(Bin)


def timeline(*rows, width=Bin.WEEK, chosen=EVERYTHING, **others):
    return summarize_timeline(make_tables(*rows, **others), chosen, width)


def spanning(first, last, precision="range"):
    return {"event_date": first, "end_date": last, "time_precision": precision}


@examples(150)
@given(bundled_filters(), BINS)
def test_bars_and_spans_add_up_to_the_selection(chosen, width):
    found = summarize_timeline(bundled_tables(), chosen, width)
    counted = sum(each["count"] for each in (*found.bins, *found.spans, found.more_spans))
    assert counted == summarize_tallies(bundled_tables(), chosen).count
    for bar in found.bins:
        assert sum(bar["types"].values()) == bar["count"] > 0
        assert 0 <= bar["uncertain"] <= bar["count"]


@examples(60)
@given(bundled_filters(), BINS)
def test_bars_are_apart_and_in_order(chosen, width):
    bars = summarize_timeline(bundled_tables(), chosen, width).bins
    for bar, following in itertools.pairwise(bars):
        assert bar["start"] <= bar["end"] < following["start"]


@examples(300)
@given(st.dates(), BINS)
def test_every_day_of_the_calendar_lies_in_its_bar(day, width):
    first, last = width.start(day), width.end(day)
    assert first <= day <= last
    assert width.start(first) == width.start(last) == first
    assert width.end(first) == last


@pytest.mark.parametrize("day", [date.min, date.max])
@pytest.mark.parametrize("width", Bin)
def test_the_ends_of_the_calendar_have_a_bar(day, width):
    found = timeline({"event_date": day}, width=width)
    assert [bar["count"] for bar in found.bins] == [1]


@examples(100)
@given(st.dates(max_value=date(9999, 12, 20)))
def test_weeks_run_from_monday_to_sunday(day):
    assert Bin.WEEK.start(day).weekday() == 0
    assert Bin.WEEK.end(day) - Bin.WEEK.start(day) == timedelta(days=6)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2021, 2, 10), date(2021, 2, 28)),
        (date(2020, 2, 10), date(2020, 2, 29)),
        (date(2021, 4, 30), date(2021, 4, 30)),
        (date(2021, 12, 1), date(2021, 12, 31)),
    ],
)
def test_a_month_ends_on_its_last_day(day, last):
    assert Bin.MONTH.end(day) == last
    assert Bin.MONTH.start(day) == day.replace(day=1)


def test_a_known_day_is_certain_and_one_of_several_days_within_the_bar_is_not():
    monday = date(2021, 7, 19)
    rows = ({"event_date": monday}, spanning(monday, monday + timedelta(days=6)))
    (bar,) = timeline(*rows).bins
    assert (bar["start"], bar["end"]) == ("2021-07-19", "2021-07-25")
    assert (bar["count"], bar["uncertain"]) == (2, 1)


def test_what_is_known_only_to_days_of_two_bars_is_a_span():
    row = spanning(date(2021, 7, 25), date(2021, 7, 26))
    found = timeline(row)
    assert found.bins == []
    assert [(span["incident_id"], span["event_date"]) for span in found.spans] == [
        ("T-001", "2021-07-25")
    ]
    assert timeline(row, width=Bin.MONTH).spans == []


def test_a_night_is_counted_on_its_first_day():
    found = timeline(spanning(date(2021, 7, 25), date(2021, 7, 26), "night"), width=Bin.DAY)
    assert [bar["start"] for bar in found.bins] == ["2021-07-25"]
    assert found.spans == []


def test_a_month_is_a_span_among_weeks_and_a_bar_among_months():
    row = spanning(date(2021, 7, 1), date(2021, 7, 31), "month")
    assert len(timeline(row).spans) == 1
    assert [bar["uncertain"] for bar in timeline(row, width=Bin.MONTH).bins] == [1]


SAID = {"actor_id": "group", "speaker": "A Speaker", "title_en": "No truce", "title_ar": "لا هدنة"}


@pytest.mark.parametrize(
    ("chosen", "heard"),
    [
        pytest.param({}, True, id="no choice"),
        pytest.param({"date_from": date(2021, 7, 19)}, True, id="from its day"),
        pytest.param({"date_from": date(2021, 7, 20)}, False, id="from the day after"),
        pytest.param({"date_to": date(2021, 7, 18)}, False, id="to the day before"),
        pytest.param({"actors": frozenset({"group"})}, True, id="its actor"),
        pytest.param({"actors": frozenset({"other"})}, False, id="another actor"),
        pytest.param({"text": "هُدْنة"}, True, id="a word of its title"),
        pytest.param({"text": "speaker truce"}, True, id="speaker and title"),
        pytest.param({"text": "rocket"}, False, id="another word"),
        pytest.param({"killed": 100}, True, id="a toll"),
        pytest.param({"areas": frozenset({"IQ-XX"})}, True, id="a place"),
    ],
)
def test_statements_follow_dates_actors_and_text_alone(chosen, heard):
    found = timeline(statements=[SAID], chosen=IncidentFilter(**chosen))
    assert bool(found.statements) == heard


@pytest.mark.parametrize(
    ("datasets", "heard"),
    [
        ((), ["S-1", "brought.S-1"]),
        (("own",), ["S-1"]),
        (("brought",), ["brought.S-1"]),
        (("silent",), []),
        (("own", "brought"), ["S-1", "brought.S-1"]),
        (("own", "silent"), ["S-1"]),
    ],
)
def test_statements_are_those_of_the_chosen_datasets(datasets, heard):
    said = [SAID | {"statement_id": name} for name in ("S-1", "brought.S-1")]
    sources = [{"source_id": name} for name in ("paper", "brought.dataset", "silent.dataset")]
    chosen = IncidentFilter(datasets=frozenset(datasets))
    found = timeline(statements=said, sources=sources, chosen=chosen).statements
    assert [each["statement_id"] for each in found] == heard


def test_an_undated_statement_stands_on_the_day_by_which_it_was_said():
    undated = SAID | {"event_date": None, "time_precision": "by"}
    (statement,) = timeline(statements=[undated]).statements
    assert (statement["event_date"], statement["end_date"]) == (None, "2021-07-19")
    later = IncidentFilter(date_from=date(2021, 7, 20))
    assert timeline(statements=[undated], chosen=later).statements == []


@pytest.mark.parametrize(
    ("days", "width"),
    [
        (0, Bin.DAY),
        (62, Bin.DAY),
        (63, Bin.WEEK),
        (800, Bin.WEEK),
        (810, Bin.MONTH),
        (15 * 365, Bin.MONTH),
        (50 * 365, Bin.QUARTER),
        (500 * 365, Bin.YEAR),
    ],
)
def test_a_longer_period_has_wider_bars(days, width):
    first = date(2020, 1, 1)
    assert suit_bin(first, first + timedelta(days=days)) is width


def test_the_extent_is_the_first_and_the_last_day():
    assert date_extent(bundled_tables()) == (date(2020, 12, 10), date(2021, 12, 19))
    assert date_extent(make_tables()) is None
