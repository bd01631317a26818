"""Cells that a spreadsheet would run, made text, and had back as they were."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.model.text_cells import needs_neutralising, neutralise, neutralise_column, restore
from tests.hostile import HOSTILE

FORMULAS = (
    "=1+1", "+963 11 123", "-5 injured", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1",
    "\u200b=1", "\u202e=1", "\ufeff=1", "＝1", "＋1", "－1", "＠A1", "﹦1", "\u22121", "'quoted'",
    "''", "'=1", "\x00=1",
)  # fmt: skip
PLAIN = ("", "Baghdad", "3 - 4", "a=b", "it's", "بغداد", "“x”", "1.5", "#N/A", "x\r\n=1")


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_looks_like_a_formula_is_neutralised(text):
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize("text", PLAIN)
def test_other_text_is_left_as_it_is(text):
    assert neutralise(text) == text


@given(text=st.one_of(st.text(), st.sampled_from(FORMULAS + PLAIN + HOSTILE)))
def test_neutralising_is_reversible(text):
    assert restore(neutralise(text)) == text


TEXTS = st.one_of(st.text(), st.sampled_from(FORMULAS + PLAIN + HOSTILE))


@given(texts=st.lists(TEXTS, max_size=4))
def test_a_column_is_neutralised_as_its_texts_are(texts):
    texts = [each.encode(errors="replace").decode() for each in texts]
    column = pl.DataFrame({"text": pl.Series(texts, dtype=pl.String)})
    safe = [neutralise(each) for each in texts]
    assert column.select(neutralise_column(pl.col("text")))["text"].to_list() == safe
    assert column.select(needs_neutralising(pl.col("text"))).item() == (safe != texts)
