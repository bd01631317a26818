"""CSV as every spreadsheet reads it: RFC 4180, UTF-8 with BOM, ISO dates."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from io import RawIOBase
from itertools import chain
from typing import TYPE_CHECKING

import polars as pl

from incidents.exports.batches import read_ahead, read_batches
from incidents.exports.flat import FLAT_COLUMNS, read_flat
from incidents.model.laid import CLOSED_WORDS
from incidents.model.text_cells import neutralise_column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from incidents.exports.batches import Batch
    from incidents.model.frames import Tables
    from incidents.model.validation import RejectedRow
    from incidents.query.filters import IncidentFilter

_BOM = "\ufeff"
_LINE_END = "\r\n"
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
    numbers = [name for name, kind in frame.schema.items() if kind.is_float()]
    texts = [name for name, kind in frame.schema.items() if isinstance(kind, pl.String | pl.Enum)]
    free = set(texts) - CLOSED_WORDS.keys() if safe else set()
    return frame.with_columns(
        *(_spell_words(frame[name], safe=name in free) for name in texts),
        *(_spell_numbers(frame[name]) for name in numbers),
    )


def _spell_words(words: pl.Series, *, safe: bool) -> pl.Series:
    if isinstance(words.dtype, pl.Enum):
        return _rename(words, _spell_words(words.dtype.categories, safe=safe))
    cell = pl.col(words.name)
    spelled = neutralise_column(cell) if safe else cell
    # Polars quotes a text without letters, to tell it from none; the tables have no such difference
    return words.to_frame().select(pl.when(spelled != "").then(spelled)).to_series()


def _rename(numbered: pl.Series, names: pl.Series) -> pl.Series:
    """Return numbered words under other names; a number whose name is null becomes none."""
    kinds = pl.Enum(names.drop_nulls().unique(maintain_order=True))
    return names.cast(kinds).gather(numbered.to_physical()).alias(numbered.name)


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
    frame.write_csv(pieces, include_header=False, line_terminator=_LINE_END)
    return pieces.written


def _spell_numbers(numbers: pl.Series) -> pl.Series:
    # Never with an exponent, which spreadsheets and other languages read differently.
    text = numbers.cast(pl.String)
    odd = text.str.contains("e", literal=True).fill_null(value=False)
    if not odd.any():
        return text
    plain = [format(Decimal(repr(each)), "f") for each in numbers.filter(odd)]
    return text.scatter(odd.arg_true(), plain)
