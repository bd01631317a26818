"""Rejected rows on their way out and in again."""

from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.model.text_cells import neutralise
from incidents.readers.sent_again import ADDED_COLUMNS, neutralise_cells, take_off_again
from tests.factories import examples

CELLS = st.one_of(
    st.text(st.sampled_from("=+-@＝−'\t\r\n\x00 \u200f\ufeff\u2066\x1c\x850,.5aع"), max_size=6),
    st.text(max_size=6),
)


def added(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.lit("x").alias(name) for name in ADDED_COLUMNS)


@examples(300)
@given(st.lists(CELLS, min_size=1), CELLS)
def test_what_goes_out_comes_in_again_the_same(cells, name):
    frame = pl.DataFrame({f"{name} ": cells, "b": cells[::-1]})
    assert take_off_again(added(neutralise_cells(frame))).equals(frame)


@examples(300)
@given(CELLS)
def test_text_is_made_safe_as_in_every_other_file_for_spreadsheets(text):
    (cell,) = neutralise_cells(pl.DataFrame({"a": [text]}))["a"]
    number = re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", text, re.ASCII)
    assert cell == (text if number else neutralise(text))


@pytest.mark.parametrize("number", ["-5", "+12", "-44.3", "0", "44.25"])
def test_a_number_stays_a_number(number):
    assert neutralise_cells(pl.DataFrame({"a": [number]}))["a"][0] == number


@pytest.mark.parametrize("text", ["-5+A1", "+1 killed", "-5\n", "--5", "=1", "-", "-.5e3"])
def test_what_only_begins_as_a_number_does_not(text):
    assert neutralise_cells(pl.DataFrame({"a": [text]}))["a"][0] == f"'{text}"


def test_a_column_that_looks_like_a_formula_is_made_safe_too():
    frame = pl.DataFrame({"=A1": ["a"], "'Ayn": ["b"]})
    safe = neutralise_cells(frame)
    assert safe.columns == ["'=A1", "''Ayn"]
    assert take_off_again(added(safe)).equals(frame)


@pytest.mark.parametrize("kept", [(), ADDED_COLUMNS[:2]])
def test_a_table_that_was_not_sent_by_us_is_left_as_it_is(kept):
    frame = pl.DataFrame({"place": ["'Ayn al-Tamr"], **{name: ["x"] for name in kept}})
    assert take_off_again(frame).equals(frame)


def test_a_cell_that_somebody_mended_is_read_as_it_was_mended():
    sent = added(pl.DataFrame({"latitude": ["33.3"], "notes": ["'=1"]}))
    assert take_off_again(sent).row(0) == ("33.3", "=1")
