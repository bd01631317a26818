"""A selection in parts that memory holds easily, and words laid beside the incidents of a part."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from incidents.query.engine import engine_of
from incidents.query.records import order_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

SEPARATOR = "; "

ROWS_PER_BATCH = 50_000
"""Enough for columns to be worth it, and few enough to hold several at once."""
_READERS = 2
"""Batches that are read while one is written."""
_BATCHES_HELD = 8
# Every batch of a selection by date reads all over a file in spatial order: what is given back
# after one has to be read anew for the next.


class Batch:
    """Some incidents, by their rows in the order in which a file has them."""

    def __init__(self, rows: Sequence[int]) -> None:
        self.rows = rows

    @cached_property
    def _order(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows, ascending, and the place of each in the batch."""
        rows = np.array(self.rows, dtype=np.int64)
        order = np.argsort(rows)
        return rows[order], order

    def join_words(self, lines: pl.DataFrame, name: str, separator: str = SEPARATOR) -> pl.Series:
        """Return the distinct words said of each incident, in order of first appearance.

        Args:
            lines: `row`, ascending, and `words`, as text or numbered (`number_words`).
            name: What the column is called.
            separator: What stands between words. An incident without any has "".
        """
        row = pl.col("row")
        several = (row == row.shift(1)).fill_null(value=False) | (row == row.shift(-1)).fill_null(
            value=False
        )
        marked = lines.with_columns(several.alias("several"))
        # most incidents have one line, of which nothing need be made
        joined = (
            marked.filter("several")
            .unique(["row", "words"], keep="first", maintain_order=True)
            .group_by("row", maintain_order=True)
            .agg(pl.col("words").cast(pl.String).str.join(separator))
        )
        single = marked.filter(~pl.col("several")).select("row", pl.col("words").cast(pl.String))
        return self.lay_beside(pl.concat([single, joined]), name)

    def lay_beside(self, found: pl.DataFrame, name: str) -> pl.Series:
        """Return the `words` of each incident, at most one line a `row`; "" for those without."""
        rows, order = self._order
        place = np.full(len(rows), found.height)
        place[order[np.searchsorted(rows, found["row"].to_numpy())]] = np.arange(found.height)
        return found["words"].extend_constant("", 1).gather(place).alias(name)


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
    said = say(asked)
    columns = []
    for name in said.columns:
        numbered = said[name].cast(pl.Enum(said[name].unique(maintain_order=True)))
        columns.append(numbered.gather(at).alias(name))
    return lines.with_columns(columns).rechunk()


def read_batches(
    tables: Tables, chosen: IncidentFilter, size: int = ROWS_PER_BATCH
) -> Iterator[Batch]:
    """Yield the selected incidents, by event_date and then incident_id."""
    rows, engine = order_rows(tables, chosen), engine_of(tables)
    try:
        for number, start in enumerate(range(0, len(rows), size), start=1):
            yield Batch(rows[start : start + size])
            if number % _BATCHES_HELD == 0:
                engine.release()
    finally:
        engine.release()


def read_ahead(
    batches: Iterator[Batch], read: Callable[[Batch], pl.DataFrame]
) -> Iterator[pl.DataFrame]:
    """Yield what `read` makes of each batch, in order; the next ones are read meanwhile."""
    with ThreadPoolExecutor(_READERS, "read-ahead") as aside:
        coming = deque(aside.submit(read, each) for each in islice(batches, _READERS))
        while coming:
            frame = coming.popleft().result()
            coming.extend(aside.submit(read, each) for each in islice(batches, 1))
            yield frame
