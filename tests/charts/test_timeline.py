from dataclasses import replace
from datetime import date

from incidents.charts.timeline import build_timeline, pick_bin
from incidents.maps.styles import KINDS
from incidents.query.filters import IncidentFilter
from incidents.query.timeline import Bin, date_extent, summarize_timeline

PALETTE = [{"event_type": str(kind.event_type), "colour": kind.colour} for kind in KINDS]
YEAR = (date(2020, 12, 10), date(2021, 12, 19))


def test_the_readers_width_goes_before_the_fitting_one():
    assert pick_bin(YEAR) is Bin.WEEK
    assert pick_bin(YEAR, "day") is Bin.DAY
    assert pick_bin(YEAR, "nonsense") is Bin.WEEK
    assert pick_bin(None) is Bin.WEEK


def test_the_period_is_made_of_whole_bars(tables):
    told = build_timeline(
        summarize_timeline(tables, IncidentFilter(), Bin.WEEK), YEAR, (None, None), PALETTE
    )
    assert (told["first"], told["last"]) == ("2020-12-07", "2021-12-19")
    assert told["bars"][0][0] >= told["first"]
    assert told["bars"][-1][1] <= told["last"]


def test_bars_and_spans_hold_every_incident(tables):
    for width in Bin:
        timeline = summarize_timeline(tables, IncidentFilter(), width)
        told = build_timeline(timeline, date_extent(tables), (None, None), PALETTE)
        in_bars = sum(sum(counts) for _start, _end, _uncertain, *counts in told["bars"])
        in_spans = sum(span["count"] for span in told["spans"])
        assert in_bars + in_spans + told["undrawn"] == len(tables.incidents)


def test_a_bar_is_told_as_its_days_and_the_count_of_each_kind(tables):
    timeline = summarize_timeline(tables, IncidentFilter(), Bin.MONTH)
    told = build_timeline(timeline, YEAR, (None, None), PALETTE)
    for row, bar in zip(told["bars"], timeline.bins, strict=True):
        start, end, uncertain, *counts = row
        assert (start, end, uncertain) == (bar["start"], bar["end"], bar["uncertain"])
        kinds = dict(zip((kind["event_type"] for kind in PALETTE), counts, strict=True))
        assert {kind: count for kind, count in kinds.items() if count} == bar["types"]


def test_where_there_are_too_many_spans_to_list_none_is_drawn(tables):
    timeline = summarize_timeline(tables, IncidentFilter(), Bin.DAY)
    assert timeline.spans
    some = replace(timeline, more_spans={"spans": 7, "count": 9})
    told = build_timeline(some, YEAR, (None, None), PALETTE)
    assert told["spans"] == []
    assert told["undrawn"] == 9 + sum(span["count"] for span in timeline.spans)


def test_chosen_dates_are_told_in_iso_form(tables):
    timeline = summarize_timeline(tables, IncidentFilter(), Bin.MONTH)
    told = build_timeline(timeline, YEAR, (date(2021, 7, 1), None), PALETTE)
    assert told["selected"] == ["2021-07-01", None]


def test_no_data_is_no_period(make_incidents):
    tables = make_incidents()
    timeline = summarize_timeline(tables, IncidentFilter(), Bin.WEEK)
    told = build_timeline(timeline, date_extent(tables), (None, None), PALETTE)
    assert (told["first"], told["last"], told["bars"]) == (None, None, [])
