"""Any CSV file as plain cells, one row after the other, nothing left out and nothing guessed."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incidents.errors import PlainTableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_CELL = 1_000_000
MOST_BYTES = 1_000_000_000
_SEPARATORS = ",;\t|"


@dataclass(frozen=True)
class PlainTable:
    """A header and its rows; a row may have more or fewer cells than the header."""

    path: Path
    columns: tuple[str, ...]
    rows: list[list[str]]

    def find(self, column: str) -> int:
        """Return a column's position.

        Raises:
            PlainTableError: There is no such column, or it stands there twice.
        """
        count = self.columns.count(column)
        if count == 1:
            return self.columns.index(column)
        found = ", ".join(self.columns)
        if count:
            raise PlainTableError(self.path, f"the column {column!r} stands in it {count} times")
        raise PlainTableError(self.path, f"it has no column {column!r}. Found: {found}")

    def read(self, column: str | None) -> Iterator[str]:
        """Yield the cells of a column, trimmed; blanks for a short row or no column at all.

        Raises:
            PlainTableError: As `find`.
        """
        if column is None:
            yield from ("" for _ in self.rows)
            return
        at = self.find(column)
        for row in self.rows:
            yield row[at].strip() if at < len(row) else ""


def read_plain_table(path: Path) -> PlainTable:
    """Return the cells of a CSV file: UTF-8, with commas, semicolons, tabs or bars.

    Blank lines are no rows. The separator is the one that the header has most of.

    Raises:
        PlainTableError: The file is missing, empty, too large, not UTF-8 or not CSV.
    """
    csv.field_size_limit(LONGEST_CELL)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PlainTableError(path, f"it is larger than {MOST_BYTES // 1_000_000} MB")
        text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
        header = text[: text.find("\n")] if "\n" in text else text
        separator = max(_SEPARATORS, key=header.count)
        lines = [
            cells
            for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
            if cells
        ]
    except UnicodeDecodeError as error:
        raise PlainTableError(path, f"it is not UTF-8 (byte {error.start})") from error
    except (csv.Error, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise PlainTableError(path, reason) from error
    if not lines:
        raise PlainTableError(path, "it is empty")
    return PlainTable(path, tuple(name.strip() for name in lines[0]), lines[1:])
