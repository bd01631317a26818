"""What is said of words, once for equal ones."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.readers import sheet
from incidents.readers.sheet import say_words

words = st.sampled_from(["", "a", "b", "ab", "c"])
rows = st.lists(st.tuples(words, words, words), max_size=12)


@pytest.mark.parametrize("most", [1 << 63, 1], ids=["by numbers", "by the words"])
@given(rows)
def test_each_row_is_told_what_is_said_of_its_words(most, cells):
    frame = pl.DataFrame(cells, schema=dict.fromkeys("xyz", pl.Categorical), orient="row")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet, "_MOST", most)
        told = say_words(
            frame, ("x", "z"), said=pl.concat_str("x", "z", separator="-"), one=pl.lit("1")
        )
    assert told.columns == ["x", "y", "z", "said", "one"]
    assert told.rows() == [(x, y, z, f"{x}-{z}", "1") for x, y, z in cells]
