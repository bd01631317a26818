"""Numbers read plainly where that does, and carefully where it does not."""

from __future__ import annotations

import math
import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.readers.cells import decimal, whole

cells = st.one_of(
    st.integers(-(10**20), 10**20).map(str),
    st.floats().map(str),
    st.sampled_from(
        ["", " ", "8.0", " 8", "8.00 ", "8.", "+8", "-8.0", "8,0", "1e3", "NaN", "inf", "٨", "0x8",
         " 33.5\t", "\u00a033.5", "8.5", "8.0.0", "-.5"]
    ),
)  # fmt: skip


def read_whole(cell: str) -> int | None:
    plain = re.sub(r"\.0+$", "", cell.strip())
    number = int(plain) if re.fullmatch(r"[+-]?[0-9]+", plain) else None
    return number if number is not None and -(2**63) <= number < 2**63 else None


@given(st.lists(cells, max_size=12))
def test_a_whole_number_is_read_whatever_stands_beside_it(column):
    read = pl.DataFrame({"cell": pl.Series(column, dtype=pl.String)}).select(whole(pl.col("cell")))
    assert read.to_series().to_list() == [*map(read_whole, column)]


@given(st.lists(cells, max_size=12))
def test_a_decimal_is_finite_and_the_same_with_blanks_around_it(column):
    frame = pl.DataFrame({"cell": pl.Series(column, dtype=pl.String)})
    ways = pl.col("cell").str.strip_chars(), pl.lit(" ") + pl.col("cell")
    bare, wide = (frame.select(decimal(each)).to_series().to_list() for each in ways)
    assert bare == wide == frame.select(decimal(pl.col("cell"))).to_series().to_list()
    assert all(math.isfinite(number) for number in bare if number is not None)


@pytest.mark.parametrize(("cell", "number"), [("33.5", 33.5), (" -8 ", -8.0), ("1e3", 1000.0)])
def test_a_decimal_is_its_number(cell, number):
    assert pl.select(decimal(pl.lit(cell))).item() == number


@pytest.mark.parametrize("cell", ["", "NaN", "inf", "8,0", "33.3 N"])
def test_what_is_no_decimal_is_nothing(cell):
    assert pl.select(decimal(pl.lit(cell))).item() is None
