"""CSV as every spreadsheet reads it: RFC 4180, UTF-8 with BOM, ISO dates."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl

from incidents.exports.flat import FLAT_COLUMNS, read_flat_frames
from incidents.model.laid import CLOSED_WORDS
from incidents.model.text_cells import neutralise_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
    return encode_frames([FLAT_COLUMNS], read_flat_frames(tables, chosen))


def build_rejected_csv(rejected: Iterable[RejectedRow]) -> Iterator[bytes]:
    """Yield the rows that are not served, one line for each reason."""
    cells = [[getattr(row, name) for name in _REJECTED_COLUMNS] for row in rejected]
    schema = [(name, pl.Int64 if name == "row" else pl.String) for name in _REJECTED_COLUMNS]
    frame = pl.DataFrame(cells, schema=schema, orient="row")
    return encode_frames([_REJECTED_COLUMNS], [frame])


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
    yield (_BOM.encode() if safe else b"") + b"".join(map(_write, lines))
    for frame in frames:
        yield _write(spell(frame, safe=safe))


def spell(frame: pl.DataFrame, *, safe: bool) -> pl.DataFrame:
    """Return a frame whose cells are written as they stand; a blank text is no cell's text."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    free = {name for name in texts if safe} - CLOSED_WORDS.keys()
    numbers = [name for name, kind in frame.schema.items() if kind.is_float()]
    spelled = [neutralise_column(pl.col(each)) if each in free else pl.col(each) for each in texts]
    # Polars quotes a text without letters, to tell it from none; the tables have no such difference
    blank = [pl.when(each != "").then(each) for each in spelled]
    return frame.with_columns(*blank, *(_spell_numbers(frame[name]) for name in numbers))


def _write(frame: pl.DataFrame) -> bytes:
    written = BytesIO()  # not as text, which would be decoded only to be encoded again
    frame.write_csv(written, include_header=False, line_terminator=_LINE_END)
    return written.getvalue()


def _spell_numbers(numbers: pl.Series) -> pl.Series:
    # Never with an exponent, which spreadsheets and other languages read differently.
    text = numbers.cast(pl.String)
    odd = text.str.contains("e", literal=True).fill_null(value=False)
    if not odd.any():
        return text
    plain = [format(Decimal(repr(each)), "f") for each in numbers.filter(odd)]
    return text.scatter(odd.arg_true(), plain)
