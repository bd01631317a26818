"""Mended rows in the place of those that were rejected: one table made of two files.

Both files are foreign, and opened in the confined process only (`worker.compose_file`). Every row
of the table that comes out has the number it had in the original, blank rows standing where
numbers are missing; the file is read again before anybody relies on that.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from incidents.errors import SourceFileError
from incidents.library.mended_rows import NUMBER, few, find_mended, find_unlike
from incidents.readers.grid import name_columns
from incidents.readers.opening import open_raw
from incidents.readers.raw import AS_FOUND, Container, RawTable, Reading
from incidents.readers.sheet import name_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from incidents.library.task import Task

    Progress = Callable[[str, float], None]

COMPOSED_FILE = "composed.csv"
_WRITTEN = Reading(encoding="utf-8", separator=",", header=True)
"""How a file of rejected rows is written."""
_LINE = "line"
_WHOLE = "Mend the rows in the file itself, and bring that as a new version."


@dataclass(frozen=True)
class Kept:
    """The original of a version, and what is known of it."""

    file: Path
    file_name: str
    reading: Reading
    """How it was read."""
    columns: tuple[str, ...]
    rows: int
    rejected: Path
    """Its rejected rows (`rejected_rows.write_rejected`)."""

    def to_json(self) -> dict[str, Any]:
        """Return the same for JSON."""
        return {
            "file": str(self.file.resolve()), "file_name": self.file_name,
            "reading": self.reading.to_dict(), "columns": list(self.columns), "rows": self.rows,
            "rejected": str(self.rejected.resolve()),
        }  # fmt: skip

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Kept:
        """Return what JSON said."""
        return cls(
            Path(said["file"]), said["file_name"], Reading(**said["reading"]),
            tuple(said["columns"]), said["rows"], Path(said["rejected"]),
        )  # fmt: skip


def compose(task: Task, kept: Kept, progress: Progress) -> dict[str, Any]:
    """Write `COMPOSED_FILE` to the task's folder.

    Args:
        task: The file of mended rows, and how to read it.
        kept: The file in which they belong.
        progress: Told how far this is.

    Returns:
        How the file is to be read, as `reading`, how many rows were `replaced`, and which of them
        are `unlike` the rows before (`mended_rows.find_unlike`), in words.

    Raises:
        SourceFileError: The files do not belong together, a row is none of the original's, or
            what would come out could not be read as what went in.
    """
    if task.folder is None:
        raise ValueError("a file that is put together needs a folder to stand in")
    progress("Opening the mended rows", 0.0)
    mended = open_raw(task.file, task.reading, task.file_name)
    progress("Opening the original", 0.1)
    original = _open_original(kept, task.file_name)
    progress("Putting the rows in their place", 0.4)
    rejected = open_raw(kept.rejected, _WRITTEN)
    rows = find_mended(original, mended, rejected, kept.file_name, task.file_name)
    table = _replace(original, rows)
    torn = _left_crooked(original, rows)
    path = task.folder / COMPOSED_FILE
    first_line = _write(table, torn, original, path)
    progress("Reading it again", 0.7)
    explicit = Reading("utf-8", _separator(original), _is_named(original), first_line=first_line)
    for reading in (AS_FOUND, explicit):
        if _reads_as(path, reading, original, table, torn):
            unlike = few(find_unlike(original, rows))
            return {"reading": reading.to_dict(), "replaced": rows.height, "unlike": unlike}
    raise _refusal(torn, kept, task.file_name)


def _refusal(torn: pl.DataFrame, kept: Kept, file_name: str) -> SourceFileError:
    """Return what cannot be written: an open quotation mark that stays may swallow rows below."""
    if torn.height:
        rows = few(torn[NUMBER])
        reason = f"torn rows that stay in {kept.file_name!r} would spoil the mended ones: {rows}"
        return SourceFileError(file_name, reason, "Mend these too, in the same file.")
    reason = f"its rows and those of {kept.file_name!r} cannot be written into one text file"
    return SourceFileError(file_name, reason, _WHOLE)


def _open_original(kept: Kept, file_name: str) -> RawTable:
    try:
        original = open_raw(kept.file, kept.reading, kept.file_name)
    except SourceFileError as error:
        reason = f"the original {kept.file_name!r} cannot be read: {error.reason}"
        raise SourceFileError(file_name, reason, _WHOLE) from error
    if isinstance(original, RawTable):
        torn = 0 if original.crooked is None else original.crooked.height
        if original.columns == kept.columns and original.frame.height + torn == kept.rows:
            return original
    reason = f"the original {kept.file_name!r} is not read as it was when it was brought"
    raise SourceFileError(file_name, reason, _WHOLE)


def _replace(original: RawTable, rows: pl.DataFrame) -> pl.DataFrame:
    """Return every row with its number: the mended ones, and those of the others that are rows."""
    others = original.frame.with_columns(name_rows(original).alias(NUMBER))
    kept = others.join(rows.select(NUMBER), on=NUMBER, how="anti")
    return pl.concat([kept, rows.select(kept.columns)]).sort(NUMBER)


def _left_crooked(original: RawTable, rows: pl.DataFrame) -> pl.DataFrame:
    if original.crooked is None:
        return pl.DataFrame(schema={NUMBER: pl.UInt32, "cells": pl.String})
    torn = original.crooked.select(pl.col("row").alias(NUMBER), "cells")
    return torn.join(rows.select(NUMBER), on=NUMBER, how="anti").sort(NUMBER)


def _separator(original: RawTable) -> str:
    """Return the original's own separator: crooked rows are crooked by it, and are to stay so."""
    return original.reading.separator or ","


def _is_named(original: RawTable) -> bool:
    return original.reading.header is not False


def _heads(original: RawTable) -> list[Sequence[str]]:
    """Return the lines above the rows."""
    if not _is_named(original):
        return []
    if not original.tags:
        return [original.columns]
    if name_columns(original.tags) == list(original.columns):
        return [original.tags]  # the tags are the header
    return [original.columns, original.tags]


def _write(table: pl.DataFrame, torn: pl.DataFrame, original: RawTable, path: Path) -> int:
    """Write the file, a line for each number; return which number its first line has."""
    heads, separator = _heads(original), _separator(original)
    numbers = pl.concat([table[NUMBER], torn[NUMBER]]).cast(pl.Int64)
    first = int(numbers.min() or 0)  # type: ignore[arg-type]  # whole numbers
    last = int(numbers.max() or 0)  # type: ignore[arg-type]
    first_line = 1 if first > len(heads) else first - len(heads)
    begin = first_line + len(heads)
    blank = separator * (len(original.columns) - 1) or '""'
    between = pl.select(pl.int_range(begin, last + 1, dtype=pl.Int64).alias(NUMBER)).filter(
        ~pl.col(NUMBER).is_in(numbers.implode())
    )
    whole = [pl.col(name) for name in original.columns]
    as_it_stands = original.container is Container.DELIMITED
    lines = [
        pl.DataFrame(heads, schema=table.drop(NUMBER).schema, orient="row").select(
            pl.lit(0, pl.Int64).alias(NUMBER), _join(whole, separator)
        ),
        table.select(pl.col(NUMBER).cast(pl.Int64), _join(whole, separator)),
        torn.select(
            pl.col(NUMBER).cast(pl.Int64),
            pl.col("cells").alias(_LINE) if as_it_stands else _join([pl.col("cells")], separator),
        ),
        between.select(NUMBER, pl.lit(blank).alias(_LINE)),
    ]
    pl.concat([each for each in lines if each.height]).sort(NUMBER, maintain_order=True).select(
        _LINE
    ).write_csv(path, include_header=False, quote_style="never", line_terminator="\r\n")
    return first_line


def _join(cells: Sequence[pl.Expr], separator: str) -> pl.Expr:
    """Return cells as one line, every one in quotation marks."""
    mark = pl.lit('"')
    quoted = [mark + cell.str.replace_all('"', '""', literal=True) + mark for cell in cells]
    return pl.concat_str(quoted, separator=separator).alias(_LINE)


def _reads_as(
    path: Path, reading: Reading, original: RawTable, table: pl.DataFrame, torn: pl.DataFrame
) -> bool:
    """Say whether the file, read so, is the table: its cells, its numbers and its crooked rows."""
    with suppress(SourceFileError):
        found = open_raw(path, reading)
        if not isinstance(found, RawTable) or found.columns != original.columns:
            return False
        crooked = [] if found.crooked is None else found.crooked["row"].to_list()
        return (
            found.tags == original.tags
            and name_rows(found).equals(table[NUMBER])
            and found.frame.equals(table.drop(NUMBER))
            and sorted(crooked) == torn[NUMBER].to_list()
        )
    return False
