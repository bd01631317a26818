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
    assert told["bars"][0]["start"] >= told["first"]
    assert told["bars"][-1]["end"] <= told["last"]


def test_bars_and_spans_hold_every_incident(tables):
    for width in Bin:
        timeline = summarize_timeline(tables, IncidentFilter(), width)
        told = build_timeline(timeline, date_extent(tables), (None, None), PALETTE)
        parts = (*told["bars"], *told["spans"], told["more_spans"])
        drawn = sum(part["count"] for part in parts)
        assert drawn == len(tables.incidents)


def test_chosen_dates_are_told_in_iso_form(tables):
    timeline = summarize_timeline(tables, IncidentFilter(), Bin.MONTH)
    told = build_timeline(timeline, YEAR, (date(2021, 7, 1), None), PALETTE)
    assert told["selected"] == ["2021-07-01", None]


def test_no_data_is_no_period(make_incidents):
    tables = make_incidents()
    timeline = summarize_timeline(tables, IncidentFilter(), Bin.WEEK)
    told = build_timeline(timeline, date_extent(tables), (None, None), PALETTE)
    assert (told["first"], told["last"], told["bars"]) == (None, None, [])
