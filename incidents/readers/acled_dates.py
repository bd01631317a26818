"""The dates of an ACLED table: days as ACLED writes them, and the time they stand for."""

from __future__ import annotations

import polars as pl

from incidents.model.vocabularies import TimePrecision
from incidents.readers.cells import day
from incidents.readers.repeats import say_words, tell_apart

_NUMERIC = r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ T].*)?$"
_MONTHS = 12
# A week's middle day is used, so that the week is three days to either side.
_HALF_WEEK = "3d"
DAY_FIRST = (
    "Its dates are numbers that could be read in two orders: they are read day first, as ACLED "
    "writes them."
)
MONTH_FIRST = (
    "Its dates are written month first, which is not ACLED's own order: no day of the file reads "
    "otherwise."
)


def read_acled_days(cells: pl.Series) -> tuple[pl.Series, str]:
    """Return days, and what is to be said of the order in which numbers were read.

    ACLED writes numbers day first. One order holds for the whole column: where that is impossible,
    the other is taken, and where neither is possible, no such date is read.
    """
    apart = tell_apart([cells])
    days, said = _read_days(apart.ask(cells.to_frame("cell")))
    return apart.spread(days), said


def _read_days(asked: pl.DataFrame) -> tuple[pl.Series, str]:
    """Return the same of cells that all differ."""
    days = asked.select(day=day(pl.col("cell")))["day"]
    parts = asked.with_columns(
        pl.col("cell").str.extract(_NUMERIC, at).cast(pl.Int32, strict=False).alias(name)
        for at, name in ((1, "first"), (2, "second"), (3, "year"))
    )
    numeric = parts.filter(days.is_null()).drop_nulls()
    day_first = not (numeric["second"] > _MONTHS).any()
    month_first = not day_first and not (numeric["first"] > _MONTHS).any()
    if not numeric.height or not (day_first or month_first):
        return days, ""
    month, of_month = ("first", "second") if month_first else ("second", "first")
    # Parsed, not put together: the 31st of a short month is no date.
    text = pl.format("{}-{}-{}", "year", pl.col(month).cast(pl.String).str.zfill(2),
                     pl.col(of_month).cast(pl.String).str.zfill(2))  # fmt: skip
    read = parts.select(numeric=text.str.to_date("%Y-%m-%d", strict=False))["numeric"]
    proven = (numeric["first"] > _MONTHS).any()
    said = MONTH_FIRST if month_first else "" if proven else DAY_FIRST
    return days.zip_with(days.is_not_null(), read), said


def has_numeric_days(cells: pl.Series) -> bool:
    """Say whether some cell is a date whose order the whole column decides."""
    return bool(cells.unique().cast(pl.String).str.contains(_NUMERIC).any())


def say_time(frame: pl.DataFrame, date: str, precision: str) -> pl.DataFrame:
    """Return a frame with the time that each row stands for, as `incidents` have it.

    Args:
        frame: The frame.
        date: The column of the events' dates.
        precision: The column of ACLED's `time_precision`, a number; null where it is not given.

    Returns:
        The frame with `_start`, `_end`, `_time_precision` and `_date_note`: what the file gives,
        where that is not the day; null elsewhere.
    """
    return say_words(frame, (date, precision), **_say_time(pl.col(date), pl.col(precision)))


def _say_time(date: pl.Expr, precision: pl.Expr) -> dict[str, pl.Expr]:
    week, month = precision == 2, precision == 3  # noqa: PLR2004 (ACLED's codes)
    start = (
        pl.when(week)
        .then(date.dt.offset_by(f"-{_HALF_WEEK}"))
        .when(month)
        .then(date.dt.month_start())
        .otherwise(date)
    )
    end = (
        pl.when(week)
        .then(date.dt.offset_by(_HALF_WEEK))
        .when(month)
        .then(date.dt.month_end())
        .otherwise(date)
    )
    known = (
        pl.when(week)
        .then(pl.lit(str(TimePrecision.WEEK)))
        .when(month)
        .then(pl.lit(str(TimePrecision.MONTH)))
        .otherwise(pl.lit(str(TimePrecision.DAY)))
    )
    given = pl.format("Date as given: {} (time_precision {})", date.cast(pl.String), precision)
    note = pl.when((week | month).fill_null(value=False)).then(given)
    return {"_start": start, "_end": end, "_time_precision": known, "_date_note": note}
