"""Coordinates as tables write them."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.readers.coordinates import read_degrees


def degrees(cell, axis="latitude"):
    return read_degrees(pl.Series([cell]), axis)[0]


@pytest.mark.parametrize(
    ("cell", "number"),
    [("33.3", 33.3), ("33,3", 33.3), ("-33.5", -33.5), ("+33.5", 33.5), ("33.5°", 33.5),
     ("٣٣٫٣", 33.3),
     ("33.5N", 33.5), ("N 33.5", 33.5), ("33.5 S", -33.5), ("33°18'N", 33.3), ("33°18′00″N", 33.3),
     ("33 18 N", 33.3), ("33:18:00", 33.3), ("33°18.0' S", -33.3), ("-33°18'", -33.3),
     ("33° 18' 36\" N", 33.31), ("\u200e33.3 ", 33.3)],
)  # fmt: skip
def test_a_coordinate_is_read_in_each_way_it_is_written(cell, number):
    assert degrees(cell) == pytest.approx(number, abs=1e-9)


@pytest.mark.parametrize(
    "cell",
    ["", "x", "33.5 E", "-33.5 S", "33°75'N", "33°18'75\"N", "33.5°18'N", "N33.5S", "1.234.567",
     "33,3,3",
     "nan", "inf", "1e3", "33.5 44.5 12 1"],
)  # fmt: skip
def test_what_can_be_read_two_ways_or_none_is_not_read(cell):
    assert degrees(cell) is None


def test_east_and_west_are_of_longitude_only():
    assert degrees("44.5E", "longitude") == 44.5
    assert degrees("44.5W", "longitude") == -44.5
    assert degrees("44.5N", "longitude") is None
    assert degrees("44.5N", "") == 44.5


@given(st.floats(-180, 180))
def test_a_number_is_itself_with_either_mark(number):
    text = f"{number:.6f}"
    assert degrees(text) == degrees(text.replace(".", ",")) == float(text)


@given(st.integers(0, 89), st.integers(0, 59), st.integers(0, 59), st.sampled_from("NS"))
def test_minutes_and_seconds_are_sixtieths(whole, minutes, seconds, side):
    size = whole + minutes / 60 + seconds / 3600
    read = degrees(f"{whole}°{minutes:02d}'{seconds:02d}\"{side}")
    assert read == pytest.approx(size if side == "N" else -size)
