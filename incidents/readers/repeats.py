"""Cells that repeat: what is to be said of them is worked out once of equal ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import polars.selectors as cs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ROOM = 4
"""So many times more numbers than rows are counted out at most, before they are sorted instead."""
_LEAST = 1 << 10


@dataclass(frozen=True, eq=False)
class Apart:
    """The rows of a table by what some of its columns hold."""

    firsts: pl.Series
    """The first row of each combination of cells that there is, in the order of the rows."""
    at: pl.Series
    """Which of those each row has."""

    def ask(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return each combination once, categories as texts."""
        return frame[self.firsts].with_columns(cs.categorical().cast(pl.String))

    def count(self) -> pl.Series:
        """Return how many rows have each combination."""
        return pl.Series(np.bincount(self.at.to_numpy()), dtype=pl.UInt32)

    def spread(self, said: pl.Series) -> pl.Series:
        """Return what is said of each combination, row by row."""
        return said.gather(self.at)


def tell_apart(columns: Sequence[pl.Series]) -> Apart:
    """Return which rows of some columns are equal: texts, categories, whole numbers or days."""
    height = len(columns[0])
    most = max(_LEAST, _ROOM * height)
    key, count = _number(columns[0], most)
    for column in columns[1:]:
        own, many = _number(column, most)
        key, count = _close_up(key * many + own, count * many, most)
    rows = np.full(count, height, np.uint32)
    rows[key[::-1]] = np.arange(height, dtype=np.uint32)[::-1]
    firsts = np.sort(rows[rows < height])
    numbers = rows  # which are not needed any more
    numbers[key[firsts]] = np.arange(len(firsts), dtype=np.uint32)
    return Apart(pl.Series(firsts), pl.Series(numbers.take(key)))


def _number(cells: pl.Series, most: int) -> tuple[np.ndarray, int]:
    """Return a number for each cell, the same for equal ones, and below which all of them are."""
    words = cells.cast(pl.Categorical) if cells.dtype == pl.String else cells
    numbers = words.to_physical().cast(pl.Int64)
    if numbers.null_count() == len(numbers):
        return np.zeros(len(numbers), np.int64), 1
    low, high = _ends(numbers)
    if high - low >= most:
        numbers = numbers.rank("dense").cast(pl.Int64)
        low, high = _ends(numbers)
    return (numbers - low + 1).fill_null(0).to_numpy(), high - low + 2


def _ends(numbers: pl.Series) -> tuple[int, int]:
    low: Any = numbers.min()
    high: Any = numbers.max()
    return low, high


def _close_up(codes: np.ndarray, count: int, most: int) -> tuple[np.ndarray, int]:
    """Return numbers without gaps where they leave too many."""
    if count <= most:
        return codes, count
    distinct, closed = np.unique(codes, return_inverse=True)
    return closed, len(distinct)


def say_of_each(
    frame: pl.DataFrame,
    columns: tuple[str, ...],
    names: tuple[str, ...],
    say: Callable[..., tuple[str, ...]],
) -> pl.DataFrame:
    """Return a frame with what is said of some columns' cells: categories if all of those are.

    Args:
        frame: The frame.
        columns: The columns whose cells, in this order, `say` is asked about.
        names: The new columns, one for each part of the answer.
        say: Gives the answer.
    """
    cells = frame.select(columns)
    apart = tell_apart(cells.get_columns())
    answers = [say(*each) for each in apart.ask(cells).iter_rows()]
    worded = all(kind == pl.Categorical for kind in cells.dtypes)
    said = pl.DataFrame(
        answers, dict.fromkeys(names, pl.Categorical if worded else pl.String), orient="row"
    )
    return frame.with_columns(apart.spread(each) for each in said)


def say_words(frame: pl.DataFrame, columns: tuple[str, ...], **said: pl.Expr) -> pl.DataFrame:
    """Return a frame with what follows from some columns; words are categories.

    Args:
        frame: The frame.
        columns: The columns that `said` reads, categories as texts.
        said: The new columns.
    """
    cells = frame.select(columns)
    apart = tell_apart(cells.get_columns())
    told = apart.ask(cells).select(**said).with_columns(cs.string().cast(pl.Categorical))
    return frame.with_columns(apart.spread(each) for each in told)


def read_each(cells: pl.Series, read: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Return what is read of a column, which is asked about texts that all differ."""
    apart = tell_apart([cells])
    return apart.spread(read(apart.ask(cells.to_frame()).to_series())).alias(cells.name)
