"""CSV as every spreadsheet reads it: RFC 4180, UTF-8 with BOM, ISO dates."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from io import RawIOBase
from itertools import chain
from typing import IO, TYPE_CHECKING, cast

import polars as pl
import polars.selectors as cs

from incidents.exports.batches import read_ahead, read_batches
from incidents.exports.flat import FLAT_COLUMNS, read_flat
from incidents.model.laid import CLOSED_WORDS
from incidents.model.text_cells import needs_neutralising, neutralise_column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from incidents.exports.batches import Batch
    from incidents.model.frames import Tables
    from incidents.model.validation import RejectedRow
    from incidents.query.filters import IncidentFilter

_BOM = "\ufeff"
_LINE_END = "\r\n"
_LEAST_PLAIN, _MOST_PLAIN = 1e-4, 1e15
"""Between these a number is written without an exponent anyway."""
_REJECTED_COLUMNS = ("table", "row", "column", "value", "reason")


def build_csv(tables: Tables, chosen: IncidentFilter) -> Iterator[bytes]:
    """Yield the selected incidents as CSV, one row each.

    Text cells that look like formulas are neutralised (see `model.text_cells`); numbers and dates
    are never touched.
    """
    return encode_batches([FLAT_COLUMNS], read_batches(tables, chosen), partial(read_flat, tables))


def build_rejected_csv(rejected: Iterable[RejectedRow]) -> Iterator[bytes]:
    """Yield the rows that are not served, one line for each reason."""
    cells = [[getattr(row, name) for name in _REJECTED_COLUMNS] for row in rejected]
    schema = [(name, pl.Int64 if name == "row" else pl.String) for name in _REJECTED_COLUMNS]
    frame = pl.DataFrame(cells, schema=schema, orient="row")
    return encode_frames([_REJECTED_COLUMNS], [frame])


def encode_batches(
    heads: Iterable[Sequence[str]],
    batches: Iterator[Batch],
    read: Callable[[Batch], pl.DataFrame],
) -> Iterator[bytes]:
    """Yield what `read` makes of each batch as one CSV file, as `encode_frames` does."""
    yield from encode_frames(heads, [])
    for pieces in read_ahead(batches, lambda batch: _write(spell(read(batch), safe=True))):
        yield from pieces


def encode_frames(
    heads: Iterable[Sequence[str]], frames: Iterable[pl.DataFrame], *, safe: bool = True
) -> Iterator[bytes]:
    """Yield frames below one another as one CSV file.

    Args:
        heads: The lines above them: the columns' names, and any that belong to the names.
        frames: The rows.
        safe: For people and their spreadsheets: with a byte order mark, and with text neutralised
            that looks like a formula. Otherwise for programs that read text as it is stored.
    """
    lines = [pl.DataFrame([[name] for name in head]) for head in heads]
    yield (_BOM.encode() if safe else b"") + b"".join(chain.from_iterable(map(_write, lines)))
    for frame in frames:
        yield from _write(spell(frame, safe=safe))


def spell(frame: pl.DataFrame, *, safe: bool) -> pl.DataFrame:
    """Return a frame whose cells are written as they stand; a blank text is no cell's text."""
    free = set(frame.columns) - CLOSED_WORDS.keys() if safe else set()
    # words of our own lists are never blank, and look like no formula
    numbered = [each for each in frame
                if isinstance(each.dtype, pl.Enum) and each.name not in CLOSED_WORDS]  # fmt: skip
    numbers = [each for each in frame if each.dtype.is_float()]
    texts = frame.select(cs.string()).columns
    # most columns have no cell to be changed, of which no copy is made
    risky = frame.select(needs_neutralising(pl.col(name)) for name in texts)
    return frame.with_columns(
        *(_spell_texts(each.name, safe=safe and each.item()) for each in risky),
        *(_spell_numbered(each, safe=each.name in free) for each in numbered),
        *(_spell_numbers(each) for each in numbers),
    )


def _spell_texts(name: str, *, safe: bool) -> pl.Expr:
    spelled = neutralise_column(pl.col(name)) if safe else pl.col(name)
    # Polars quotes a text without letters, to tell it from none; the tables have no such difference
    return pl.when(spelled != "").then(spelled).alias(name)


def _spell_numbered(words: pl.Series, *, safe: bool) -> pl.Series:
    """Return numbered words with every name spelled; a number whose name is blank becomes none."""
    kind = cast("pl.Enum", words.dtype)
    names = kind.categories.to_frame("name").select(_spell_texts("name", safe=safe)).to_series()
    if names.equals(kind.categories):
        return words
    kinds = pl.Enum(names.drop_nulls().unique(maintain_order=True))
    return names.cast(kinds).gather(words.to_physical()).alias(words.name)


class _Pieces(RawIOBase):
    """Keeps what is written in the pieces in which it comes, without a copy of the whole."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]  # Polars hands over nothing else
        self.written.append(piece)
        return len(piece)


def _write(frame: pl.DataFrame) -> list[bytes]:
    pieces = _Pieces()  # not as text, which would be decoded only to be encoded again
    frame.write_csv(cast("IO[bytes]", pieces), include_header=False, line_terminator=_LINE_END)
    return pieces.written


def _spell_numbers(numbers: pl.Series) -> pl.Series:
    # Never with an exponent, which spreadsheets and other languages read differently.
    size = numbers.abs()
    odd = ~(size.is_between(_LEAST_PLAIN, _MOST_PLAIN) | (size == 0))
    if not odd.any():
        return numbers
    plain = [format(Decimal(repr(each)), "f") for each in numbers.filter(odd)]
    return numbers.cast(pl.String).scatter(odd.fill_null(value=False).arg_true(), plain)
