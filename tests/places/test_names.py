"""Names compared many at a time, and one by one."""

from __future__ import annotations

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from incidents.places.names import name_key, name_keys

words = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["al", "Al-Anbar", "Governorate", "province", "مدينة", "محافظة", "الموصل", "an-Najaf", "é",
         "provinces", "ad", "1", "-", "½"]
    ),
)  # fmt: skip


@given(st.lists(st.lists(words, max_size=4).map(" ".join), max_size=20))
@example(["al governorate", "al  Province x", "province", "al ", "al-al-x", "x_province"])
def test_many_names_have_the_keys_of_each(names):
    assert name_keys(pl.Series(names, dtype=pl.String)).to_list() == [*map(name_key, names)]
