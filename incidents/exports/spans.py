"""How exactly days and places are known, as numbers of other codebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import polars as pl

from incidents.model.vocabularies import GeoPrecision, Placement, TimePrecision

if TYPE_CHECKING:
    from collections.abc import Mapping

_Word = TypeVar("_Word", GeoPrecision, TimePrecision)

DAYS = (pl.col("end_date") - pl.col("event_date")).dt.total_days() + 1
"""How many days an incident may have happened on."""

LOCATED = pl.col("placement") == Placement.LOCATED
"""Whether an incident has a point."""


def code_days(by_word: Mapping[TimePrecision, int], by_days: Mapping[int, int]) -> pl.Expr:
    """Return the code of how exactly the day is known; null where none is as coarse.

    Args:
        by_word: The code of a word of `TimePrecision`.
        by_days: For other words: the code of a span of at most so many days, shortest first.
    """
    code = pl.lit(None, dtype=pl.Int64)
    for most, number in reversed([*by_days.items()]):
        code = pl.when(most >= DAYS).then(pl.lit(number, dtype=pl.Int64)).otherwise(code)
    return code_words("time_precision", by_word, code)


def code_words(
    column: str, codes: Mapping[_Word, int], otherwise: pl.Expr | None = None
) -> pl.Expr:
    """Return the codes of a column's words; null, or `otherwise`, for a word that has none."""
    words = {str(word): code for word, code in codes.items()}
    found = pl.col(column).replace_strict(words, default=None, return_dtype=pl.Int64)
    return found if otherwise is None else pl.coalesce(found, otherwise)


def where_located(column: str) -> pl.Expr:
    """Return a coordinate where a point is known, and null elsewhere."""
    return pl.when(LOCATED).then(column)
