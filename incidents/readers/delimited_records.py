"""The records of a text table one by one, whatever its quotation marks do."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from incidents.readers.grid import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_CELL = 1_000_000
_UNCLOSED = "opens a quotation mark that is never closed"
_END = "\x00end of the file\x00"


def read_records(text: str, separator: str) -> Iterator[Line]:
    """Yield every record of a text table, blank ones too, numbered from 1.

    Where a quotation mark opens and never closes, or swallows whole rows, the line on which it
    opens is in trouble and the next line begins a record.
    """
    csv.field_size_limit(LONGEST_CELL)
    lines = list(io.StringIO(text, newline=""))
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += "\n"
    width, number, at = 0, 0, 0
    while at < len(lines):
        for cells, begin, end in _run(lines, at, separator):
            number += 1
            if cells is None or _swallows(lines[begin:end], cells, width, separator):
                yield _line_alone(number, lines[begin], separator)
                at = begin + 1
                break
            width = width or len(cells)
            yield Line(number, cells, "".join(lines[begin:end]).rstrip("\r\n"))
        else:
            return


def _run(
    lines: list[str], start: int, separator: str
) -> Iterator[tuple[list[str] | None, int, int]]:
    """Yield (cells, first line, line after the last); None for a record that does not end."""
    given = start - 1

    def fed() -> Iterator[str]:
        nonlocal given
        for given in range(start, len(lines)):
            yield lines[given]
        given = len(lines)
        # An open quotation mark would swallow this line too, and so give itself away.
        yield _END

    reader = csv.reader(fed(), delimiter=separator, strict=True)
    begin = start
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            yield None, begin, begin + 1
            return
        if cells is None or (given == len(lines) and cells == [_END]):
            return
        yield cells, begin, given + 1
        begin = given + 1


def _alone(line: str, separator: str) -> list[str] | None:
    """Return the cells of one line with loose quotation marks, None if one stays open."""
    try:
        records = list(csv.reader([line, _END], delimiter=separator))
    except csv.Error:
        return None
    return records[0] if records[-1] == [_END] else None


def _line_alone(number: int, line: str, separator: str) -> Line:
    text = line.rstrip("\r\n")
    cells = _alone(line, separator)
    return Line(number, cells, text) if cells else Line(number, (text,), text, _UNCLOSED)


def _swallows(lines: list[str], cells: list[str], width: int, separator: str) -> bool:
    """Return whether a record over several lines is of the wrong width, and its second is not."""
    if len(lines) == 1 or width <= 1 or len(cells) == width or lines[1].count('"') % 2:
        return False
    return len(_alone(lines[1], separator) or ()) == width
