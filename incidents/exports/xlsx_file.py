"""A workbook: what it is on the first sheet, then one sheet per table; text stays text."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import xlsxwriter  # type: ignore[import-untyped]  # ships no types

from incidents.exports.about_lines import describe
from incidents.exports.belonging import select_belonging
from incidents.exports.flat import FLAT_COLUMNS, read_flat_frames
from incidents.exports.temporary import stream_file
from incidents.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import polars as pl
    from xlsxwriter.format import Format  # type: ignore[import-untyped]  # as above
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # as above

    from incidents.exports.provenance import Provenance
    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

LONGEST_CELL = 32_767
"""What a cell of a workbook can hold; XlsxWriter would leave longer text out."""
CUT = " … [cut: a cell of a workbook holds no more; CSV and GeoJSON have the whole text]"
ROWS_PER_SHEET = 1_000_000
_FIRST_DATE = date(1900, 3, 1)  # before it, spreadsheets disagree about what day a number is

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_OWN_WORDS = {
    "incidents": "One row per incident, with its place and the other tables read into it. "
    "Blank figures are not reported; 0 stands only where a source says so.",
}


def build_xlsx(tables: Tables, chosen: IncidentFilter, provenance: Provenance) -> Iterator[bytes]:
    """Yield the selected incidents and the rows of every table that belong to them.

    The workbook is written to a file, row by row: memory never holds it.
    """
    return stream_file(lambda path: _write_book(path, tables, chosen, provenance))


def _write_book(path: Path, tables: Tables, chosen: IncidentFilter, provenance: Provenance) -> None:
    belonging = select_belonging(tables, chosen)
    # With a constant timestamp, the same filter, version and day give the same bytes.
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"title": provenance.title[:200], "created": _midnight(provenance)})
        styles = _Styles(book)
        _write_about(book.add_worksheet("About"), styles, provenance)
        _write_table(book, styles, "incidents", FLAT_COLUMNS, read_flat_frames(tables, chosen))
        for name, frame in belonging.items():
            _write_table(book, styles, name, frame.columns, [frame])


class _Styles:
    """The few formats that the workbook uses."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.head: Format = book.add_format({"bold": True, "bottom": 1})
        self.date: Format = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.prose: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.label: Format = book.add_format({"bold": True, "valign": "top"})


def _midnight(provenance: Provenance) -> datetime:
    return datetime.combine(provenance.accessed or _FIRST_DATE, time())


def _write_about(sheet: Worksheet, styles: _Styles, told: Provenance) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 110)
    for row, (label, words) in enumerate(_about(told)):
        sheet.write_string(row, 0, label, styles.label)
        sheet.write_string(row, 1, _fitting(words), styles.prose)


def _about(told: Provenance) -> Iterator[tuple[str, str]]:
    yield from describe(told)
    yield "Sources", f"{len(told.sources)} pages, on the sheet named sources"
    for name, table in TABLES.items():
        yield f"Sheet {name}", _OWN_WORDS.get(name, table.meaning)
    yield (
        "Not tied to one",
        (
            "reported_totals and total_attributions concern periods, not single incidents: the "
            "sheets hold those whose period overlaps the chosen dates."
        ),
    )


def _write_table(
    book: xlsxwriter.Workbook,
    styles: _Styles,
    name: str,
    columns: Sequence[str],
    frames: Iterable[pl.DataFrame],
) -> None:
    sheet = _begin(book, styles, name, columns)
    rows = (row for frame in frames for row in frame.iter_rows())
    for number, row in enumerate(rows):
        line = number % ROWS_PER_SHEET + 1
        if number and line == 1:
            sheet = _begin(book, styles, f"{name} {number // ROWS_PER_SHEET + 1}", columns)
        for column, value in enumerate(row):
            _write_cell(sheet, line, column, value, styles)


def _begin(
    book: xlsxwriter.Workbook, styles: _Styles, name: str, columns: Sequence[str]
) -> Worksheet:
    sheet = book.add_worksheet(name)
    for column, header in enumerate(columns):
        sheet.write_string(0, column, header, styles.head)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(columns) - 1, 18)
    return sheet


def _write_cell(sheet: Worksheet, row: int, column: int, value: object, styles: _Styles) -> None:
    """Write one value by its type; nothing is guessed from how text looks."""
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(row, column, _fitting(value))
    elif isinstance(value, date):
        if value >= _FIRST_DATE:
            sheet.write_datetime(row, column, value, styles.date)
        else:
            sheet.write_string(row, column, value.isoformat())
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)


def _fitting(text: str) -> str:
    # Spreadsheets count UTF-16 units: a letter outside the basic plane is two.
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_CELL:
        return text
    room = 2 * (LONGEST_CELL - len(CUT))
    return units[:room].decode("utf-16-le", errors="ignore") + CUT
