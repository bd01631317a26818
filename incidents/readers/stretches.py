"""Large clean text tables, a stretch of rows at a time: memory holds a few stretches of them.

Only what nobody needs to see whole is read so. Wherever the whole would be needed after all, that
is said by `NeedsWholeError`, and the table is read the usual way instead (`readers.opening`).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl
import polars.selectors as cs

from incidents.readers.delimited import SAMPLE, find_layout
from incidents.readers.delimited_fast import without_blank_rows
from incidents.readers.delimited_marks import count_marks
from incidents.readers.grid import are_tags, name_columns
from incidents.readers.raw import Container, RawTable, Reading
from incidents.readers.sent_again import ADDED_COLUMNS
from incidents.readers.text_encoding import doubts_about, is_utf8, marked_encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from incidents.readers.delimited_fast import Layout
    from incidents.readers.delimited_marks import Marks

LEAST_BYTES = 32 << 20
"""A smaller file is read whole: there is nothing to save."""
ROWS = 1 << 17
_LEAST_STRETCHES = 8
_LEAST_ROWS = 1 << 13
_FIRST_ROW = 2
_HEAD_ROWS = 200
_SAMPLE_ROWS = 1 << 13
_FEW = 0.3
"""Of so large a share of the first cells at most differ, in a column that repeats few words."""


class NeedsWholeError(Exception):
    """Something can only be told once every row of a table is seen."""


@dataclass(frozen=True, eq=False)
class Stretches:
    """A table that is read a stretch of rows at a time."""

    head: RawTable
    """Its first rows."""
    path: Path
    layout: Layout
    words: frozenset[str]
    """The columns that repeat few words, by Polars' names: they are read as categories."""
    rows: int
    """About how many rows there are."""
    _marks: Future[Marks | None]

    def read(self) -> Iterator[RawTable]:
        """Yield every row, in the order of the file, and see that none was misread.

        Columns that repeat few words are categories.

        Raises:
            NeedsWholeError: The file is not as clean as it began.
        """
        try:
            yield from self._read()
        except (pl.exceptions.PolarsError, OSError) as error:
            raise NeedsWholeError(str(error)) from error

    def _read(self) -> Iterator[RawTable]:
        header, row = self.layout.header, _FIRST_ROW
        cells = sum(len(name.encode()) for name in header)
        batches = _scan(self.path, self.layout, self.words).collect_batches(
            chunk_size=self._rows_at_once(), maintain_order=True
        )
        for batch in batches:
            # a blank cell of a category is nothing to Polars
            whole = batch.with_columns(cs.categorical().fill_null("")).rechunk()
            _, _, blank = without_blank_rows(whole, row)
            if batch.width != len(header) or blank or self._looks_unclean():
                raise NeedsWholeError("blank or crooked rows")
            cells += sum(map(_count_bytes, whole))
            whole.columns = self.head.frame.columns
            yield replace(self.head, frame=whole, first_row=row)
            row += batch.height
        marks = self._marks.result()
        if marks is None or not marks.make(row - 1, len(header), cells):
            raise NeedsWholeError("crooked rows")

    def _rows_at_once(self) -> int:
        """Return how many rows a stretch has: of a smaller file fewer, so that it too has some."""
        return min(ROWS, max(_LEAST_ROWS, self.rows // _LEAST_STRETCHES))

    def _looks_unclean(self) -> bool:
        return self._marks.done() and self._marks.result() is None


def open_stretches(path: Path, reading: Reading) -> Stretches | None:
    """Return a file as stretches, None where it has to be read whole.

    It is read in stretches if it is large UTF-8 text whose first line names the columns and whose
    lines look clean.
    """
    if path.stat().st_size < LEAST_BYTES or reading.separator or reading.header is False:
        return None
    with path.open("rb") as file:
        begin = file.read(SAMPLE)
    encoding = reading.encoding or marked_encoding(begin) or "utf-8"
    text = begin.decode("utf-8-sig", errors="ignore")
    layout = find_layout(text, reading) if is_utf8(encoding) else None
    if layout is None or not layout.named or layout.skipped:
        return None
    names = name_columns(layout.header)
    if are_tags(layout.header) or set(ADDED_COLUMNS) <= set(names):
        return None
    try:
        sample = _scan(path, layout).head(_SAMPLE_ROWS).collect()
    except (pl.exceptions.PolarsError, OSError):
        return None
    head, words = sample.head(_HEAD_ROWS), _find_words(sample)
    if head.width != len(names) or head.width == 1 or (head.height and are_tags(head.row(0))):
        return None
    head.columns = names
    table = RawTable(
        frame=head,
        container=Container.DELIMITED,
        reading=Reading(encoding, layout.separator, header=True),
        first_row=_FIRST_ROW,
        remarks=tuple(doubts_about(text)),
    )
    rows = path.stat().st_size * text.count("\n") // len(begin)
    # counted while rows are read already
    aside = ThreadPoolExecutor(1, "count")
    counting = aside.submit(count_marks, path, layout.separator)
    aside.shutdown(wait=False)
    return Stretches(table, path, layout, words, rows, counting)


def _find_words(sample: pl.DataFrame) -> frozenset[str]:
    return frozenset(each.name for each in sample if each.n_unique() <= _FEW * len(each))


def _count_bytes(cells: pl.Series) -> int:
    lengths = cells.str.len_bytes() if cells.dtype == pl.String else cells.cat.len_bytes()
    return int(lengths.cast(pl.Int64).sum())


def _scan(path: Path, layout: Layout, words: Iterable[str] = ()) -> pl.LazyFrame:
    return pl.scan_csv(
        path,
        separator=layout.separator,
        infer_schema=False,
        schema_overrides=dict.fromkeys(words, pl.Categorical),
        empty_string_is_null=False,
        quote_char='"',
        glob=False,
    )
