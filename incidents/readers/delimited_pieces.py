"""Large awkward text tables, piece by piece: only the pieces that need it are read slowly."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from incidents.readers.delimited_fast import Layout, read_agreed, without_blank_rows
from incidents.readers.delimited_records import read_records
from incidents.readers.grid import SortedOut, begin_table, conclude, sort_out
from incidents.readers.raw import Container, RawTable, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from incidents.readers.grid import Line

_PIECE = 1 << 22
_FIRST_PIECE = 1 << 16


def read_pieces(content: bytes, reading: Reading, remarks: Sequence[str]) -> RawTable | None:
    """Return the table of a UTF-8 file, None if it has no filled cell.

    Args:
        content: The file, without a byte order mark or a line for Excel.
        reading: Its separator is known; its header may be None and is found then.
        remarks: What is known already about the reading.
    """
    table: RawTable | None = None
    begun = 0
    found: list[SortedOut] = []
    for piece in _pieces(content):
        if table is None:
            lines, begun = _lines(piece, reading, begun)
            if lines:
                table = begin_table(lines, Container.DELIMITED, reading, remarks=remarks)
        else:
            part, begun = _read_piece(piece, table, begun)
            found.append(part)
    return table and conclude(_joined(table, found))


def _pieces(content: bytes) -> Iterator[bytes]:
    """Yield a file cut at line ends outside of quotation marks, the first piece a small one."""
    start = at = marks = 0
    step = _FIRST_PIECE
    while at < len(content):
        codes = np.frombuffer(content, np.uint8, count=min(step, len(content) - at), offset=at)
        quotes = np.flatnonzero(codes == ord('"'))
        ends = np.flatnonzero(codes == ord("\n"))
        outside = ends[(np.searchsorted(quotes, ends) + marks) % 2 == 0]
        if len(outside):
            cut = at + int(outside[-1]) + 1
            yield content[start:cut]
            start = cut
        marks += len(quotes)
        at += len(codes)
        step = _PIECE
    if start < len(content):
        yield content[start:]


def _lines(piece: bytes, reading: Reading, begun: int) -> tuple[list[Line], int]:
    """Return a piece's records that are not blank, and the number of its last one."""
    lines: list[Line] = []
    last = begun
    text = piece.decode("utf-8", errors="replace")
    for line in read_records(text, reading.separator or ","):
        last = begun + line.number
        if line.trouble or any(map(str.strip, line.cells)):
            lines.append(replace(line, number=last))
    return lines, last


def _read_piece(piece: bytes, table: RawTable, begun: int) -> tuple[SortedOut, int]:
    names = list(table.columns)
    layout = Layout(table.reading.separator or ",", tuple(names), named=False)
    frame = read_agreed(piece, layout)
    if frame is None:
        lines, last = _lines(piece, table.reading, begun)
        return sort_out(lines, names), last
    last = begun + frame.height
    frame.columns = names
    kept, numbers, _ = without_blank_rows(frame, begun + 1)
    if numbers is None:
        numbers = pl.int_range(begun + 1, last + 1, dtype=pl.UInt32, eager=True).alias("row")
    return SortedOut(kept, numbers, pl.DataFrame(schema=sort_out([], names).crooked.schema)), last


def _joined(table: RawTable, found: Sequence[SortedOut]) -> RawTable:
    if not found or table.numbers is None or table.crooked is None:
        return table
    return replace(
        table,
        frame=pl.concat([table.frame, *(each.frame for each in found)]),
        numbers=pl.concat([table.numbers, *(each.numbers for each in found)]),
        crooked=pl.concat([table.crooked, *(each.crooked for each in found)]),
    )
