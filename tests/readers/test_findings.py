"""Repetitions told by numbers, and by the cells themselves."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from incidents.readers.coded import PARTY_COLUMNS
from incidents.readers.findings import has_repeats, lay_out_parties

few = st.sampled_from(["", "a", "b", "c", "d"])
parties = st.fixed_dictionaries(
    {"row": st.integers(2, 5), "name": few, "kind": few, "stance": few, "role": few, "by": few,
     "note": few}
)  # fmt: skip


@given(st.lists(few, max_size=6))
def test_a_repeated_cell_is_found(cells):
    assert has_repeats(pl.Series(cells, dtype=pl.String)) == (len(set(cells)) < len(cells))


def test_cells_of_one_hash_are_not_taken_for_one(monkeypatch):
    same = pl.Series([7, 7, 7], dtype=pl.UInt64)
    monkeypatch.setattr(pl.Series, "hash", lambda _: same)
    assert not has_repeats(pl.Series(["a", "b", "c"]))
    assert has_repeats(pl.Series(["a", "b", "a"]))


@given(st.lists(st.lists(parties, max_size=8), max_size=3))
def test_a_party_is_told_once_in_a_part_of_an_incident(lists):
    told = lay_out_parties(pl.DataFrame(each, schema=PARTY_COLUMNS) for each in lists)
    kept = {}
    for party in sorted((each for one in lists for each in one), key=lambda each: each["row"]):
        if party["name"]:
            kept.setdefault(tuple(party[name] for name in ("row", "name", "stance", "role")), party)
    assert told.to_dicts() == [*kept.values()]
