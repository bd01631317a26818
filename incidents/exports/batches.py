"""A selection in parts that memory holds easily, and words laid beside the incidents of a part."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import polars as pl
import polars.selectors as cs

from incidents.ahead import work_ahead
from incidents.query.engine import engine_of
from incidents.query.records import order_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

T = TypeVar("T")

SEPARATOR = "; "

ROWS_PER_BATCH = 50_000
"""Enough for columns to be worth it, and few enough to hold several at once."""
_READERS = 4
"""Batches that are worked on at a time, ahead of the one that is taken."""
_FEW = 4
"""So many words of one incident are joined step by step; more, at once."""
_BATCHES_HELD = 8
# The lines about a batch stand all over a file in spatial order: what is given back after one has
# to be read anew for the next.


class Batch:
    """Some incidents, by their rows in the order in which a file has them."""

    def __init__(self, rows: Sequence[int] | np.ndarray) -> None:
        self.rows = rows

    @cached_property
    def _order(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows, ascending, and the place of each in the batch."""
        rows = np.array(self.rows, dtype=np.int64)
        order = np.argsort(rows)
        return rows[order], order

    def read_about(self, tables: Tables, table: str, columns: Sequence[str]) -> pl.DataFrame:
        """Return columns of one of `INCIDENT_TABLES`, of the lines on these incidents.

        The first column is `place`, the incident's in the batch. The lines on an incident stand
        together, as in the table. Words that lines repeat may be stored as numbers.
        """
        lines = engine_of(tables).read_about_frame(table, self.rows, columns)
        rows, order = self._order
        places = order[np.searchsorted(rows, lines["row"].to_numpy())]
        return lines.select(pl.Series("place", places), pl.exclude("row"))

    def join_words(self, lines: pl.DataFrame, name: str, separator: str = SEPARATOR) -> pl.Series:
        """Return the distinct words said of each incident, in order of first appearance.

        Args:
            lines: `place`, as `read_about` orders it, and `words`: texts, or numbered by
                `number_words`.
            name: What the column is called.
            separator: What stands between words. An incident without any has "".
        """
        if not lines.height:
            return pl.Series(name, [""], pl.Enum([""])).new_from_index(0, len(self.rows))
        words, known = _number(lines["words"])
        texts = pl.concat([pl.Series([""]), known])
        found = np.zeros(len(self.rows), dtype=np.int64)
        first, counts = _group(lines["place"])
        # most incidents have one line, of which nothing need be made
        found[lines["place"].gather(first)] = _codes(words)[first]
        told = (
            lines.with_columns(words.alias("words"))
            .filter(pl.Series(np.repeat(counts > 1, counts), dtype=pl.Boolean))
            .unique(["place", "words"], keep="first", maintain_order=True)
        )
        first, counts = _group(told["place"])
        places, codes = told["place"].to_numpy(), _codes(told["words"])
        step = len(texts)
        # the same few words stand together again and again: each combination is joined once
        for further in range(1, _FEW):
            more = first[(counts > further) & (counts <= _FEW)]
            into = places[more]
            both = found[into] * step + codes[more + further]
            pairs, which = np.unique(both, return_inverse=True)
            found[into] = len(texts) + which
            before, after = np.divmod(pairs, step)
            joined = texts.gather(before) + separator + texts.gather(after)
            texts = pl.concat([texts, joined])
        many = pl.Series(np.repeat(counts > _FEW, counts), dtype=pl.Boolean)
        if many.any():
            whole = told.filter(many).group_by("place", maintain_order=True).agg(
                pl.col("words").cast(pl.String).str.join(separator)
            )  # fmt: skip
            found[whole["place"].to_numpy()] = np.arange(len(texts), len(texts) + whole.height)
            texts = pl.concat([texts, whole["words"]])
        return texts.cast(pl.Enum(texts.unique(maintain_order=True))).gather(found).alias(name)


def _group(places: pl.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return where the lines of each incident begin, and how many they are."""
    first = np.flatnonzero(np.diff(places.to_numpy(), prepend=-1))
    return first, np.diff(first, append=len(places))


def _codes(words: pl.Series) -> np.ndarray:
    """Return the numbers of numbered words, from 1."""
    return words.to_physical().to_numpy().astype(np.int64) + 1


def _number(words: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return words stored as numbers, and the words that the numbers stand for."""
    kind = words.dtype
    if not isinstance(kind, pl.Enum):
        kind = pl.Enum(words.unique(maintain_order=True))
    return words.cast(kind), kind.categories


def number_words(
    lines: pl.DataFrame, key: list[str], say: Callable[[pl.DataFrame], pl.DataFrame]
) -> pl.DataFrame:
    """Return lines with columns of words, each put together once for all lines of equal key.

    Args:
        lines: Lines that repeat few keys often.
        key: The columns that the words depend on.
        say: Given the distinct keys, gives the columns of words for each. They are stored as
            numbers, which are quickly compared.
    """
    asked = lines.select(key).unique(maintain_order=True)
    at = lines.select(key).join(
        asked.with_row_index("at"), on=key, how="left", maintain_order="left", nulls_equal=True
    )["at"]  # fmt: skip
    said = say(asked.cast({cs.enum(): pl.String}))
    columns = (_number(said[name])[0].gather(at).alias(name) for name in said.columns)
    return lines.with_columns(columns).rechunk()


def read_batches(
    tables: Tables, chosen: IncidentFilter, size: int = ROWS_PER_BATCH
) -> Iterator[Batch]:
    """Yield the selected incidents, by event_date and then incident_id."""
    rows, engine = np.array(order_rows(tables, chosen), dtype=np.int64), engine_of(tables)
    try:
        for number, start in enumerate(range(0, len(rows), size), start=1):
            yield Batch(rows[start : start + size])
            if number % _BATCHES_HELD == 0:
                engine.release()
    finally:
        engine.release()


def read_ahead(batches: Iterator[Batch], read: Callable[[Batch], T]) -> Iterator[T]:
    """Yield what `read` makes of each batch, in order; the next ones are read meanwhile."""
    return work_ahead(batches, read, _READERS)
