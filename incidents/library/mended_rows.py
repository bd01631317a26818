"""Which rows of a file of rejected rows were mended, and whether they are that file's at all.

A row that goes to the wrong place destroys another, so nothing is guessed here: the columns have to
be the original's, and each row has to be one that was rejected, or stand as it stands already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import polars as pl

from incidents.errors import SourceFileError
from incidents.readers.raw import RawTable
from incidents.readers.sent_again import ADDED_COLUMNS, ROW
from incidents.readers.sheet import name_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incidents.readers.raw import RawTables

NUMBER = "\x1frow"
"""The column that says which row of the original each is; no table has one of this name."""
_WHOLE_NUMBER = r"^[0-9]{1,9}(?:\.0+)?$"
_SHOWN = 5
_EXPORT = "Mend the rows in the export, and bring that whole as a new version."
_APART = "Leave them out: what is no row of that file is brought as a dataset of its own."


def find_mended(
    original: RawTable,
    mended: RawTable | RawTables,
    rejected: RawTable | RawTables,
    original_name: str,
    file_name: str,
) -> pl.DataFrame:
    """Return the rows that were mended: `NUMBER` (UInt32) and the original's columns.

    Rows that stand as they stood are not among them, whether they were rejected or put back before.

    Args:
        original: The file whose rows they are.
        mended: The file of rejected rows that was sent again.
        rejected: The original's rejected rows, as they were handed out.
        original_name: What to call the original in an error.
        file_name: What to call the file that was sent again.

    Raises:
        SourceFileError: The file is not of that original, or a row in it is not; or no row is
            mended.
    """
    check = _Check(file_name)
    if not isinstance(mended, RawTable):
        check.refuse("it is an export of this app, whose tables belong together", _EXPORT)
    if mended.sent_again is None:
        names = ", ".join(ADDED_COLUMNS)
        check.refuse(f"it has not all of the columns {names}", "Download the rejected rows anew.")
    if not isinstance(rejected, RawTable) or rejected.sent_again is None:
        check.refuse(f"the rejected rows of {original_name!r} cannot be read", "Bring that again.")
    check.columns(mended, original, original_name)
    given = _number(mended, check).select(NUMBER, *original.columns)
    there = _as_handed_out(original)
    now = given.select(NUMBER).join(there, on=NUMBER, how="left", maintain_order="left")
    strange = given[NUMBER].filter(now[original.columns[0]].is_null())
    named = repr(original_name)
    check.none(strange, f"it has rows that {named} does not have", _APART)
    differs = _differ(given, now, original.columns)
    accepted = ~given[NUMBER].is_in(_read_numbers(rejected.sent_again).drop_nulls().implode())
    check.none(
        given[NUMBER].filter(accepted & differs),
        f"it has rows that were not rejected and stand otherwise in {named}",
        "Leave them out. Rows that were accepted are corrected in the whole file, brought as a new "
        "version.",
    )
    rows = given.filter(differs)
    blank = rows.filter(pl.all_horizontal(pl.col(original.columns).str.strip_chars() == ""))
    check.none(blank[NUMBER], "it has rows without a filled cell", "Fill them or leave them out.")
    if not rows.height:
        check.refuse(
            "each of its rows stands in the dataset already as it stands here",
            "Mend the rejected rows, save the file and bring it again.",
        )
    return rows


def find_unlike(original: RawTable, rows: pl.DataFrame) -> pl.Series:
    """Return the numbers of mended rows of which most filled cells are others than before.

    They may be of another version of the file, in which the row of that number is another. Of a
    line that was no row nothing is said.

    Args:
        original: The file in which they are put.
        rows: What `find_mended` returned.
    """
    numbered = original.frame.with_columns(name_rows(original).alias(NUMBER))
    there = rows.select(NUMBER).join(numbered, on=NUMBER, how="inner", maintain_order="left")
    here = rows.join(there.select(NUMBER), on=NUMBER, how="semi", maintain_order="left")
    filled, alike = (pl.Series([0]).new_from_index(0, here.height) for _ in range(2))
    for name in original.columns:
        before, now = _plain(there[name]), _plain(here[name])
        filled += before != ""
        alike += (before != "") & (before == now)
    return here[NUMBER].filter(2 * alike < filled)


class _Check:
    """Refuses a file by its name."""

    def __init__(self, file_name: str) -> None:
        self._file_name = file_name

    def refuse(self, reason: str, cure: str) -> NoReturn:
        raise SourceFileError(self._file_name, reason, cure)

    def none(self, rows: pl.Series, reason: str, cure: str) -> None:
        """Refuse the file if there is any such row."""
        if rows.len():
            self.refuse(f"{reason}: {few(rows)}", cure)

    def columns(self, mended: RawTable, original: RawTable, original_name: str) -> None:
        missing = [name for name in original.columns if name not in mended.columns]
        strange = [name for name in mended.columns if name not in original.columns]
        if missing or strange:
            words = [f"it lacks {few(map(repr, missing))}"] if missing else []
            words += [f"it has {few(map(repr, strange))} besides"] if strange else []
            reason = f"its columns are not those of {original_name!r}: {' and '.join(words)}"
            cure = "Choose the dataset that its rows are of, or give the columns their names back."
            self.refuse(reason, cure)


def _number(mended: RawTable, check: _Check) -> pl.DataFrame:
    """Return the rows with the numbers that are said, each once."""
    lines = name_rows(mended)
    if mended.crooked is not None and mended.crooked.height:
        bad = few(mended.crooked["row"])
        check.refuse(f"it has lines without the table's columns: {bad}", "Mend these lines first.")
    numbers = _read_numbers(mended.sent_again)
    check.none(
        lines.filter(numbers.is_null()),
        "it has lines without a row's number under rejected_row",
        "Write there which row of the original each is, or leave them out.",
    )
    check.none(
        numbers.filter(numbers.is_duplicated()).unique(maintain_order=True),
        "it has rows more than once",
        "Leave one of each.",
    )
    return mended.frame.with_columns(numbers.alias(NUMBER))


def _read_numbers(said: pl.Series | None) -> pl.Series:
    """Return what stands under `rejected_row` as numbers, null where it is none."""
    cells = pl.Series([], dtype=pl.String) if said is None else said.str.strip_chars()
    whole = cells.set(~cells.str.contains(_WHOLE_NUMBER), None)
    return whole.str.replace(r"\.0+$", "").cast(pl.UInt32).alias(ROW)


def _as_handed_out(original: RawTable) -> pl.DataFrame:
    """Return every row with its number; what was no row has its text in the first column."""
    rows = original.frame.with_columns(name_rows(original).alias(NUMBER))
    if original.crooked is None:
        return rows
    first, *others = original.columns
    blank = [pl.lit("").alias(name) for name in others]
    torn = original.crooked.select(
        pl.col("cells").alias(first), *blank, pl.col("row").alias(NUMBER)
    )  # fmt: skip
    return pl.concat([rows, torn.select(rows.columns)])


def _differ(one: pl.DataFrame, other: pl.DataFrame, columns: Iterable[str]) -> pl.Series:
    """Say which rows differ in a cell, blanks around it and sorts of line ends aside."""
    differs = pl.Series([False]).new_from_index(0, one.height)
    for name in columns:
        differs |= (_plain(one[name]) != _plain(other[name])).fill_null(value=True)
    return differs


def _plain(cells: pl.Series) -> pl.Series:
    return cells.str.replace_all("\r\n?", "\n").str.strip_chars()


def few(items: Iterable[object]) -> str:
    """Return the first few of many, and how many more there are."""
    told = [str(each) for each in items]
    more = len(told) - _SHOWN
    return ", ".join(told[:_SHOWN]) + (f" and {more:,} more" if more > 0 else "")
