"""Text tables of any kind: encoding, separator and header are found, and nothing is lost."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from incidents.errors import SourceFileError
from incidents.readers.delimited_fast import Layout, read_fast
from incidents.readers.grid import Line, build_table, find_header
from incidents.readers.raw import AS_FOUND, Container, RawTable, Reading
from incidents.readers.text_encoding import doubts_about, is_utf8, marked_encoding, read_letters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEPARATORS = ",;\t|"
LONGEST_CELL = 1_000_000
_SAMPLE = 1 << 18
_SAMPLE_RECORDS = 60
_ALIKE = 0.8
_NAMED_SEPARATOR = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)
_UNCLOSED = "opens a quotation mark that is never closed"
_END = "\x00end of the file\x00"


def read_delimited(path: Path, reading: Reading = AS_FOUND, file_name: str = "") -> RawTable:
    """Return the table of a text file: commas, semicolons, tabs or bars between its cells.

    Rows that have more or fewer cells than the header are in `crooked`; blank rows are no rows.

    Args:
        path: The file.
        reading: How to read it.
        file_name: What to call it in an error; "" for the path's own name.

    Raises:
        SourceFileError: The file is missing, empty, or not in the encoding that was said.
    """
    name = file_name or path.name
    head = _head(path, name)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        cure = "Export it anew, with a line that names the columns and a line for each incident."
        raise SourceFileError(name, "it is empty", cure)
    if reading.separator and (len(reading.separator) != 1 or reading.separator in '"\r\n'):
        reason = f"{reading.separator!r} cannot stand between cells"
        raise SourceFileError(name, reason, "Say one of: comma, semicolon, tab, bar.")
    marked = marked_encoding(head)
    if marked != "utf-16" and (reading.encoding is None or is_utf8(reading.encoding)):
        text = head.decode("utf-8-sig", errors="ignore")
        table = _read_clean(path, text, reading, reading.encoding or marked or "utf-8")
        if table:
            return table
    letters = read_letters(path.read_bytes(), name, reading.encoding)
    table = None
    if not is_utf8(letters.encoding):
        # The letters are known by now, so the rest goes the fast way too.
        content = letters.text.encode(errors="replace")
        table = _read_clean(content, letters.text[:_SAMPLE], reading, letters.encoding)
    table = table or _read_awkward(letters.text, reading, letters.encoding, name)
    return replace(table, remarks=(*letters.remarks, *table.remarks))


def _head(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_SAMPLE)
    except OSError as error:
        cure = "Give the path of a file that can be read."
        raise SourceFileError(name, error.strerror or str(error), cure) from error


def _read_clean(
    source: Path | bytes, sample: str, reading: Reading, encoding: str
) -> RawTable | None:
    """Return the table where its lines are clean enough to be read at once."""
    sample, separator = _named_separator(sample)
    skipped = 1 if separator else 0
    separator = reading.separator or separator or find_separator(sample)
    records = _sample_records(sample, separator)
    if "\n" not in sample or not records or not any(records[0]):
        return None
    lines = [Line(at, cells) for at, cells in enumerate(records, 1)]
    at = find_header(lines, header=reading.header)
    if at > 0 or not separator.isascii():
        return None
    layout = Layout(separator, tuple(records[0]), at == 0, skipped=skipped)
    table = read_fast(source, layout, encoding)
    if not table and separator == "\t":
        # Tab-separated files often have quotation marks that mean nothing, as GDELT's do.
        plain = sample.partition("\n")[0].rstrip("\r").split("\t")
        table = read_fast(source, replace(layout, header=tuple(plain), quoted=False), encoding)
    return table and replace(table, remarks=(*table.remarks, *doubts_about(sample)))


def _named_separator(text: str) -> tuple[str, str]:
    """Return the text without the line that tells Excel the separator, and that separator."""
    found = _NAMED_SEPARATOR.match(text)
    return (text[found.end() :], found[1]) if found else (text, "")


def find_separator(sample: str) -> str:
    """Return what stands between the cells: what cuts most lines into equally many."""
    best, separator = (False, 0, 0.0), SEPARATORS[0]
    for each in SEPARATORS:
        widths = Counter(len(cells) for cells in _sample_records(sample, each) if any(cells))
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
        share = count / widths.total()
        score = (width > 1 and share >= _ALIKE, width if share >= _ALIKE else 0, share * width)
        if width > 1 and score > best:
            best, separator = score, each
    return separator


def _sample_records(sample: str, separator: str) -> list[list[str]]:
    """Return the first records, without the last that a sample may cut short."""
    whole = sample
    if len(sample) >= _SAMPLE // 4:
        whole = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    records: list[list[str]] = []
    csv.field_size_limit(LONGEST_CELL)
    try:
        for record in csv.reader(io.StringIO(whole, newline=""), delimiter=separator):
            records.append(record)
            if len(records) == _SAMPLE_RECORDS:
                break
    except csv.Error:
        pass
    return records


def _read_awkward(text: str, reading: Reading, encoding: str, file_name: str) -> RawTable:
    doubts = doubts_about(text[: 4 * _SAMPLE])
    text, separator = _named_separator(text)
    separator = reading.separator or separator or find_separator(text[:_SAMPLE])
    records = list(read_records(text, separator))
    lines = [line for line in records if any(map(str.strip, line.cells)) or line.trouble]
    if not lines:
        raise SourceFileError(file_name, "it has no filled cell", "Export it anew.")
    read = Reading(encoding, separator, reading.header)
    return build_table(lines, Container.DELIMITED, read, remarks=doubts)


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
