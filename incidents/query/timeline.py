"""Incidents by day, week or month, with what is known only to a span kept apart."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import narwhals as nw

from incidents.model.folding import fold
from incidents.model.vocabularies import TimePrecision
from incidents.query.lazy import collect_rows, lazy
from incidents.query.records import plain
from incidents.query.select import select_incidents

if TYPE_CHECKING:
    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

_EXACT = [TimePrecision.DAY.value, TimePrecision.NIGHT.value]
_DAYS_BY_DAY = 62
_DAYS_BY_WEEK = 800
_SUNDAY = 6

_STATEMENT_COLUMNS = [
    "statement_id",
    "event_date",
    "end_date",
    "time_precision",
    "kind",
    "title_en",
    "title_ar",
    "speaker",
    "speaker_ar",
]


class Bin(StrEnum):
    """The width of a bar."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    def start(self, day: date) -> date:
        """Return the first day of the bar that holds `day`; weeks begin on Monday."""
        if self is Bin.WEEK:
            return day - timedelta(days=day.weekday())
        return day.replace(day=1) if self is Bin.MONTH else day

    def end(self, day: date) -> date:
        """Return the last day of the bar that holds `day`."""
        if self is Bin.WEEK:
            left = min(_SUNDAY - day.weekday(), (date.max - day).days)
            return day + timedelta(days=left)
        if self is Bin.MONTH:
            return day.replace(day=monthrange(day.year, day.month)[1])
        return day


@dataclass(frozen=True)
class Timeline:
    """Bars and spans; the bars' counts and the number of spans sum to the selection."""

    bin: Bin
    bins: list[dict[str, Any]]
    """start, end, count, `uncertain` (of these, known only to days within the bar), types."""
    spans: list[dict[str, Any]]
    """Incidents known only to a span of days that is wider than one bar."""
    statements: list[dict[str, Any]]


def choose_bin(first: date, last: date) -> Bin:
    """Return the width of bar that suits a period."""
    days = (last - first).days
    if days <= _DAYS_BY_DAY:
        return Bin.DAY
    return Bin.WEEK if days <= _DAYS_BY_WEEK else Bin.MONTH


def summarize_timeline(tables: Tables, chosen: IncidentFilter, width: Bin) -> Timeline:
    """Return the selected incidents over time, and the statements of the same dates and actors."""
    dated = select_incidents(tables, chosen).group_by(
        "event_date", "end_date", "time_precision", "event_type"
    )
    bars: dict[date, dict[str, Any]] = {}
    wide = False
    for row in collect_rows(dated.agg(nw.len().alias("n"))):
        exact = row["time_precision"] in _EXACT
        if not exact and width.start(row["event_date"]) != width.start(row["end_date"]):
            wide = True
            continue
        _add(bars, width, row, 0 if exact else row["n"])
    spans = _spans(tables, chosen, width) if wide else []
    bins = [bars[start] for start in sorted(bars)]
    return Timeline(width, bins, spans, _statements(tables, chosen))


def date_extent(tables: Tables) -> tuple[date, date] | None:
    """Return the first and last day that any incident may have happened, or None."""
    row = collect_rows(
        lazy(tables.incidents).select(nw.col("event_date").min(), nw.col("end_date").max())
    )[0]
    return None if row["event_date"] is None else (row["event_date"], row["end_date"])


def _add(bars: dict[date, dict[str, Any]], width: Bin, row: dict[str, Any], uncertain: int) -> None:
    start = width.start(row["event_date"])
    bar = bars.setdefault(
        start,
        {
            "start": start.isoformat(),
            "end": width.end(start).isoformat(),
            "count": 0,
            "uncertain": 0,
            "types": {},
        },
    )
    bar["count"] += row["n"]
    bar["uncertain"] += uncertain
    bar["types"][row["event_type"]] = bar["types"].get(row["event_type"], 0) + row["n"]


def _spans(tables: Tables, chosen: IncidentFilter, width: Bin) -> list[dict[str, Any]]:
    columns = ["incident_id", "event_date", "end_date", "time_precision", "event_type",
               "title_en", "title_ar"]  # fmt: skip
    vague = select_incidents(tables, chosen).filter(~nw.col("time_precision").is_in(_EXACT))
    rows = collect_rows(vague.select(columns).sort("event_date", "incident_id"))
    return [
        {name: plain(value) for name, value in row.items()}
        for row in rows
        if width.start(row["event_date"]) != width.start(row["end_date"])
    ]


def _statements(tables: Tables, chosen: IncidentFilter) -> list[dict[str, Any]]:
    rows = collect_rows(lazy(tables.statements).sort("end_date", "statement_id"))
    kept = [row for row in rows if _speaks_to(row, chosen)]
    return [{name: plain(row[name]) for name in _STATEMENT_COLUMNS} for row in kept]


def _speaks_to(row: dict[str, Any], chosen: IncidentFilter) -> bool:
    """Statements follow the dates, the actors and the text; they have no place, kind or toll."""
    if chosen.date_from is not None and row["end_date"] < chosen.date_from:
        return False
    begins = row["event_date"] or row["end_date"]
    if chosen.date_to is not None and begins > chosen.date_to:
        return False
    if chosen.actors and row["actor_id"] not in chosen.actors:
        return False
    text = fold(" ".join(str(row[n]) for n in ("title_en", "title_ar", "summary", "speaker")))
    return all(word in text for word in fold(chosen.text).split())
