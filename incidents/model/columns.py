"""The words a table is defined in: columns, tables and what a cell may hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ColumnType(StrEnum):
    """The types of a cell, named as in Table Schema."""

    STRING = "string"
    DATE = "date"
    INTEGER = "integer"
    NUMBER = "number"


@dataclass(frozen=True)
class Column:
    """One column: its name, what it means and what its cells may hold."""

    name: str
    meaning: str
    example: str = ""
    type: ColumnType = ColumnType.STRING
    required: bool = False
    """A blank cell is refused."""
    allowed: tuple[str, ...] = ()
    """The only values a cell (or each part of a list) may hold; empty means any."""
    references: str = ""
    """The table whose key every value must be."""
    many: bool = False
    """The cell is a list, its parts separated by `;` without spaces."""
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""
    """A regular expression that the whole cell (or each part of a list) matches."""


@dataclass(frozen=True)
class Table:
    """One table: its file is `name`.csv."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """The columns that together name a row."""

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns' names, in the order of the file."""
        return tuple(column.name for column in self.columns)

    @property
    def file_name(self) -> str:
        """The file that holds this table."""
        return f"{self.name}.csv"

    def column(self, name: str) -> Column:
        """Return the column called `name`."""
        return next(column for column in self.columns if column.name == name)
