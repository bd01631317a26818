"""Rows of cells to a raw table: where the header stands, what columns are called, what is crooked.

Text tables and workbooks meet the same troubles, and have them solved alike here.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from incidents.readers.raw import RawTable, Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents.readers.raw import Container

LONGEST_NAME = 200
_TITLES_END = 20
_DATA_CELL = re.compile(
    r"\s*(?:[-+]?[0-9٠-٩۰-۹]+(?:[.,٫][0-9٠-٩۰-۹]+)*|https?://\S+"
    r"|[0-9٠-٩۰-۹]{1,4}[-/.][0-9A-Za-z٠-٩۰-۹]{1,9}[-/.][0-9٠-٩۰-۹]{1,4}(?:[T ].*)?)\s*"
)
_YEAR = re.compile(r"\s*(?:19|20)[0-9]{2}\s*")
_TAG = re.compile(r"\s*#[a-z][a-z0-9_]*(?:\s*\+\s*[a-z][a-z0-9_]*)*\s*", re.IGNORECASE)
_FEW_COLUMNS = 3
_FEW_DATA = 0.15
_CROOKED = {"row": pl.UInt32, "cells": pl.String, "reason": pl.String}


@dataclass(frozen=True)
class Line:
    """One record of a file."""

    number: int
    """As a spreadsheet counts it, from 1."""
    cells: Sequence[str]
    text: str = ""
    """As it stands in the file, where that differs from the cells."""
    trouble: str = ""
    """Why it is no row whatever its cells are."""


def looks_like_data(cells: Sequence[str]) -> bool:
    """Return whether a first row is a row already and not the columns' names.

    Numbers, dates and addresses are no names. Years alone may be: tables with a column a year.
    """
    given = [cell for cell in cells if cell.strip()]
    facts = [cell for cell in given if _DATA_CELL.fullmatch(cell)]
    if not facts or (len(set(facts)) == len(facts) and all(map(_YEAR.fullmatch, facts))):
        return False
    enough = 1 if len(cells) <= _FEW_COLUMNS else 2
    return len(facts) >= enough and len(facts) >= _FEW_DATA * len(given)


def are_tags(cells: Sequence[str]) -> bool:
    """Return whether every filled cell is an HXL tag."""
    given = [cell for cell in cells if cell.strip()]
    return bool(given) and all(map(_TAG.fullmatch, given))


def name_columns(header: Sequence[str]) -> list[str]:
    """Return the names of columns: trimmed, none blank, none twice."""
    names: list[str] = []
    seen: Counter[str] = Counter()
    taken = {" ".join(cell.split()) for cell in header}
    for at, cell in enumerate(header, 1):
        base = " ".join(cell.split())[:LONGEST_NAME] or f"column {at}"
        seen[base] += 1
        name = base if seen[base] == 1 else f"{base} ({seen[base]})"
        while name in names or (seen[base] > 1 and name in taken):
            seen[base] += 1
            name = f"{base} ({seen[base]})"
        names.append(name)
    return names


def find_header(lines: Sequence[Line], *, header: bool | None) -> int:
    """Return the position of the header, -1 if there is none.

    A header may stand under a title: lines with one filled cell where others have several.
    """
    if header is False:
        return -1
    width = max((_filled(line.cells) for line in lines[:_TITLES_END]), default=0)
    for at, line in enumerate(lines[:_TITLES_END]):
        few = _filled(line.cells) <= (1 if width > 1 else 0)
        if few:
            continue
        return -1 if header is None and looks_like_data(line.cells) else at
    return 0


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def build_table(
    lines: Sequence[Line],
    container: Container,
    reading: Reading,
    *,
    remarks: Sequence[str] = (),
    parts: Sequence[str] = (),
) -> RawTable:
    """Return a table of records; those that do not fit its header are set aside as crooked.

    Args:
        lines: Every record of the file that is not blank, in order; at least one.
        container: What the file is.
        reading: How it was read; its `header` may be None and is found then.
        remarks: What is known already about the reading.
        parts: Every part the file has.
    """
    return conclude(begin_table(lines, container, reading, remarks=remarks, parts=parts))


def begin_table(
    lines: Sequence[Line],
    container: Container,
    reading: Reading,
    *,
    remarks: Sequence[str] = (),
    parts: Sequence[str] = (),
) -> RawTable:
    """Return `build_table`'s table where more rows may follow: `conclude` is to be asked last."""
    at = find_header(lines, header=reading.header)
    above, body = lines[: max(at, 0)], lines[at + 1 :]
    header = list(lines[at].cells) if at >= 0 else [""] * _usual_width(lines)
    tags: tuple[str, ...] = ()
    if at >= 0 and are_tags(header):
        tags = tuple(cell.strip() for cell in header)
    elif at >= 0 and body and are_tags(body[0].cells):
        tags = tuple(cell.strip() for cell in _fitted(body[0].cells, len(header)))
        body = body[1:]
    sorted_out = sort_out(body, name_columns(header))
    first = lines[at].number + 1 if at >= 0 else lines[0].number
    return RawTable(
        frame=sorted_out.frame,
        container=container,
        reading=Reading(reading.encoding, reading.separator, at >= 0, reading.part),
        first_row=first,
        tags=tags,
        parts=tuple(parts),
        remarks=(*remarks, *_title_remark(above)),
        crooked=sorted_out.crooked,
        numbers=sorted_out.numbers,
    )


def conclude(table: RawTable) -> RawTable:
    """Return a table whose rows are all there, and what is to be said of them."""
    crooked = table.crooked if table.crooked is not None and table.crooked.height else None
    notes = []
    if crooked is not None:
        notes.append(f"{crooked.height:,} rows do not have the table's columns and are set aside.")
    if not table.frame.height:
        notes.append("The table has columns, and no rows.")
    numbers = table.numbers
    first = table.first_row
    if numbers is not None and numbers.len():
        first = int(numbers[0])
        followed = int(numbers[-1]) - first == numbers.len() - 1
        numbers = None if followed else numbers
    elif numbers is not None:
        numbers = None
    return replace(
        table, first_row=first, numbers=numbers, crooked=crooked, remarks=(*table.remarks, *notes)
    )


def _usual_width(lines: Sequence[Line]) -> int:
    counted = Counter(len(line.cells) for line in lines)
    return max(counted, key=lambda width: (counted[width], width))


def _fitted(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *([""] * (width - len(cells)))]


@dataclass(frozen=True, eq=False)
class SortedOut:
    """Records as rows and as what is none."""

    frame: pl.DataFrame
    numbers: pl.Series
    """Each row's."""
    crooked: pl.DataFrame


def sort_out(lines: Sequence[Line], names: list[str]) -> SortedOut:
    """Return the records that fit columns with these names, and the others with their reason."""
    width = len(names)
    rows: list[Sequence[str]] = []
    numbers: list[int] = []
    crooked: list[tuple[int, str, str]] = []
    for line in lines:
        cells, trouble = line.cells, line.trouble
        if not trouble and len(cells) > width and not any(map(str.strip, cells[width:])):
            cells = cells[:width]
        if not trouble and len(cells) != width:
            many = "many" if len(cells) > width else "few"
            trouble = f"has too {many} cells: {len(cells)}, and the table has {width} columns"
        if trouble:
            crooked.append((line.number, line.text or " | ".join(line.cells), trouble))
        else:
            rows.append(cells)
            numbers.append(line.number)
    return SortedOut(
        _frame(rows, names),
        pl.Series("row", numbers, dtype=pl.UInt32),
        pl.DataFrame(crooked, schema=_CROOKED, orient="row"),
    )


def _frame(rows: Sequence[Sequence[str]], names: list[str]) -> pl.DataFrame:
    schema = dict.fromkeys(names, pl.String)
    if not rows:
        return pl.DataFrame(schema=schema)
    return pl.DataFrame(dict(zip(names, zip(*rows, strict=True), strict=True)), schema=schema)


def _title_remark(above: Sequence[Line]) -> list[str]:
    if not above:
        return []
    said = " ".join(" ".join(filter(None, line.cells)) for line in above)
    return [f"What stands above the header is not part of the table: {said[:200]!r}."]
