"""Rows of text in, typed rows out; a row that breaks a rule is set aside with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from incidents.model.columns import ColumnType
from incidents.model.rules import check_references, check_row
from incidents.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incidents.model.columns import Column, Table

Value: TypeAlias = str | int | float | date | None


@dataclass(frozen=True)
class RawRow:
    """One row as it stands in the file."""

    number: int
    """Line of the file on which the row begins; the header is line 1."""
    cells: Mapping[str, str]
    problem: str = ""
    """What is wrong with the row as a whole, found while it was read."""


@dataclass(frozen=True)
class RejectedRow:
    """A row that is not served, and the cell that is why."""

    table: str
    row: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        return f"{self.table}.csv row {self.row}, {self.column} = {self.value!r}: {self.reason}"


@dataclass
class ValidationResult:
    """What was accepted, per table, and every reason for what was not."""

    accepted: dict[str, list[dict[str, Value]]] = field(default_factory=dict)
    rejected: list[RejectedRow] = field(default_factory=list)


def validate_tables(raw: Mapping[str, Sequence[RawRow]]) -> ValidationResult:
    """Return the rows that keep every rule, typed, and the reasons for the others.

    A row is judged by itself first, then against the accepted rows it refers to. Rows that
    refer to a rejected row are rejected too, with that as their reason.
    """
    result = ValidationResult()
    numbered = {name: _typed_rows(table, raw.get(name, ()), result)
                for name, table in TABLES.items()}  # fmt: skip
    while broken := check_references(numbered):
        for name, number, column, value, reason in broken:
            result.rejected.append(RejectedRow(name, number, column, value, reason))
            numbered[name].pop(number, None)
    result.accepted = {name: list(rows.values()) for name, rows in numbered.items()}
    order = list(TABLES)
    result.rejected.sort(key=lambda r: (order.index(r.table), r.row, r.column))
    return result


def _typed_rows(
    table: Table, rows: Sequence[RawRow], result: ValidationResult
) -> dict[int, dict[str, Value]]:
    accepted: dict[int, dict[str, Value]] = {}
    seen: dict[tuple[Value, ...], int] = {}
    for raw in rows:
        typed, reasons = _typed_row(table, raw)
        key = tuple(typed.get(name) for name in table.key)
        if not reasons and key in seen:
            reasons = [(table.key[0], f"repeats the key of row {seen[key]}")]
        for column, reason in reasons:
            value = raw.cells.get(column, "")
            result.rejected.append(RejectedRow(table.name, raw.number, column, value, reason))
        if not reasons:
            seen[key] = raw.number
            accepted[raw.number] = typed
    return accepted


def _typed_row(table: Table, raw: RawRow) -> tuple[dict[str, Value], list[tuple[str, str]]]:
    typed: dict[str, Value] = {}
    if raw.problem:
        return typed, [(table.columns[0].name, raw.problem)]
    reasons = []
    for column in table.columns:
        cell = raw.cells.get(column.name, "")
        value, reason = read_cell(column, cell)
        typed[column.name] = value
        if reason:
            reasons.append((column.name, reason))
    if not reasons:
        reasons = check_row(table.name, typed)
    return typed, reasons


def read_cell(column: Column, cell: str) -> tuple[Value, str]:
    """Return the cell's typed value and "", or None and why it cannot be read."""
    if not cell.strip():
        blank: Value = "" if column.type is ColumnType.STRING else None
        return blank, "is blank but has to be filled" if column.required else ""
    if column.type is ColumnType.STRING:
        return cell, _text_reason(column, cell)
    if column.type is ColumnType.DATE:
        return _read_date(cell)
    return _read_number(column, cell)


def _read_date(cell: str) -> tuple[Value, str]:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        try:
            return date.fromisoformat(cell), ""
        except ValueError:
            pass
    return None, "is not a date of the calendar, written YYYY-MM-DD"


def _read_number(column: Column, cell: str) -> tuple[Value, str]:
    whole = column.type is ColumnType.INTEGER
    pattern = r"-?[0-9]{1,15}" if whole else r"-?[0-9]{1,15}(\.[0-9]{1,15})?"
    if not re.fullmatch(pattern, cell):
        return None, "is not a whole number" if whole else "is not a number with a decimal point"
    number = int(cell) if whole else float(cell)
    if column.minimum is not None and number < column.minimum:
        return None, f"is below {column.minimum:g}"
    if column.maximum is not None and number > column.maximum:
        return None, f"is above {column.maximum:g}"
    return number, ""


def _text_reason(column: Column, cell: str) -> str:
    parts = cell.split(";") if column.many else [cell]
    for part in parts:
        if column.allowed and part not in column.allowed:
            return f"is not one of: {', '.join(column.allowed)}"
        if column.pattern and not _compiled(column.pattern).fullmatch(part):
            return f"does not have the form {column.pattern}"
        if column.many and part != part.strip():
            return "is a list with spaces around its `;`"
    return ""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
