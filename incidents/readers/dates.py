"""Whole columns of dates in one declared order: each is read, or its reason is said."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from incidents.readers.cells import ascii_digits
from incidents.readers.date_parts import LEAST_YEAR, MOST_YEAR, read_date

DAYS_COLUMNS: dict[str, type[pl.DataType]] = {
    "first": pl.Date,
    "last": pl.Date,
    "precision": pl.String,
    "reason": pl.String,
}
"""The first and the last day on which it may have been; `day`, `range`, `month`, `year` or "";
and why a cell that is not blank is no date, in the words of a rejection."""

_ISO = r"^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$"
_SERIAL = r"^[2-6]\d{4}(?:\.\d+)?$"
_SLASHED = r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ,].*)?$"
_YEAR_FIRST = r"^\d{4}[-/.]?\d{1,2}(?:[-/.]?\d{1,2}(?:[T ].*)?)?$"
_DAY_ZERO = pl.date(1899, 12, 30)
_MOST_MONTHS, _MOST_DAYS = 12, 31


class DayColumn(NamedTuple):
    """A column of dates as days."""

    days: pl.DataFrame
    """`DAYS_COLUMNS`, a row a cell, in their order."""
    remarks: tuple[str, ...] = ()


def read_days(cells: pl.Series, order: str = "", calendar: str = "gregorian") -> DayColumn:
    """Return the days of a column.

    Args:
        cells: Text; blank cells have no days and no reason.
        order: One of `mapping.DATE_ORDERS`, or "" where nobody has said it.
        calendar: One of `mapping.CALENDARS`.
    """
    name = "cell"
    column = cells.alias(name).cast(pl.String).fill_null("")
    distinct = column.unique().to_frame().with_columns(ascii_digits(pl.col(name)).alias("plain"))
    filled = distinct.filter(pl.col("plain") != "")
    if filled.height and filled["plain"].str.contains(_SERIAL).all():
        days, remarks = _serials(distinct), [_SERIAL_REMARK]
    else:
        days, remarks = _distinct_days(distinct, order, calendar), []
    joined = column.to_frame().join(days, on=name, how="left", maintain_order="left")
    return DayColumn(joined.select(list(DAYS_COLUMNS)), tuple(remarks))


_SERIAL_REMARK = (
    "The dates are numbers of a spreadsheet's calendar and were read as days since 1900. "
    "A workbook of an old Mac counts from 1904: compare one date."
)


def _serials(distinct: pl.DataFrame) -> pl.DataFrame:
    number = pl.col("plain").cast(pl.Float64, strict=False).floor().cast(pl.Int64)
    day = _DAY_ZERO + pl.duration(days=number)
    return distinct.select(
        "cell",
        first=day,
        last=day,
        precision=pl.when(number.is_null()).then(pl.lit("")).otherwise(pl.lit("day")),
        reason=pl.lit(""),
    )


def _distinct_days(distinct: pl.DataFrame, order: str, calendar: str) -> pl.DataFrame:
    """Return the days of distinct cells: the usual form at once, the others one by one."""
    text = pl.col("plain")
    day = text.str.head(10).str.to_date("%Y-%m-%d", strict=False)
    usual = text.str.contains(_ISO) & day.dt.year().is_between(LEAST_YEAR, MOST_YEAR)
    if calendar != "gregorian":
        usual = pl.lit(value=False)
    # A day that the calendar has not is null, and goes the long way to its reason.
    split = distinct.with_columns(usual=usual.fill_null(value=False))
    quick = split.filter("usual").select(
        "cell", first=day, last=day, precision=pl.lit("day"), reason=pl.lit("")
    )
    others = split.filter(~pl.col("usual"))["cell"].to_list()
    read = [read_date(cell, order, calendar) for cell in others]
    slow = pl.DataFrame(
        {
            "cell": others,
            "first": [each.first for each in read],
            "last": [each.last for each in read],
            "precision": [each.precision for each in read],
            "reason": [each.reason for each in read],
        },
        schema={"cell": pl.String, **DAYS_COLUMNS},
    )
    return pl.concat([quick, slow])


def guess_order(values: pl.Series) -> str:
    """Return the order of a column's dates if its cells prove it, "" otherwise.

    A number above 12 cannot be a month. Where some prove one order and some another, none is.
    """
    plain = values.cast(pl.String).fill_null("").to_frame("cell").select(
        ascii_digits(pl.col("cell"))
    )["cell"].unique()  # fmt: skip
    plain = plain.filter(plain != "")
    parts = plain.str.extract_groups(_SLASHED).struct.unnest().drop_nulls()
    numbers = parts.select(pl.all().cast(pl.Int64))
    if not numbers.height:
        proven = bool(plain.len()) and bool(plain.str.contains(_YEAR_FIRST).all())
        return "ymd" if proven else ""
    one, two, year = (numbers.to_series(at) for at in range(3))
    # `25/12/21` may begin with its year.
    day_first = bool((one.is_between(_MOST_MONTHS + 1, _MOST_DAYS) & (year > _MOST_DAYS)).any())
    month_first = bool(two.is_between(_MOST_MONTHS + 1, _MOST_DAYS).any())
    if day_first == month_first:
        return ""
    return "dmy" if day_first else "mdy"


def is_ambiguous(values: pl.Series) -> bool:
    """Return whether some cell of a column could be two days, and none proves the order."""
    plain = values.to_frame("cell").select(ascii_digits(pl.col("cell")))["cell"]
    return not guess_order(values) and bool(plain.str.contains(_SLASHED).any())
