"""Numbers of killed and injured: blank is not zero, and words are no figure."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.readers.tolls import (
    APPROXIMATE,
    FILLED_UP,
    IN_WORDS,
    LOWER_BOUND,
    Figure,
    add_toll,
    read_figure,
)


@pytest.mark.parametrize("cell", ["", " ", "n/a", "Unknown", "not reported", "-", "غير معروف"])
def test_what_says_nothing_is_not_reported(cell):
    assert read_figure(cell) == Figure()


@pytest.mark.parametrize(
    ("cell", "figure"),
    [("0", 0), ("3", 3), ("3.0", 3), ("1,234", 1234), ("٣", 3), ("۱۲", 12), ("3 killed", 3),
     ("٣ قتلى", 3), ("12 people", 12)],
)  # fmt: skip
def test_a_figure_is_read(cell, figure):
    assert read_figure(cell) == Figure(figure, figure)


@pytest.mark.parametrize("cell", ["5-7", "5 – 7", "5 to 7", "٥-٧", "5 إلى 7"])
def test_a_range_keeps_both_ends(cell):
    assert read_figure(cell) == Figure(5, 7)


@pytest.mark.parametrize(
    ("cell", "doubt"),
    [("5+", LOWER_BOUND), ("at least 5", LOWER_BOUND), ("more than 5 people", LOWER_BOUND),
     ("على الأقل 5", LOWER_BOUND), ("~5", APPROXIMATE), ("about 5 dead", APPROXIMATE),
     ("حوالي ٥", APPROXIMATE)],
)  # fmt: skip
def test_a_figure_that_is_not_exact_says_so(cell, doubt):
    assert read_figure(cell) == Figure(5, 5, doubt)


@pytest.mark.parametrize(
    "cell", ["several", "dozens", "many dead", "عدد من القتلى", "2 soldiers and 3 police", "3 cars"]
)
def test_words_are_no_figure(cell):
    assert read_figure(cell) == Figure(doubt=IN_WORDS)


def test_a_figure_of_the_other_toll_is_none():
    assert read_figure("5 wounded", "fatalities") == Figure(doubt=IN_WORDS)
    assert read_figure("5 wounded", "injured") == Figure(5, 5)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [("-3", "is below 0"), ("−3", "is below 0"), ("3.5", "is not a whole number"),
     ("7-5", "ends below where it begins")],
)  # fmt: skip
def test_what_cannot_be_is_refused(cell, reason):
    assert read_figure(cell) == Figure(reason=reason)


def toll(low="", best="", high=""):
    cells = {"fatalities_low": low, "fatalities_best": best, "fatalities_high": high}
    row = add_toll(pl.DataFrame({name: [cell] for name, cell in cells.items()}), "fatalities")
    return tuple(row[f"_fatalities_{part}"][0] for part in ("low", "best", "high", "doubt"))


def test_one_figure_is_all_three():
    assert toll(best="3") == (3, 3, 3, "")
    assert toll(best="0") == (0, 0, 0, "")
    assert toll() == (None, None, None, "")
    assert toll("1", "2", "3") == (1, 2, 3, "")


def test_what_is_filled_up_is_said():
    assert toll(best="5-7") == (5, 5, 7, FILLED_UP)
    assert toll("1", "", "3") == (1, 1, 3, FILLED_UP)
    assert toll("1", "2") == (1, 2, 2, FILLED_UP)
    assert toll("2") == (2, 2, 2, FILLED_UP)


def test_a_highest_figure_alone_is_no_lowest_one():
    assert toll(high="9") == (None, None, None, FILLED_UP)


@given(st.text(max_size=20))
def test_any_text_is_a_figure_nothing_a_doubt_or_refused(cell):
    found = read_figure(cell)
    assert (found.low is None) == (found.high is None)
    if found.low is not None:
        assert 0 <= found.low <= found.high
