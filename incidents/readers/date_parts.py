"""One cell of a date, read in every way it can be; what can be read two ways is not read."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from hijridate import Gregorian, Hijri

from incidents.model.folding import fold
from incidents.readers.date_words import HIJRI_MONTHS, LEFT_OUT, MONTHS, RELATIVE

LEAST_YEAR, MOST_YEAR = 1900, 2100
_LEAST_HIJRI, _MOST_HIJRI = 1343, 1500
_LONGEST = 60
_TIME = re.compile(r"[T ,]+\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?\s*(?:[ap]\.?m\.?|z|utc|[ap])?"
                   r"\s*(?:[+-]\d{2}:?\d{2})?$", re.IGNORECASE)  # fmt: skip
_SPAN = re.compile(r"\s+(?:-|–|—|to|until|till|au|الى|إلى|حتى)\s+|(?<=\d{4}-\d\d-\d\d)/",
                   re.IGNORECASE)  # fmt: skip
_NUMBERS = re.compile(r"(\d{1,4})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{1,4})")
_MONTH = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})|(\d{1,2})\s*[-/.]\s*(\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|er)\b", re.IGNORECASE)
_MARKS = re.compile(r"[\u00ad\u0640\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ERA = re.compile(r"(?<=\d)\s*(?:ه|م|a\.?h\.?|a\.?d\.?)$", re.IGNORECASE)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_PLACES = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}
_FIRST = {"dmy": "day", "mdy": "month", "ymd": "year"}
# Years of two digits: those in between could be of either century.
_LAST_OF_2000, _FIRST_OF_1900 = 49, 70

NOT_A_DATE = "is not a date that can be read"
RELATIVE_WORD = "is a day only to those who know when it was written; write the date itself"


@dataclass(frozen=True)
class Days:
    """The days on which something may have happened, or why a cell does not say."""

    first: date | None = None
    last: date | None = None
    precision: str = ""
    """`day`, `range`, `month` or `year`; "" for none."""
    reason: str = ""


def read_date(cell: str, order: str = "", calendar_name: str = "gregorian") -> Days:
    """Return the days of a cell; no days and no reason for a blank one.

    A date of three numbers is read in the declared order; without one, only if all orders agree
    or one alone is possible. A year of two digits is 2000 to 2049 or 1970 to 1999, and read only
    where its place is known: by the order, by a month's name or by a number above 31.
    """
    text = _MARKS.sub("", cell).translate(_DIGITS).strip()
    if not text:
        return Days()
    if len(text) > _LONGEST:
        return Days(reason=NOT_A_DATE)
    hijri = calendar_name == "hijri"
    halves = _SPAN.split(text)
    if len(halves) == 2:  # noqa: PLR2004 (from and to)
        return _span(_read(halves[0], order, hijri=hijri), _read(halves[1], order, hijri=hijri))
    return _read(text, order, hijri=hijri)


def _span(first: Days, last: Days) -> Days:
    if first.first is None or last.last is None:
        return Days(reason=first.reason or last.reason or NOT_A_DATE)
    if last.last < first.first:
        return Days(reason="ends before it begins")
    return Days(first.first, last.last, "day" if first.first == last.last else "range")


def _read(text: str, order: str, *, hijri: bool) -> Days:
    text = _ERA.sub("", _TIME.sub("", text).strip())
    if compact := _COMPACT.fullmatch(text):
        return _days([(int(compact[1]), int(compact[2]), int(compact[3]))], hijri=hijri)
    if numbers := _NUMBERS.fullmatch(text):
        return _three(list(numbers.groups()), order, hijri=hijri)
    if month := _MONTH.fullmatch(text):
        year, number = (month[1], month[2]) if month[1] else (month[4], month[3])
        return _whole(int(year), int(number), hijri=hijri)
    if re.fullmatch(r"\d{4}", text):
        return _whole(int(text), None, hijri=hijri)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return Days(reason="is a number of a spreadsheet's calendar; format the column as a date")
    return _worded(text, order, hijri=hijri)


def _three(parts: list[str], order: str, *, hijri: bool) -> Days:
    four = [at for at, part in enumerate(parts) if len(part) == 4]  # noqa: PLR2004 (digits)
    if any(len(part) == 3 for part in parts) or len(four) > 1 or 1 in four:  # noqa: PLR2004
        return Days(reason=NOT_A_DATE)
    fitting = [name for name, places in _PLACES.items() if not four or places[0] == four[0]]
    orders = [order] if order in fitting else fitting
    readings = []
    for name in orders:
        year, month, day = (parts[place] for place in _PLACES[name])
        full = _full_year(year, hijri=hijri)
        readings.append((full, int(month), int(day)))
    return _days(readings, hijri=hijri, order=order if order in fitting else "")


def _full_year(part: str, *, hijri: bool) -> int:
    year = int(part)
    if len(part) == 4 or hijri:  # noqa: PLR2004 (digits)
        return year
    return 2000 + year if year <= _LAST_OF_2000 else 1900 + year if year >= _FIRST_OF_1900 else -1


def _days(readings: list[tuple[int, int, int]], *, hijri: bool, order: str = "") -> Days:
    found = {day for reading in readings if (day := _day(*reading, hijri=hijri))}
    if len(found) == 1:
        day = found.pop()
        return Days(day, day, "day")
    if found:
        either = " or ".join(f"{day.day} {day:%B %Y}" for day in sorted(found))
        return Days(reason=f"could be {either}; say the date order")
    years = [reading[0] for reading in readings]
    if -1 in years:
        return Days(reason="has a year of two digits that could be of either century")
    if order:
        return Days(reason=f"is not a day of the calendar, read {_FIRST[order]} first")
    return Days(reason=_year_reason(years[0], hijri=hijri) or "is not a day of the calendar")


def _day(year: int, month: int, day: int, *, hijri: bool) -> date | None:
    if not _within(year, hijri=hijri):
        return None
    try:
        if not hijri:
            return date(year, month, day)
        there = Hijri(year, month, day).to_gregorian()
        return date(there.year, there.month, there.day)
    except (ValueError, OverflowError):
        return None


def _within(year: int, *, hijri: bool) -> bool:
    if hijri:
        return _LEAST_HIJRI <= year <= _MOST_HIJRI
    return LEAST_YEAR <= year <= MOST_YEAR


def _year_reason(year: int, *, hijri: bool) -> str:
    if _within(year, hijri=hijri):
        return ""
    if hijri:
        return f"is outside the years {_LEAST_HIJRI} to {_MOST_HIJRI} of the Hijri calendar"
    if _within(year, hijri=True):
        return f"has the year {year}; if that is the Hijri calendar, say so"
    return f"is outside the years {LEAST_YEAR} to {MOST_YEAR}"


def _whole(year: int, month: int | None, *, hijri: bool) -> Days:
    """Return a whole month, or a whole year."""
    if reason := _year_reason(year, hijri=hijri):
        return Days(reason=reason)
    if month is not None and not 1 <= month <= 12:  # noqa: PLR2004 (months)
        return Days(reason="is not a month of the calendar")
    first = _day(year, month or 1, 1, hijri=hijri)
    if hijri:
        following = (year, month + 1) if month and month < 12 else (year + 1, 1)  # noqa: PLR2004
        after = _hijri_first(*following)
        last = after - timedelta(days=1) if after else None
    else:
        last = date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    if first is None or last is None:
        return Days(reason=NOT_A_DATE)
    return Days(first, last, "month" if month else "year")


def _hijri_first(year: int, month: int) -> date | None:
    if year > _MOST_HIJRI:
        # The tables end with this year's last day.
        end = Gregorian(2077, 11, 16)
        return date(end.year, end.month, end.day) + timedelta(days=1)
    return _day(year, month, 1, hijri=True)


def _worded(text: str, order: str, *, hijri: bool) -> Days:
    words = fold(_ORDINAL.sub(r"\1", text)).split()
    if RELATIVE.intersection(words):
        return Days(reason=RELATIVE_WORD)
    month, rest = _month_of(words, HIJRI_MONTHS if hijri else MONTHS)
    numbers = [word for word in rest if word not in LEFT_OUT]
    if not month or not all(re.fullmatch(r"\d{1,4}", word) for word in numbers):
        return Days(reason=NOT_A_DATE)
    return _around_month(numbers, month, order, hijri=hijri)


def _around_month(numbers: list[str], month: int, order: str, *, hijri: bool) -> Days:
    found = Days(reason=NOT_A_DATE)
    match [len(number) for number in numbers]:
        case [4]:
            found = _whole(int(numbers[0]), month, hijri=hijri)
        case [1 | 2, 4]:
            found = _days([(int(numbers[1]), month, int(numbers[0]))], hijri=hijri)
        case [4, 1 | 2]:
            found = _days([(int(numbers[0]), month, int(numbers[1]))], hijri=hijri)
        case [1 | 2, 1 | 2, 4]:
            year = int(numbers[2])
            found = _span(*(_days([(year, month, int(n))], hijri=hijri) for n in numbers[:2]))
        case [1 | 2, 1 | 2] if not hijri:
            found = _short_year(numbers, month, order)
    return found


def _short_year(numbers: list[str], month: int, order: str) -> Days:
    """Return the day of `5-Mar-21`: the day first, unless the order says the year is."""
    year, day = numbers if order == "ymd" else numbers[::-1]
    if len(year) == 1:
        return Days(reason=NOT_A_DATE)
    return _days([(_full_year(year, hijri=False), month, int(day))], hijri=False)


def _month_of(words: list[str], names: dict[tuple[str, ...], int]) -> tuple[int, list[str]]:
    """Return the month that words name, 0 for none or several, and the other words."""
    found: set[int] = set()
    rest: list[str] = []
    at = 0
    while at < len(words):
        length = next(
            (n for n in (3, 2, 1) if tuple(words[at : at + n]) in names and at + n <= len(words)), 0
        )
        if length:
            found.add(names[tuple(words[at : at + length])])
        else:
            rest.append(words[at])
        at += length or 1
    return (found.pop() if len(found) == 1 else 0), rest
