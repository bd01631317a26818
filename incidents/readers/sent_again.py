"""Rejected rows on their way out and in again: what is added to them, and taking it off.

Rejected rows are handed out to be mended in a spreadsheet, which runs a cell that looks like a
formula; that the cells came from the person's own file makes them no safer, for the file may have
come from anywhere and never been opened before. So they are given an apostrophe, as every
spreadsheet file of ours is. Here it must come off again by itself, because the file is read
anew: the three columns that say why a row was rejected also say that this was done. Whoever takes
the columns out by hand keeps the apostrophes, which can be seen. A number is no formula and stays
as it is, a sign in front of it included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from incidents.model.text_cells import neutralise, neutralise_column, restore

if TYPE_CHECKING:
    from collections.abc import Iterable

ADDED_COLUMNS = ("rejected_row", "rejected_reason", "rejected_cure")
"""The last columns of a file of rejected rows."""

ROW = ADDED_COLUMNS[0]
"""The one that says which row of its file each was."""

_NUMBER = r"^[+-]?[0-9]+(?:\.[0-9]+)?$"


def neutralise_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """Return text cells and column names with an apostrophe before what a spreadsheet may run.

    What begins with an apostrophe of its own is given one too, so that `take_off_again` restores
    the frame exactly.
    """
    cells = pl.all()
    safe = pl.when(cells.str.contains(_NUMBER)).then(cells).otherwise(neutralise_column(cells))
    return frame.select(safe.name.keep()).rename({name: neutralise(name) for name in frame.columns})


def are_sent_again(columns: Iterable[str]) -> bool:
    """Return whether a table with these columns is one of rejected rows."""
    return set(ADDED_COLUMNS) <= set(columns)


def take_off_again(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table as it was before its rejected rows were written to a file.

    A table without all three of `ADDED_COLUMNS` is returned as it is.
    """
    if not are_sent_again(frame.columns):
        return frame
    own = frame.drop(ADDED_COLUMNS)
    names = {name: restore(name) for name in own.columns}
    return own.select(pl.all().str.strip_prefix("'")).rename(names)
