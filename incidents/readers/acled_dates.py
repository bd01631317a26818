"""The dates of an ACLED table: days as ACLED writes them, and the time they stand for."""

from __future__ import annotations

import polars as pl

from incidents.model.vocabularies import TimePrecision
from incidents.readers.sheet import read_days

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
    days = read_days(cells)
    asked = cells.filter(days.is_null()).unique().alias("cell").to_frame()
    parts = asked.with_columns(
        pl.col("cell").str.extract(_NUMERIC, at).cast(pl.Int32, strict=False).alias(name)
        for at, name in ((1, "first"), (2, "second"), (3, "year"))
    ).drop_nulls()
    day_first = not (parts["second"] > _MONTHS).any()
    month_first = not day_first and not (parts["first"] > _MONTHS).any()
    if not parts.height or not (day_first or month_first):
        return days, ""
    month, day = ("first", "second") if month_first else ("second", "first")
    # Parsed, not put together: the 31st of a short month is no date.
    text = pl.format("{}-{}-{}", "year", pl.col(month).cast(pl.String).str.zfill(2),
                     pl.col(day).cast(pl.String).str.zfill(2))  # fmt: skip
    known = parts.select("cell", numeric=text.str.to_date("%Y-%m-%d", strict=False))
    whole = cells.alias("cell").to_frame().with_columns(day=days)
    joined = whole.join(known, on="cell", how="left", maintain_order="left")
    proven = (parts["first"] > _MONTHS).any()
    said = MONTH_FIRST if month_first else "" if proven else DAY_FIRST
    return joined.select(day=pl.coalesce("day", "numeric"))["day"], said


def has_numeric_days(cells: pl.Series) -> bool:
    """Say whether some cell is a date whose order the whole column decides."""
    return bool(cells.unique().str.contains(_NUMERIC).any())


def say_time(frame: pl.DataFrame, day: str, precision: str) -> pl.DataFrame:
    """Return a frame with the time that each row stands for, as `incidents` have it.

    Args:
        frame: The frame.
        day: The column of the events' dates.
        precision: The column of ACLED's `time_precision`, a number; null where it is not given.

    Returns:
        The frame with `_start`, `_end`, `_time_precision` and `_date_note`: what the file gives,
        where that is not the day; null elsewhere.
    """
    # said once of each day, for there are few
    asked = frame.select(day, precision)
    said = asked.unique().with_columns(**_say_time(pl.col(day), pl.col(precision)))
    whole = asked.join(
        said, on=[day, precision], how="left", nulls_equal=True, maintain_order="left"
    )
    names = [name for name in said.columns if name not in asked.columns]
    return frame.with_columns(whole[name].rechunk() for name in names)


def _say_time(day: pl.Expr, precision: pl.Expr) -> dict[str, pl.Expr]:
    week, month = precision == 2, precision == 3  # noqa: PLR2004 (ACLED's codes)
    start = (
        pl.when(week)
        .then(day.dt.offset_by(f"-{_HALF_WEEK}"))
        .when(month)
        .then(day.dt.month_start())
        .otherwise(day)
    )
    end = (
        pl.when(week)
        .then(day.dt.offset_by(_HALF_WEEK))
        .when(month)
        .then(day.dt.month_end())
        .otherwise(day)
    )
    known = (
        pl.when(week)
        .then(pl.lit(str(TimePrecision.WEEK)))
        .when(month)
        .then(pl.lit(str(TimePrecision.MONTH)))
        .otherwise(pl.lit(str(TimePrecision.DAY)))
    )
    given = pl.format("Date as given: {} (time_precision {})", day.cast(pl.String), precision)
    note = pl.when((week | month).fill_null(value=False)).then(given)
    return {"_start": start, "_end": end, "_time_precision": known, "_date_note": note}
