"""Spans of the calendar by which incidents are counted: days to years."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

import narwhals as nw

from incidents.model.laid import EPOCH

_Number = TypeVar("_Number", int, nw.Expr)

_SUNDAY = 6
_EPOCH_WEEKDAY = EPOCH.weekday()
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7, "month": 30.4, "quarter": 91.3, "year": 365.2}


class Bin(StrEnum):
    """The width of a bar or a frame."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def days(self) -> float:
        """About how many days it holds."""
        return _DAYS[self.value]

    def start(self, day: date) -> date:
        """Return the first day of the bin that holds `day`; weeks begin on Monday."""
        if self is Bin.DAY:
            return day
        if self is Bin.WEEK:
            return day - timedelta(days=day.weekday())
        months = _MONTHS[self.value]
        return day.replace(month=(day.month - 1) // months * months + 1, day=1)

    def end(self, day: date) -> date:
        """Return the last day of the bin that holds `day`."""
        if self is Bin.DAY:
            return day
        if self is Bin.WEEK:
            left = min(_SUNDAY - day.weekday(), (date.max - day).days)
            return day + timedelta(days=left)
        start = self.start(day)
        month = start.month + _MONTHS[self.value] - 1
        return start.replace(month=month, day=monthrange(start.year, month)[1])

    def number(self, day: date) -> int:
        """Return the bin's place in the row of all bins; 0 holds 1 January 1970."""
        if self in {Bin.DAY, Bin.WEEK}:
            return _bin_of_days((day - EPOCH).days, self)
        return ((day.year - EPOCH.year) * 12 + day.month - 1) // _MONTHS[self.value]

    def numbers(self, end: str) -> nw.Expr:
        """Return the same of each incident's `first` or `last` day, over `LAID_COLUMNS`."""
        if self in {Bin.DAY, Bin.WEEK}:
            return _bin_of_days(nw.col(f"{end}_day"), self)
        month = nw.col("month" if end == "first" else "last_month")
        return month if self is Bin.MONTH else month // _MONTHS[self.value]

    def first_day(self, number: int) -> date:
        """Return the first day of the bin with this number."""
        if self is Bin.DAY:
            return EPOCH + timedelta(days=number)
        if self is Bin.WEEK:
            return EPOCH + timedelta(days=7 * number - _EPOCH_WEEKDAY)
        years, month = divmod(number * _MONTHS[self.value], 12)
        return date(EPOCH.year + years, month + 1, 1)


def _bin_of_days(days: _Number, width: Bin) -> _Number:
    return days if width is Bin.DAY else (days + _EPOCH_WEEKDAY) // 7


def count_bins(width: Bin, first: date, last: date) -> int:
    """Return how many bins hold a period."""
    return width.number(last) - width.number(first) + 1
