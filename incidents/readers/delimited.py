"""Text tables of any kind: encoding, separator and header are found, and nothing is lost."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from incidents.errors import SourceFileError
from incidents.readers.delimited_fast import Layout, read_fast
from incidents.readers.delimited_pieces import read_pieces
from incidents.readers.delimited_records import LONGEST_CELL, read_records
from incidents.readers.grid import Line, find_header
from incidents.readers.raw import AS_FOUND, RawTable, Reading
from incidents.readers.text_encoding import (
    doubts_about,
    is_utf8,
    is_valid_utf8,
    marked_encoding,
    read_letters,
)

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["find_separator", "read_delimited", "read_records"]

SEPARATORS = ",;\t|"
SAMPLE = 1 << 18
_SAMPLE_RECORDS = 60
MOST_COLUMNS = 2_000
_ALIKE = 0.8
_NAMED_SEPARATOR = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)


def read_delimited(path: Path, reading: Reading = AS_FOUND, file_name: str = "") -> RawTable:
    """Return the table of a text file: commas, semicolons, tabs or bars between its cells.

    Rows that have more or fewer cells than the header are in `crooked`; blank rows are no rows.

    Args:
        path: The file.
        reading: How to read it.
        file_name: What to call it in an error; "" for the path's own name.

    Raises:
        SourceFileError: The file is missing, empty, too wide to be a table, or not in the encoding
            that was said.
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
    _check_width(head.decode(marked or "utf-8-sig", errors="ignore"), reading, name)
    if marked != "utf-16" and (reading.encoding is None or is_utf8(reading.encoding)):
        text = head.decode("utf-8-sig", errors="ignore")
        table = _read_clean(path, text, reading, reading.encoding or marked or "utf-8")
        if table:
            return table
    content, encoding, remarks = _as_utf8(path, reading, name)
    table = None
    if not is_utf8(encoding):
        # The letters are known by now, so the rest goes the fast way too.
        sample = content[:SAMPLE].decode("utf-8", errors="ignore")
        table = _read_clean(content, sample, reading, encoding)
    table = table or _read_awkward(content, reading, encoding)
    if table is None:
        raise SourceFileError(name, "it has no filled cell", "Export it anew.")
    return replace(table, remarks=tuple(dict.fromkeys((*remarks, *table.remarks))))


def _as_utf8(path: Path, reading: Reading, name: str) -> tuple[bytes, str, tuple[str, ...]]:
    """Return a file as UTF-8 without a mark, what it was, and what is to be said about that."""
    content = path.read_bytes()
    said = reading.encoding or marked_encoding(content) or "utf-8"
    if is_utf8(said) and is_valid_utf8(content):
        return content.removeprefix(codecs.BOM_UTF8), said, ()
    letters = read_letters(content, name, reading.encoding)
    return letters.text.encode("utf-8", errors="replace"), letters.encoding, letters.remarks


def _head(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(SAMPLE)
    except OSError as error:
        cure = "Give the path of a file that can be read."
        raise SourceFileError(name, error.strerror or str(error), cure) from error


def _check_width(sample: str, reading: Reading, file_name: str) -> None:
    sample, separator = _named_separator(sample)
    records = _sample_records(sample, reading.separator or separator or find_separator(sample))
    if any(len(cells) > MOST_COLUMNS for cells in records):
        reason = f"it has more than {MOST_COLUMNS:,} columns"
        raise SourceFileError(file_name, reason, "Keep only the columns that are needed.")


def _read_clean(
    source: Path | bytes, sample: str, reading: Reading, encoding: str
) -> RawTable | None:
    """Return the table where its lines are clean enough to be read at once."""
    layout = find_layout(sample, reading)
    if layout is None:
        return None
    table = read_fast(source, layout, encoding)
    if not table and layout.separator == "\t":
        # Tab-separated files often have quotation marks that mean nothing, as GDELT's do.
        named, _ = _named_separator(sample)
        plain = named.partition("\n")[0].rstrip("\r").split("\t")
        table = read_fast(source, replace(layout, header=tuple(plain), quoted=False), encoding)
    return table and replace(table, remarks=(*table.remarks, *doubts_about(sample)))


def find_layout(sample: str, reading: Reading) -> Layout | None:
    """Return how a file's lines are made, None where they are not clean enough to be read at once.

    Args:
        sample: How it begins.
        reading: What is known of it already.
    """
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
    return Layout(separator, tuple(records[0]), at == 0, skipped=skipped)


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
    if len(sample) >= SAMPLE // 4:
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


def _read_awkward(content: bytes, reading: Reading, encoding: str) -> RawTable | None:
    sample = content[:SAMPLE].decode("utf-8", errors="ignore")
    plain, separator = _named_separator(sample)
    separator = reading.separator or separator or find_separator(plain)
    begins = len(sample[: len(sample) - len(plain)].encode())
    read = Reading(encoding, separator, reading.header)
    return read_pieces(content[begins:] if begins else content, read, doubts_about(plain))
