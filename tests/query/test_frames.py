"""Frames of time: a window of them is what the filter with its dates selects."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.errors import BinError
from incidents.model.laid import KINDS
from incidents.query.areas import summarize_areas
from incidents.query.bins import Bin, count_bins
from incidents.query.clusters import build_tile
from incidents.query.filters import IncidentFilter
from incidents.query.frames import (
    MOST_FRAMES,
    SUITABLE_FRAMES,
    build_frame_tile,
    scale_frames,
    summarize_area_frames,
    summarize_frames,
)
from incidents.query.tallies import Toll, summarize_tallies
from tests.factories import bundled_tables, examples, make_tables
from tests.query.strategies import bundled_filters
from tests.query.test_clusters import WHOLE, busy_tiles

EVERYTHING = IncidentFilter()


@st.composite
def windows(draw):
    """Draw a filter, a width of which few enough frames fit, and a first and last frame."""
    chosen = draw(bundled_filters())
    tables = bundled_tables()
    widths = [None, Bin.WEEK, Bin.MONTH, Bin.QUARTER, Bin.YEAR]
    scale = scale_frames(tables, chosen, draw(st.sampled_from(widths)))
    first = draw(st.integers(0, max(0, scale.count - 1)))
    return chosen, scale, first, draw(st.integers(first, max(first, scale.count - 1)))


def in_window(series, first, last):
    """Sum a series over a window, as the page does."""
    starts, late = series
    ended = [start + (late[at] if late else 0) for at, start in enumerate(starts)]
    return sum(starts[: last + 1]) - sum(ended[:first])


def dated(chosen, scale, first, last):
    """Return the filter that selects what a window shows."""
    periods = scale.periods
    begins, ends = periods[first][0], periods[last][1]
    if chosen.date_from is not None:
        begins = max(begins, chosen.date_from)
    if chosen.date_to is not None:
        ends = min(ends, chosen.date_to)
    return chosen.replace(date_from=begins, date_to=ends)


@examples(150)
@given(windows())
def test_a_windows_figures_are_those_of_the_filter_with_its_dates(window):
    chosen, scale, first, last = window
    told = summarize_frames(bundled_tables(), chosen, scale)
    if not scale.count:
        assert told["count"][0] == [0]
        return
    expected = summarize_tallies(bundled_tables(), dated(chosen, scale, first, last))
    assert in_window(told["count"], first, last) == expected.count
    assert in_window(told["located"], first, last) == expected.located
    assert in_window(told["area"], first, last) == expected.area_only
    assert in_window(told["none"], first, last) == expected.unlocated
    for toll in ("fatalities", "injured"):
        parts = {part: in_window(told[toll][part], first, last) for part in told[toll]}
        assert Toll(**parts) == getattr(expected, toll)
    kinds = {kind: in_window(told["types"][kind], first, last) for kind in KINDS}
    assert {kind: count for kind, count in kinds.items() if count} == expected.by_event_type


@examples(100)
@given(windows(), busy_tiles())
def test_a_windows_clusters_are_those_of_the_filter_with_its_dates(window, address):
    chosen, scale, first, last = window
    tables = bundled_tables()
    played = build_frame_tile(tables, chosen, address, scale)
    if not scale.count:
        assert played == []
        return
    expected = build_tile(tables, dated(chosen, scale, first, last), address).clusters
    counts = {}
    for cluster in played:
        kinds = {k: in_window(series, first, last) for k, series in cluster["types"].items()}
        if any(kinds.values()):
            counts[cluster["cell"]] = {kind: n for kind, n in kinds.items() if n}
    assert counts == {cluster["cell"]: cluster["types"] for cluster in expected}


@examples(100)
@given(windows())
def test_a_windows_areas_are_those_of_the_filter_with_its_dates(window):
    chosen, scale, first, last = window
    played = summarize_area_frames(bundled_tables(), chosen, scale)
    if not scale.count:
        assert played == {}
        return
    expected = summarize_areas(bundled_tables(), dated(chosen, scale, first, last))
    counts = {
        area: {name: in_window(series, first, last) for name, series in told.items()}
        for area, told in played.items()
    }
    assert {area: told for area, told in counts.items() if told["count"]} == {
        area: {
            "count": told.count,
            "area_only": told.area_only,
            "killed": told.fatalities.best,
            "not_reported": told.fatalities.not_reported,
        }
        for area, told in expected.items()
    }


@examples(100)
@given(bundled_filters())
def test_frames_are_few_enough_to_play_and_cover_the_selection(chosen):
    scale = scale_frames(bundled_tables(), chosen)
    assert scale.count <= SUITABLE_FRAMES
    for (_, ends), (begins, _) in itertools.pairwise(scale.periods):
        assert (begins - ends).days == 1


def test_the_places_of_played_clusters_are_those_of_the_still_ones():
    tables = bundled_tables()
    still = build_tile(tables, EVERYTHING, WHOLE).clusters
    played = build_frame_tile(tables, EVERYTHING, WHOLE, scale_frames(tables, EVERYTHING))
    assert [each["cell"] for each in played] == [each["cell"] for each in still]
    for one, other in zip(played, still, strict=True):
        assert one["longitude"] == pytest.approx(other["longitude"], abs=2e-6)
        assert one["latitude"] == pytest.approx(other["latitude"], abs=2e-6)


def test_what_is_known_only_to_days_of_two_frames_is_in_both():
    row = {
        "event_date": date(2021, 7, 31),
        "end_date": date(2021, 8, 2),
        "time_precision": "range",
    }
    tables = make_tables(row, {"event_date": date(2021, 9, 1)})
    scale = scale_frames(tables, EVERYTHING, Bin.MONTH)
    told = summarize_frames(tables, EVERYTHING, scale)
    assert told["count"] == ([1, 0, 1], [-1, 1, 0])
    assert [in_window(told["count"], frame, frame) for frame in range(3)] == [1, 1, 1]
    assert in_window(told["count"], 0, 2) == 2


def test_more_frames_than_can_be_played_are_refused():
    days = [{"event_date": date(2021, 1, 1)}, {"event_date": date(2021, 12, 31)}]
    with pytest.raises(BinError, match="Choose a wider one"):
        scale_frames(make_tables(*days), EVERYTHING, Bin.DAY)
    assert count_bins(Bin.WEEK, date(2021, 1, 1), date(2021, 12, 31)) <= MOST_FRAMES
    assert scale_frames(make_tables(*days), EVERYTHING).width is Bin.WEEK


def test_nothing_selected_has_no_frames():
    assert scale_frames(make_tables(), EVERYTHING).count == 0
    assert (
        summarize_area_frames(make_tables(), EVERYTHING, scale_frames(make_tables(), EVERYTHING))
        == {}
    )
