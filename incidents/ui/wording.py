"""Numbers, dates, tolls and attributions in words; the twin of the browser's `words.js`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from incidents.model.vocabularies import Stance, TimePrecision

if TYPE_CHECKING:
    from collections.abc import Mapping

EN_DASH = "\u2013"
THIN = "\u202f"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# First-strong isolate and its end: a name of any script leaves the words around it in order.
_ISOLATE, _POP = "\u2068", "\u2069"


def number(value: int) -> str:
    """Return 1234567 as "1 234 567" with narrow no-break spaces."""
    return f"{value:,}".replace(",", THIN)


def plural(count: int, one: str, many: str = "") -> str:
    """Return "1 incident" or "2 incidents"."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def day(value: date) -> str:
    """Return "29 Jul 2021"."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def span(first: date, last: date) -> str:
    """Return "15–17 Feb 2021", "28 Feb – 2 Mar 2021" or "30 Dec 2020 – 2 Jan 2021"."""
    if first == last:
        return day(first)
    if first.year != last.year:
        return f"{day(first)} {EN_DASH} {day(last)}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} {EN_DASH} {day(last)}"
    return f"{first.day}{EN_DASH}{day(last)}"


def when(row: Mapping[str, Any]) -> str:
    """Return when a row happened, as exactly as it is known."""
    start, end, precision = row["event_date"], row["end_date"], row["time_precision"]
    if start is None or precision == TimePrecision.BY:
        return f"by {day(end)}" if end else "date not known"
    if precision == TimePrecision.NIGHT:
        return f"night of {span(start, start + timedelta(days=1) if end == start else end)}"
    if precision == TimePrecision.RANGE and end != start:
        return f"some time in {span(start, end)}"
    return span(start, end)


def figures(low: int | None, best: int | None, high: int | None) -> str:
    """Return "28–36, best 35", "35" or "not reported"."""
    if best is None:
        return "not reported"
    least, most = best if low is None else low, best if high is None else high
    if least == most:
        return number(best)
    return f"{number(least)}{EN_DASH}{number(most)}, best {number(best)}"


def isolate(name: str) -> str:
    """Return a name that cannot disturb the direction of the words around it."""
    return f"{_ISOLATE}{name}{_POP}"


def stance_words(stance: str, actor: str, by: str, *, same: bool) -> str:
    """Return "claimed by X", "attributed to X by Y" and so on."""
    who, sayer = isolate(actor), isolate(by)
    if stance == Stance.ATTRIBUTED:
        return f"attributed to {who} by {sayer}"
    if same or not by:
        return f"{stance} by {who}"
    if stance == Stance.DENIED:
        return f"denied by {sayer} for {who}"
    return f"{stance} by {who}, says {sayer}"
