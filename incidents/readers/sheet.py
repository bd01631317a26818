"""A foreign table by the names its format gives its columns, whatever the file's case or age."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

from incidents.errors import SourceFileError
from incidents.readers.cells import day

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from incidents.readers.raw import RawTable

# What a shapefile keeps of a column's name.
_SHORT_NAME = 10
_KEY = "\x1fkey"
_MOST = 1 << 63


@dataclass(frozen=True, eq=False)
class Sheet:
    """The columns of a format that a coder reads, and where they came from."""

    raw: RawTable
    frame: pl.DataFrame
    """`row` (UInt32) and each column of the format, its cells without outer blanks; a column that
    the file lacks is blank."""
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


def open_sheet(
    raw: RawTable,
    kind: str,
    columns: Collection[str],
    required: Collection[str],
    others: Mapping[str, tuple[str, ...]] | None = None,
) -> Sheet:
    """Return the columns of a format.

    Args:
        raw: The table.
        kind: What it is, such as `ACLED table`.
        columns: The columns that the coder reads, folded.
        required: Those of them without which nothing can be said.
        others: Other names of some of them.

    Raises:
        SourceFileError: A required column is missing.
    """
    named = find_columns(raw, columns, others or {})
    missing = [column for column in required if column not in named]
    if missing:
        reason = f"it lacks the column(s) {', '.join(map(repr, missing))}"
        found = ", ".join(raw.columns) or "none"
        cure = f"Found: {found}. Add them, or map the columns as a table of another kind."
        raise SourceFileError(f"The {kind}", reason, cure)
    ragged = _find_ragged(raw.frame, list(named.values()))
    cells = [
        pl.lit("") if column not in named
        else pl.col(named[column]).str.strip_chars() if named[column] in ragged
        else pl.col(named[column])
        for column in columns
    ]  # fmt: skip
    whole = [cell.alias(column) for cell, column in zip(cells, columns, strict=True)]
    return Sheet(raw, raw.frame.select(name_rows(raw), *whole), named)


def _find_ragged(frame: pl.DataFrame, names: Sequence[str]) -> set[str]:
    """Return the columns that have cells with outer blanks: in most tables none, or few."""
    own, bare = (
        frame.select(cell.str.len_bytes().cast(pl.Int64).sum()).row(0, named=True)
        for cell in (pl.col(names), pl.col(names).str.strip_chars())
    )
    return {name for name in names if own[name] != bare[name]}


def say_of_each(
    frame: pl.DataFrame,
    columns: tuple[str, ...],
    names: tuple[str, ...],
    say: Callable[..., tuple[str, ...]],
) -> pl.DataFrame:
    """Return a frame with what is said of some columns' cells, asked once for equal cells.

    Args:
        frame: The frame.
        columns: The columns whose cells, in this order, `say` is asked about.
        names: The new columns, one for each part of the answer.
        say: Gives the answer.
    """
    cells = frame.select(columns)
    asked = cells.unique()
    answers = [say(*each) for each in asked.iter_rows()]
    said = pl.DataFrame(answers, schema=dict.fromkeys(names, pl.String), orient="row")
    # beside the frame and not joined to it, which would copy every column of it
    whole = cells.join(asked.hstack(said), on=list(columns), how="left", maintain_order="left")
    # in one piece: Polars may fail to format rows of a frame whose columns are cut differently
    return frame.with_columns(whole[name].rechunk() for name in names)


def say_words(frame: pl.DataFrame, columns: tuple[str, ...], **said: pl.Expr) -> pl.DataFrame:
    """Return a frame with what is said of some columns' words, worked out once for equal ones.

    Args:
        frame: The frame; the columns are categories.
        columns: The columns that `said` reads, as texts.
        said: The new columns, categories too.
    """
    cells = frame.select(_number(frame, columns).alias(_KEY), *columns)
    asked = cells.unique(_KEY)
    words = asked.select(columns).cast(pl.String).with_columns(**said).select(said.keys())
    known = asked.select(_KEY).hstack(words.cast(pl.Categorical))
    whole = cells.select(_KEY).join(known, on=_KEY, how="left", maintain_order="left")
    return frame.with_columns(whole[name].rechunk() for name in said)


def _number(frame: pl.DataFrame, columns: tuple[str, ...]) -> pl.Expr:
    """Return a number for the categories of a row, the same for equal ones: quickly compared."""
    numbers = [pl.col(name).to_physical().cast(pl.UInt64) for name in columns]
    counts = frame.select(number.max().fill_null(0) + 1 for number in numbers).row(0)
    if math.prod(counts) > _MOST:
        return pl.struct(columns)
    pairs = zip(counts[1:], numbers[1:], strict=True)
    return reduce(lambda whole, pair: whole * pair[0] + pair[1], pairs, numbers[0])


def read_days(cells: pl.Series) -> pl.Series:
    """Return `cells.day` of a column, asked once for equal cells."""
    asked = cells.unique().alias("cell").to_frame()
    days = asked.with_columns(day=day(pl.col("cell")))
    whole = cells.alias("cell").to_frame().join(days, on="cell", how="left", maintain_order="left")
    return whole["day"]
