"""Workbooks (XLSX) as raw tables: streamed, bounded, and every cell as plain text."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

import openpyxl

from incidents.errors import SourceFileError
from incidents.readers.grid import Line, build_table
from incidents.readers.raw import AS_FOUND, Container, RawTable, Reading
from incidents.readers.zips import check_zip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MOST_ROWS = 2_000_000
MOST_COLUMNS = 2_000
MOST_CELLS = 80_000_000
_LARGEST_EXACT = 10**15
# What openpyxl and the parsers under it raise on files that are not what they say.
_BROKEN = (
    ParseError, zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError, TypeError,
    IndexError, AttributeError, NotImplementedError, OverflowError,
)  # fmt: skip
_CURE = "Open it in a spreadsheet program and save it anew as XLSX or CSV."
_VALUELESS = re.compile(rb"<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>|(?=</c>))")
_CHUNK = 1 << 20
_OVERLAP = 4096


def workbook_sheets(path: Path, file_name: str = "") -> tuple[str, ...]:
    """Return the names of a workbook's sheets, in order.

    Raises:
        SourceFileError: The file is no workbook, or not one that is safe to open.
    """
    name = file_name or path.name
    with _opened(path, name) as book:
        return tuple(sheet.title for sheet in book.worksheets)


def read_workbook(path: Path, reading: Reading = AS_FOUND, file_name: str = "") -> RawTable:
    """Return one sheet's table: the one `reading.part` names, else the first that has cells.

    Raises:
        SourceFileError: The file is no workbook, not safe to open, has no such sheet, or no
            filled cell.
    """
    name = file_name or path.name
    with _opened(path, name) as book:
        sheets = {sheet.title: sheet for sheet in book.worksheets}
        if reading.part is not None and reading.part not in sheets:
            cure = f"Sheets are: {', '.join(sheets)}."
            raise SourceFileError(name, f"it has no sheet {reading.part!r}", cure)
        wanted = list(sheets) if reading.part is None else [reading.part]
        for title in wanted:
            table = _table(path, sheets[title], reading, (name, tuple(sheets)))
            if table:
                return table
    raise SourceFileError(name, "it has no filled cell", "Choose another sheet or file.")


def read_sheets(path: Path, file_name: str = "") -> dict[str, RawTable]:
    """Return the table of every sheet that has cells, by the sheet's name.

    Raises:
        SourceFileError: The file is no workbook, or not one that is safe to open.
    """
    name = file_name or path.name
    with _opened(path, name) as book:
        titles = tuple(sheet.title for sheet in book.worksheets)
        found = {
            sheet.title: _table(path, sheet, Reading(part=sheet.title), (name, titles))
            for sheet in book.worksheets
        }
    return {title: table for title, table in found.items() if table}


@contextmanager
def _opened(path: Path, name: str) -> Iterator[openpyxl.Workbook]:
    check_zip(path, name)
    # Opened here, for openpyxl would judge a path by its ending.
    with path.open("rb") as file, warnings.catch_warnings():
        # What openpyxl does not keep, such as styles, is no part of a table.
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except _BROKEN as error:
            raise SourceFileError(name, "it is no workbook that can be read", _CURE) from error
        try:
            yield book
        except SourceFileError:
            raise
        except _BROKEN as error:
            raise SourceFileError(name, "a sheet is damaged", _CURE) from error
        finally:
            book.close()


def _table(
    path: Path, sheet: ReadOnlyWorksheet, reading: Reading, names: tuple[str, tuple[str, ...]]
) -> RawTable | None:
    """Return a sheet's table, None without cells; `names` are the file's and its sheets'."""
    name, titles = names
    lines = _lines(name, sheet)
    if not lines:
        return None
    width = max(len(line.cells) for line in lines)
    even = [Line(each.number, [*each.cells, *[""] * (width - len(each.cells))]) for each in lines]
    remarks = []
    if reading.part is None and len(titles) > 1:
        remarks.append(f"The workbook has {len(titles)} sheets; {sheet.title!r} is read.")
    if missing := _valueless(path, sheet):
        remarks.append(
            f"{missing:,} formulas have no value in the file and are read as blank. "
            "Open and save it in a spreadsheet program to have them worked out."
        )
    read = Reading(header=reading.header, part=sheet.title)
    return build_table(even, Container.XLSX, read, remarks=remarks, parts=titles)


def _lines(name: str, sheet: ReadOnlyWorksheet) -> list[Line]:
    """Return the rows that have a filled cell, without the blank ends of each."""
    # What a file says of its own size is not believed: a single far cell would fill the memory.
    sheet.reset_dimensions()
    lines: list[Line] = []
    cells = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > MOST_ROWS:
            reason = f"a sheet has more than {MOST_ROWS:,} rows"
            raise SourceFileError(name, reason, "Bring it as CSV, or in parts.")
        texts = [cell_text(value) for value in row]
        while texts and not texts[-1].strip():
            texts.pop()
        cells += len(texts)
        if len(texts) > MOST_COLUMNS or cells > MOST_CELLS:
            reason = f"a sheet has a cell in column {len(texts):,} of row {number:,}"
            cure = f"At most {MOST_COLUMNS:,} columns are read. Delete what lies beyond the table."
            raise SourceFileError(name, reason, cure)
        if texts:
            lines.append(Line(number, texts))
    return lines


def cell_text(value: object) -> str:
    """Return a cell as text: days as YYYY-MM-DD, numbers without a trace of how they are kept."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime):
        return _time_text(value)
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    return str(value)


def _time_text(value: datetime) -> str:
    # A time is kept as a part of a day, which seconds survive and less does not.
    whole = (value + timedelta(microseconds=500_000)).replace(microsecond=0, tzinfo=None)
    return whole.date().isoformat() if whole.time() == time() else whole.isoformat(sep=" ")


def _number_text(value: float) -> str:
    if value.is_integer() and abs(value) < _LARGEST_EXACT:
        return str(int(value))
    # 15 digits are what a spreadsheet keeps; the others are noise of binary fractions.
    text = f"{value:.15g}"
    return f"{Decimal(text):f}" if "e" in text else text


def _valueless(path: Path, sheet: ReadOnlyWorksheet) -> int:
    """Return how many formulas stand without the value they gave when last worked out."""
    count = 0
    kept = b""
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path) as file:  # noqa: SLF001 (no public way)
        while chunk := file.read(_CHUNK):
            text = kept + chunk
            last = 0
            for found in _VALUELESS.finditer(text):
                last = found.end()
                count += 1
            kept = text[max(last, len(text) - _OVERLAP) :]
    return count
