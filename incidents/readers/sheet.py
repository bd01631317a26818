"""A foreign table by the names its format gives its columns, whatever the file's case or age."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from incidents.errors import SourceFileError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from incidents.readers.raw import RawTable

# What a shapefile keeps of a column's name.
_SHORT_NAME = 10


class Expected(NamedTuple):
    """What a format's tables look like."""

    kind: str
    """What they are called, such as `ACLED table`."""
    columns: Collection[str]
    """The columns that the coder reads, folded."""
    required: Collection[str]
    """Those of them without which nothing can be said."""
    others: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """Other names of some of them, folded, first come first taken."""
    words: Collection[str] = ()
    """Those that repeat the same few cells, which become categories."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """The columns of a format that a coder reads, and where they came from."""

    raw: RawTable
    frame: pl.DataFrame
    """`row` (UInt32) and each column of the format, its cells without outer blanks, texts or
    categories (`readers.repeats`); a column that the file lacks is blank."""
    named: dict[str, str]
    """Each column that the file has to its name there."""


def fold_name(name: str) -> str:
    """Return a column's name as formats are compared: small letters, `_` for blanks."""
    return "_".join(name.replace("-", " ").replace("_", " ").casefold().split())


def _shorten(name: str) -> str:
    return fold_name(name[:_SHORT_NAME])


def name_rows(raw: RawTable) -> pl.Series:
    """Return each row's number in the file, as a spreadsheet counts."""
    if raw.numbers is not None:
        return raw.numbers.cast(pl.UInt32).alias("row")
    last = raw.first_row + raw.frame.height
    return pl.int_range(raw.first_row, last, dtype=pl.UInt32, eager=True).alias("row")


def find_columns(
    raw: RawTable, columns: Collection[str], others: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    """Return each of the format's columns that the file has, to its name there.

    Args:
        raw: The table.
        columns: The format's names, folded.
        others: Older names of some of them, folded, first come first taken.
    """
    there: dict[str, str] = {}
    for name in raw.columns:
        there.setdefault(fold_name(name), name)
    found: dict[str, str] = {}
    for column in columns:
        whole = [column, *others.get(column, ())]
        # A column shortened by a shapefile counts where only one can have been meant.
        shorts = [_shorten(each) for each in whole if len(each) > _SHORT_NAME]
        alone = [
            short for short in shorts if sum(_shorten(known) == short for known in columns) <= 1
        ]
        spelled = next((each for each in (*whole, *alone) if each in there), None)
        if spelled is not None:
            found[column] = there[spelled]
    return found


def open_sheet(raw: RawTable, expected: Expected) -> Sheet:
    """Return the columns of a format.

    Raises:
        SourceFileError: A required column is missing.
    """
    columns, words = expected.columns, expected.words
    named = find_columns(raw, columns, expected.others)
    missing = [column for column in expected.required if column not in named]
    if missing:
        reason = f"it lacks the column(s) {', '.join(map(repr, missing))}"
        found = ", ".join(raw.columns) or "none"
        cure = f"Found: {found}. Add them, or map the columns as a table of another kind."
        raise SourceFileError(f"The {expected.kind}", reason, cure)
    kinds = {each: pl.Categorical if each in words else pl.String for each in columns}
    own = raw.frame.select(
        pl.col(named[each]).cast(kind).alias(each)
        if each in named
        else pl.lit("", kind).alias(each)
        for each, kind in kinds.items()
    )
    ragged = own.select(_is_ragged(each, kinds[each]) for each in named).row(0, named=True)
    bare = own.with_columns(
        pl.col(each).cast(pl.String).str.strip_chars().cast(kinds[each])
        for each, blanks in ragged.items() if blanks
    )  # fmt: skip
    return Sheet(raw, bare.insert_column(0, name_rows(raw)), named)


def _is_ragged(column: str, kind: type[pl.DataType]) -> pl.Expr:
    """Say whether some cell has outer blanks: in most columns none has."""
    cells = pl.col(column)
    distinct = cells.unique().cast(pl.String) if kind is pl.Categorical else cells
    bare = distinct.str.strip_chars()
    lengths = [each.str.len_bytes().cast(pl.Int64).sum() for each in (distinct, bare)]
    return (lengths[0] != lengths[1]).alias(column)
