"""The model's rules held over a coded table, column by column: what breaks one is rejected.

A day that has not come yet breaks none, for clocks and calendars differ: it is said.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from incidents.model.vocabularies import (
    EventType,
    GeoPrecision,
    TimePrecision,
    Verification,
    sub_event_types_of,
)
from incidents.readers.coded import REJECTED_COLUMNS, WARNING_COLUMNS, stack
from incidents.readers.repeats import tell_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from incidents.readers.coded import Coded

    Fits = Callable[..., bool]

FUTURE = "date lies in the future"
_AHEAD = timedelta(days=1)
"""Somewhere it is tomorrow already."""
TOLLS = ("fatalities", "injured")
_PAIRS = {(kind.value, sub) for kind in EventType for sub in sub_event_types_of(kind)}
_CODES = re.compile(r"([A-Z]{3}(;[A-Z]{3})*)?")


class _Rule(NamedTuple):
    column: str
    reason: str
    cure: str
    broken: pl.Expr | pl.Series


def enforce(coded: Coded, today: date | None = None) -> Coded:
    """Return a coded table whose accepted rows keep every rule; the others are rejected.

    Args:
        coded: The table.
        today: The day, for dates that lie after it; None for that of the clock.
    """
    coded = _warn_of_future(coded, today or datetime.now(tz=UTC).date())
    incidents = coded.incidents
    found = []
    for rule in _rules(incidents):
        broken = incidents.filter(rule.broken)
        if broken.height:
            found.append(_reject(broken, rule))
    if not found:
        return coded
    rejected = stack([coded.rejected, *found], REJECTED_COLUMNS)
    left = rejected["row"].unique().implode()
    kept = ~pl.col("row").is_in(left)
    return replace(
        coded,
        incidents=incidents.filter(kept),
        parties=coded.parties.filter(kept),
        warnings=coded.warnings.filter(kept),
        rejected=rejected,
    )


def _warn_of_future(coded: Coded, today: date) -> Coded:
    found = coded.incidents.filter(pl.col("event_date") > today + _AHEAD)
    if found.is_empty():
        return coded
    told = found.select(
        "row",
        pl.lit(FUTURE).alias("kind"),
        pl.format("dated {}, and today is {}", "event_date", pl.lit(today)).alias("words"),
    )
    return replace(coded, warnings=stack([coded.warnings, told], WARNING_COLUMNS))


def _reject(broken: pl.DataFrame, rule: _Rule) -> pl.DataFrame:
    return broken.select(
        "row",
        pl.lit(rule.column).alias("column"),
        pl.col(rule.column).cast(pl.String).fill_null("").alias("value"),
        pl.lit(rule.reason).alias("reason"),
        pl.lit(rule.cure).alias("cure"),
    )


def _differs(incidents: pl.DataFrame, columns: tuple[str, ...], fits: Fits) -> pl.Series:
    """Say of each row whether its words do not fit."""
    cells = incidents.select(columns)
    apart = tell_apart(cells.get_columns())
    found = [not fits(*words) for words in apart.ask(cells).iter_rows()]
    return apart.spread(pl.Series(found, dtype=pl.Boolean))


def _rules(incidents: pl.DataFrame) -> Iterator[_Rule]:
    start, end = pl.col("event_date"), pl.col("end_date")
    days = (end - start).dt.total_days()
    when = "Correct the dates."
    yield _Rule("event_date", "is blank but has to be filled", "Give the date.", start.is_null())
    yield _Rule("end_date", "is blank but has to be filled", when, end.is_null())
    yield _Rule("end_date", "lies before event_date", when, days < 0)
    known = pl.col("time_precision") == TimePrecision.DAY.value
    yield _Rule("end_date", "differs from event_date although the day is known", when,
                known & (days != 0))  # fmt: skip
    other = _differs(incidents, ("event_type", "sub_event_type"), lambda *pair: pair in _PAIRS)
    yield _Rule("sub_event_type", "is not a sub-event type of its event type",
                "Map the word to one of the kinds.", other)  # fmt: skip
    for column, words in (("time_precision", TimePrecision), ("geo_precision", GeoPrecision),
                          ("verification", Verification)):  # fmt: skip
        allowed = [word.value for word in words]
        yield _Rule(column, f"is not one of: {', '.join(allowed)}", "Choose one of them.",
                    ~pl.col(column).is_in(allowed))  # fmt: skip
    yield from _toll_rules()
    yield from _place_rules(incidents)


def _toll_rules() -> Iterator[_Rule]:
    for toll in TOLLS:
        low, best, high = (pl.col(f"{toll}_{part}") for part in ("low", "best", "high"))
        blank = [each.is_null() for each in (low, best, high)]
        some = pl.any_horizontal(blank) & ~pl.all_horizontal(blank)
        cure = "Give all three figures or none."
        yield _Rule(f"{toll}_best", "is one of three figures, and not all are given", cure, some)
        yield _Rule(f"{toll}_low", "is below 0", "Leave it blank if it is not known.", low < 0)
        yield _Rule(f"{toll}_best", "does not lie between the low and the high figure",
                    "Correct the figures.", (best < low) | (best > high))  # fmt: skip


def _place_rules(incidents: pl.DataFrame) -> Iterator[_Rule]:
    latitude, longitude = pl.col("latitude"), pl.col("longitude")
    yield _Rule("longitude", "is blank although the latitude is given", "Give both or neither.",
                latitude.is_null() != longitude.is_null())  # fmt: skip
    swap = "Correct it; perhaps latitude and longitude are swapped."
    yield _Rule("latitude", "is not between -90 and 90", swap, latitude.abs() > 90)  # noqa: PLR2004
    yield _Rule("longitude", "is not between -180 and 180", swap, longitude.abs() > 180)  # noqa: PLR2004
    strange = _differs(incidents, ("country",), lambda codes: bool(_CODES.fullmatch(codes)))
    yield _Rule("country", "is not a country's code", "Give the ISO 3166-1 alpha-3 code.", strange)
    cure = "Say the country; the row has no point, or one that lies in none."
    yield _Rule("country", "is blank but has to be filled", cure, pl.col("country") == "")
