"""Large clean text tables through Polars, believed only where an independent count agrees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from incidents.readers.grid import are_tags, name_columns
from incidents.readers.raw import Container, RawTable, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CHUNK = 1 << 22
_TAIL = 4096


@dataclass(frozen=True)
class Layout:
    """How the lines of a text table are made."""

    separator: str
    header: tuple[str, ...]
    """The first record's cells."""
    named: bool
    """Whether the first record is the header."""
    quoted: bool = True
    """Whether quotation marks hold cells together."""
    skipped: int = 0
    """How many lines before the first record are no record."""


def read_fast(source: Path | bytes, layout: Layout, encoding: str) -> RawTable | None:
    """Return the table of a UTF-8 file, None where Polars' reading of it cannot be relied on."""
    frame = read_agreed(source, layout)
    return None if frame is None else _table(frame, layout, encoding)


def read_agreed(source: Path | bytes, layout: Layout) -> pl.DataFrame | None:
    """Return every record below the header, None where Polars and an independent count differ.

    Polars refuses rows with too many cells, stray quotation marks and broken UTF-8; it fills up
    rows with too few, which the file's separators tell.
    """
    try:
        frame = pl.read_csv(
            source,
            separator=layout.separator,
            has_header=layout.named,
            skip_lines=layout.skipped,
            infer_schema=False,
            empty_string_is_null=False,
            quote_char='"' if layout.quoted else None,
            glob=False,
        )
    except (pl.exceptions.PolarsError, OSError):
        return None
    if frame.width != len(layout.header) or frame.width == 1:
        return None
    return _agreed(source, frame, layout)


def _agreed(source: Path | bytes, frame: pl.DataFrame, layout: Layout) -> pl.DataFrame | None:
    """Return the frame without blank lines at its end, None where the file has other rows."""
    separators, ends, returns, pairs, tail = _counted(source, layout)
    spare = max(tail - 1, 0)
    height = frame.height - spare
    inside_separators, inside_ends = _inside(frame, layout)
    header = len(layout.header) - 1
    named = "".join(layout.header) if layout.named else ""
    records = height + layout.named
    expected = records * header + inside_separators + named.count(layout.separator)
    lines = ends + (tail == 0) - spare - inside_ends - named.count("\n")
    if height < 0 or returns != pairs or separators != expected or lines != records:
        return None
    return frame.head(height)


def _counted(source: Path | bytes, layout: Layout) -> tuple[int, int, int, int, int]:
    separator = ord(layout.separator)
    separators = ends = returns = pairs = 0
    last = b""
    skipped = layout.skipped
    for chunk in _chunks(source):
        rest = chunk
        while skipped:
            rest = rest.partition(b"\n")[2]
            skipped -= 1
        # Marks this frequent are counted faster as numbers than as bytes.
        codes = np.frombuffer(rest, np.uint8)
        separators += int(np.count_nonzero(codes == separator))
        ends += int(np.count_nonzero(codes == ord("\n")))
        here = int(np.count_nonzero(codes == ord("\r")))
        if here:
            returns += here
            pairs += rest.count(b"\r\n")
        if last.endswith(b"\r") and rest.startswith(b"\n"):
            pairs += 1
        last = (last + rest)[-_TAIL:] if len(rest) < _TAIL else rest[-_TAIL:]
    bare = last.replace(b"\r\n", b"\n")
    return separators, ends, returns, pairs, len(bare) - len(bare.rstrip(b"\n"))


def _chunks(source: Path | bytes) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield from (source[at : at + _CHUNK] for at in range(0, len(source), _CHUNK))
        return
    with source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _inside(frame: pl.DataFrame, layout: Layout) -> tuple[int, int]:
    """Return how many separators and line ends stand within cells."""
    if not layout.quoted:
        return 0, 0
    counts = frame.lazy().select(
        pl.sum_horizontal(
            pl.all().str.count_matches(mark, literal=True).sum().cast(pl.Int64)
        ).alias(name)
        for name, mark in (("separators", layout.separator), ("ends", "\n"))
    )
    found = counts.collect().row(0)
    return int(found[0]), int(found[1])


def _table(frame: pl.DataFrame, layout: Layout, encoding: str) -> RawTable:
    names = name_columns(layout.header if layout.named else [""] * frame.width)
    frame.columns = names
    first = 1 + layout.named
    tags: tuple[str, ...] = ()
    if layout.named and are_tags(layout.header):
        tags = tuple(cell.strip() for cell in layout.header)
    elif layout.named and frame.height and are_tags(frame.row(0)):
        tags, frame, first = tuple(map(str.strip, frame.row(0))), frame.slice(1), first + 1
    kept, numbers, blank = without_blank_rows(frame, first)
    remarks = () if kept.height else ("The table has columns, and no rows.",)
    return RawTable(
        frame=kept.rechunk(),  # whatever reads rows of it is several times slower over many pieces
        container=Container.DELIMITED,
        reading=Reading(encoding, layout.separator, layout.named),
        first_row=first if numbers is None or not numbers.len() else int(numbers[0]),
        tags=tags,
        remarks=(f"{blank:,} blank rows are left out.", *remarks) if blank else remarks,
        numbers=numbers,
    )


def without_blank_rows(
    frame: pl.DataFrame, first: int
) -> tuple[pl.DataFrame, pl.Series | None, int]:
    """Return rows that have a filled cell, their numbers if some have none, and how many."""
    if not frame.height or not (frame.to_series(0).cast(pl.String).str.strip_chars() == "").any():
        return frame, None, 0
    filled = frame.select(
        pl.any_horizontal(pl.all().cast(pl.String).str.strip_chars() != "")
    ).to_series()
    blank = frame.height - int(filled.sum())
    if not blank:
        return frame, None, 0
    numbers = pl.int_range(first, first + frame.height, dtype=pl.UInt32, eager=True).alias("row")
    return frame.filter(filled), numbers.filter(filled), blank
