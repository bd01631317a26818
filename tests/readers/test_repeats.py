"""Rows told apart by what they hold, and what is said of them once."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.readers import repeats
from incidents.readers.repeats import read_each, say_of_each, say_words, tell_apart

words = st.sampled_from(["", "a", "b", "ab", "c"])
rows = st.lists(st.tuples(words, words, words), max_size=12)
cells = st.tuples(
    words,
    words,
    st.none() | st.dates(date(1, 1, 1)),
    st.none() | st.sampled_from([0, 1, -1, 2**63 - 1, -(2**63)]) | st.integers(-5, 300),
)
KINDS = {"text": pl.String, "word": pl.Categorical, "day": pl.Date, "number": pl.Int64}


@pytest.fixture(params=[(4, 1 << 10), (0, 2)], ids=["counted out", "sorted"])
def room(request, monkeypatch):
    """Leave much room, or hardly any, for numbers that are counted out."""
    for name, value in zip(("_ROOM", "_LEAST"), request.param, strict=True):
        monkeypatch.setattr(repeats, name, value)


@pytest.mark.usefixtures("room")
@given(st.lists(cells, max_size=30), st.sets(st.sampled_from(sorted(KINDS)), min_size=1))
def test_rows_are_told_apart_as_by_their_cells(table, names):
    frame = pl.DataFrame(table, schema=KINDS, orient="row").select(sorted(names))
    held = frame.rows()
    apart = tell_apart(frame.get_columns())
    first_seen = list(dict.fromkeys(held))
    assert apart.ask(frame).rows() == first_seen
    assert apart.firsts.to_list() == [held.index(each) for each in first_seen]
    assert [first_seen[at] for at in apart.at] == held
    assert apart.count().to_list() == [held.count(each) for each in first_seen]


@pytest.mark.usefixtures("room")
@given(rows)
def test_each_row_is_told_what_is_said_of_its_words(cells):
    frame = pl.DataFrame(cells, schema=dict.fromkeys("xyz", pl.Categorical), orient="row")
    told = say_words(
        frame, ("x", "z"), said=pl.concat_str("x", "z", separator="-"), one=pl.lit("1")
    )
    assert told.columns == ["x", "y", "z", "said", "one"]
    assert told.rows() == [(x, y, z, f"{x}-{z}", "1") for x, y, z in cells]
    assert told.schema["said"] == pl.Categorical


@given(rows)
def test_what_follows_from_a_day_stays_a_day(cells):
    days = [date(2021, 1, 1 + len(x)) for x, _, _ in cells]
    frame = pl.DataFrame({"day": days}, schema={"day": pl.Date})
    told = say_words(frame, ("day",), next=pl.col("day").dt.offset_by("1d"), word=pl.lit("w"))
    assert told.dtypes == [pl.Date, pl.Date, pl.Categorical]
    assert told["next"].to_list() == [date(2021, 1, 2 + len(x)) for x, _, _ in cells]


@pytest.mark.parametrize("kind", [pl.String, pl.Categorical])
@given(rows)
def test_each_answer_is_asked_for_once_and_is_of_the_kind_of_what_was_asked(kind, cells):
    frame = pl.DataFrame(cells, schema=dict.fromkeys("xyz", kind), orient="row")
    asked = []

    def say(x, z):
        asked.append((x, z))
        return x + z, z.upper()

    told = say_of_each(frame, ("x", "z"), ("both", "loud"), say)
    assert told.rows() == [(x, y, z, x + z, z.upper()) for x, y, z in cells]
    assert asked == list(dict.fromkeys((x, z) for x, _, z in cells))
    assert told.schema["both"] == told.schema["loud"] == kind


def test_words_beside_texts_are_texts():
    frame = pl.DataFrame({"x": ["a"], "y": ["b"]}, schema={"x": pl.Categorical, "y": pl.String})
    told = say_of_each(frame, ("x", "y"), ("both",), lambda x, y: (x + y,))
    assert (told["both"].dtype, told["both"].to_list()) == (pl.String, ["ab"])


@pytest.mark.parametrize("kind", [pl.String, pl.Categorical])
@given(st.lists(words, max_size=12))
def test_a_column_is_read_once_of_equal_cells(kind, cells):
    seen = []

    def read(distinct):
        seen.extend(distinct)
        return distinct.str.len_bytes()

    column = pl.Series("x", cells, dtype=kind)
    read_of = read_each(column, read)
    assert read_of.to_list() == list(map(len, cells))
    assert (read_of.name, seen) == ("x", list(dict.fromkeys(cells)))
