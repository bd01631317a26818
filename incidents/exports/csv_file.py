"""CSV as every spreadsheet reads it: RFC 4180, UTF-8 with BOM, ISO dates."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from incidents.exports.flat import FLAT_COLUMNS, read_flat_rows
from incidents.model.text_cells import neutralise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from incidents.model.frames import Tables
    from incidents.model.validation import RejectedRow
    from incidents.query.filters import IncidentFilter

_BOM = "\ufeff"
_ROWS_PER_CHUNK = 500
_REJECTED_COLUMNS = ("table", "row", "column", "value", "reason")


def build_csv(tables: Tables, chosen: IncidentFilter) -> Iterator[bytes]:
    """Yield the selected incidents as CSV, one row each.

    Text cells that look like formulas are neutralised (see `text_cells`); numbers and dates are
    never touched.
    """
    return _encode(FLAT_COLUMNS, read_flat_rows(tables, chosen))


def build_rejected_csv(rejected: Iterable[RejectedRow]) -> Iterator[bytes]:
    """Yield the rows that are not served, one line for each reason."""
    rows = ({name: getattr(row, name) for name in _REJECTED_COLUMNS} for row in rejected)
    return _encode(_REJECTED_COLUMNS, rows)


def _encode(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    buffer.write(_BOM)
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    for number, row in enumerate(rows, start=1):
        writer.writerow([_format(row[column]) for column in columns])
        if number % _ROWS_PER_CHUNK == 0:
            yield _drain(buffer)
    yield _drain(buffer)


def _drain(buffer: io.StringIO) -> bytes:
    chunk = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return chunk


def _format(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return neutralise(value)
    if isinstance(value, float):
        # Never with an exponent, which spreadsheets and other languages read differently.
        return format(Decimal(repr(value)), "f")
    return value.isoformat() if isinstance(value, date) else str(value)
