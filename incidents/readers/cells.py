"""Cells of text as numbers and days: what cannot be read is null, and never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from incidents.readers.repeats import read_each

if TYPE_CHECKING:
    from collections.abc import Callable

    _Read = Callable[[pl.Series], pl.Series]

_FOREIGN_DIGITS = {
    **{chr(0x660 + n): str(n) for n in range(10)},  # Arabic-Indic
    **{chr(0x6F0 + n): str(n) for n in range(10)},  # Persian
    "٫": ".",
    "٬": "",
    "−": "-",
}
_MARKS = r"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
_DAY_FIRST_WORDS = ("%d %B %Y", "%d %b %Y", "%d-%B-%Y", "%d-%b-%Y", "%d-%b-%y")
LEAST_YEAR = 1900
_NO_NUMBER = pl.Series([None], dtype=pl.Float64)


def clean(cell: pl.Expr) -> pl.Expr:
    """Return a cell without direction marks and outer blanks."""
    return cell.str.replace_all(_MARKS, "").str.strip_chars()


def ascii_digits(cell: pl.Expr) -> pl.Expr:
    """Return a clean cell with the digits of any of the field's scripts as ASCII."""
    return clean(cell).str.replace_many(_FOREIGN_DIGITS)


def whole(cell: pl.Expr) -> pl.Expr:
    """Return a whole number, `8` or `8.0`; null for blank and anything else."""

    def read(cells: pl.Series) -> pl.Series:
        return cells.cast(pl.Int64, strict=False)

    def read_carefully(cells: pl.Series) -> pl.Series:
        return read(cells.str.strip_chars().str.replace(r"\.0+$", ""))

    return _read_twice(cell, read, read_carefully, pl.Int64)


def decimal(cell: pl.Expr) -> pl.Expr:
    """Return a number with a decimal point; null for blank, NaN, infinity and anything else."""

    def read(cells: pl.Series) -> pl.Series:
        number = cells.cast(pl.Float64, strict=False)
        return number.zip_with(number.is_finite(), _NO_NUMBER.new_from_index(0, len(number)))

    return _read_twice(cell, read, lambda cells: read(cells.str.strip_chars()), pl.Float64)


def _read_twice(
    cell: pl.Expr, plainly: _Read, carefully: _Read, kind: type[pl.DataType]
) -> pl.Expr:
    """Return what is read plainly, and carefully where that gives nothing: mostly nowhere."""

    def read(cells: pl.Series) -> pl.Series:
        if cells.dtype == pl.Categorical:
            return read_each(cells, read)
        numbers = plainly(cells)
        left = (numbers.is_null() & (cells != "")).arg_true()
        return numbers.scatter(left, carefully(cells[left])) if len(left) else numbers

    return cell.map_batches(read, return_dtype=kind)


def day(cell: pl.Expr) -> pl.Expr:
    """Return the day of a date that can be read one way only; null for blank and anything else.

    Read are `2021-03-05`, with or without a time after it, `20210305`, `5 March 2021`,
    `05-Mar-2021` and `5-Mar-21`. A time of day is left off.
    """
    plain = cell.str.strip_chars()
    # A length bounds what is tried: formats are matched in full, over a million rows.
    iso = plain.str.head(10).str.to_date("%Y-%m-%d", strict=False)
    timed = plain.str.len_chars().gt(10) & ~plain.str.contains(r"^.{10}[ T]\d{2}:\d{2}")
    compact = (
        pl.when(plain.str.contains(r"^\d{8}$")).then(plain).str.to_date("%Y%m%d", strict=False)
    )
    words = [plain.str.to_date(form, strict=False) for form in _DAY_FIRST_WORDS]
    # Each is held to the years by itself: with four digits wanted, `5-Mar-21` is in the year 21.
    found = [pl.when(~timed).then(iso), compact, *words]
    return pl.coalesce(pl.when(each.dt.year() >= LEAST_YEAR).then(each) for each in found)


def read_days(cells: pl.Series) -> pl.Series:
    """Return `day` of a column."""
    return read_each(cells, lambda each: each.to_frame("cell").select(day(pl.col("cell")))["cell"])
