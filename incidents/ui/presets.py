"""Ready-made periods: years, halves, quarters and the last days of the data."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from incidents.ui.wording import EN_DASH

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LAST_DAYS = 30
_MOST_YEARS = 3
_YEAR, _HALF, _QUARTER = 12, 6, 3


class Period(NamedTuple):
    """A period by name; both days inclusive."""

    words: str
    first: date
    last: date


def list_periods(first: date, last: date) -> list[Period]:
    """Return the periods that touch the data's own; long data gets years only."""
    years = range(first.year, last.year + 1)
    months = [_YEAR] if len(years) > _MOST_YEARS else [_YEAR, _HALF, _QUARTER]
    found = [_months(year, start, length) for length in months for year in years
             for start in range(1, _YEAR + 1, length)]  # fmt: skip
    recent = Period(f"Last {_LAST_DAYS} days of the data", last - timedelta(_LAST_DAYS - 1), last)
    return [*(p for p in found if p.first <= last and p.last >= first), recent]


def _months(year: int, start: int, length: int) -> Period:
    end = start + length
    following = date(year + end // (_YEAR + 1), (end - 1) % _YEAR + 1, 1)
    words = f"{_MONTHS[start - 1]}{EN_DASH}{_MONTHS[end - 2]} {year}"
    return Period(
        str(year) if length == _YEAR else words, date(year, start, 1), following - timedelta(1)
    )
