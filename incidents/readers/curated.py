"""The curated folder: one plain CSV per table."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incidents.errors import DataFolderError, MissingColumnsError, TableError
from incidents.model.tables import TABLES
from incidents.model.validation import RawRow

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterator
    from pathlib import Path

    from incidents.errors import IncidentsError
    from incidents.model.columns import Table

# One cell may hold a long note, but a file without line ends is not a table.
_LONGEST_CELL = 1_000_000


@dataclass(frozen=True)
class CuratedFolder:
    """What a folder of tables holds, before any row is judged."""

    rows: dict[str, list[RawRow]]
    unreadable: dict[str, IncidentsError]
    """Tables of which no row could be read, and why."""


def read_curated(folder: Path) -> CuratedFolder:
    """Return the raw rows of every table in `folder`.

    A table whose file is missing has no rows; one whose file cannot be read is listed as such.

    Raises:
        DataFolderError: The folder or its incidents.csv is missing.
    """
    main = TABLES["incidents"].file_name
    if not (folder / main).is_file():
        raise DataFolderError(folder, main if folder.is_dir() else "folder")
    found = CuratedFolder({}, {})
    for name, table in TABLES.items():
        try:
            found.rows[name] = read_table(table, folder / table.file_name)
        except (TableError, MissingColumnsError) as error:
            found.unreadable[name] = error
    return found


def read_table(table: Table, path: Path) -> list[RawRow]:
    """Return the raw rows of one table's file, or none when there is no such file.

    Raises:
        TableError: The file is not UTF-8 or not CSV.
        MissingColumnsError: The file lacks columns.
    """
    if not path.is_file():
        return []
    csv.field_size_limit(_LONGEST_CELL)
    try:
        # Decoded whole, so that an error names the byte of the file and not of a part of it.
        text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
        return list(_rows(table, csv.reader(io.StringIO(text, newline=""), strict=True)))
    except UnicodeDecodeError as error:
        raise TableError(path, f"it is not UTF-8 (byte {error.start})") from error
    except (csv.Error, OSError) as error:
        raise TableError(path, str(error)) from error


def _rows(table: Table, lines: Reader) -> Iterator[RawRow]:
    header = next(lines, [])
    twice = [name for name in table.column_names if header.count(name) > 1]
    if twice:
        # which of the two was meant is not ours to guess
        raise csv.Error(f"the column {twice[0]!r} stands in it twice")
    missing = set(table.column_names) - set(header)
    if missing:
        raise MissingColumnsError(table.name, missing, header)
    begins = lines.line_num + 1
    for cells in lines:
        if any(cells):
            problem = "" if len(cells) == len(header) else _wrong_length(cells, header)
            yield RawRow(begins, dict(zip(header, cells, strict=False)), problem)
        begins = lines.line_num + 1


def _wrong_length(cells: list[str], header: list[str]) -> str:
    return f"the row has {len(cells)} cells, the header {len(header)}"
