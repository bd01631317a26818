"""Incidents by day, week, month or more, with what is known only to a span kept apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from incidents.errors import BinError
from incidents.model.folding import fold
from incidents.model.laid import KINDS
from incidents.query.bins import Bin, count_bins
from incidents.query.engine import engine_of
from incidents.query.filters import IncidentFilter
from incidents.query.lazy import collect_rows, lazy
from incidents.query.records import plain
from incidents.query.select import remember, select_incidents

if TYPE_CHECKING:
    from datetime import date

    from incidents.model.frames import Tables

MOST_BARS = 2_000
"""More bars than a screen has pixels are a question for a wider bin."""
MOST_SPANS = 200
_SUITABLE_BARS = {Bin.DAY: 63, Bin.WEEK: 115, Bin.MONTH: 240, Bin.QUARTER: 240}
_KIND_SLOTS = 8
_TITLES = ["incident_id", "title_en", "title_ar"]

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


@dataclass(frozen=True)
class Timeline:
    """Bars and spans; their counts, with those of `more_spans`, sum to the selection."""

    bin: Bin
    bins: list[dict[str, Any]]
    """start, end, count, `uncertain` (of these, known only to days within the bar), types."""
    spans: list[dict[str, Any]]
    """Incidents known only to a span of days that is wider than one bar, those of one span and
    kind together; one alone carries its incident's id and titles."""
    more_spans: dict[str, int]
    """How many further spans there are beyond `MOST_SPANS`, and the `count` of their incidents."""
    statements: list[dict[str, Any]]


def suit_bin(first: date, last: date) -> Bin:
    """Return the width of bar that suits a period."""
    suitable = (
        width for width, most in _SUITABLE_BARS.items() if count_bins(width, first, last) <= most
    )
    return next(suitable, Bin.YEAR)


def summarize_timeline(tables: Tables, chosen: IncidentFilter, width: Bin) -> Timeline:
    """Return the selected incidents over time, and the statements of the same dates and actors.

    Raises:
        BinError: There would be more than `MOST_BARS` bars.
    """
    return remember(tables, "timeline", chosen, lambda: _summarize(tables, chosen, width), width)


def _summarize(tables: Tables, chosen: IncidentFilter, width: Bin) -> Timeline:
    first, vague = width.numbers("first"), nw.col("inexact")
    number = (first * _KIND_SLOTS + nw.col("kind")) * 2 + vague.cast(nw.Int32)
    selected, engine = select_incidents(tables, chosen), engine_of(tables)
    # few are known only to a span: they are counted with the others, and taken off again
    wide = _group_spans(selected.filter(vague).filter(first != width.numbers("last")), number)
    numbers, counts = engine.count_numbers(selected, number)
    counted = Counter(dict(zip(numbers.tolist(), counts.tolist(), strict=True)))
    for each, count in wide.group_by("number").agg(nw.col("count").sum()).rows():
        counted[each] -= count
    kept = sorted((each, count) for each, count in counted.items() if count)
    _check_width([each for each, _ in kept], width)
    bars: dict[int, dict[str, Any]] = {}
    for each, count in kept:
        _add(bars, width, each, count)
    spans, more = _spans(tables, wide)
    return Timeline(width, list(bars.values()), spans, more, _statements(tables, chosen))


def date_extent(tables: Tables, chosen: IncidentFilter | None = None) -> tuple[date, date] | None:
    """Return the first and last day on which any selected incident may have happened, or None.

    Args:
        tables: The dataset.
        chosen: The filter; without it, every incident.
    """
    asked = chosen or IncidentFilter()
    return remember(tables, "extent", asked, lambda: _find_extent(tables, asked))


def _find_extent(tables: Tables, chosen: IncidentFilter) -> tuple[date, date] | None:
    selected = select_incidents(tables, chosen)
    row = collect_rows(selected.select(nw.col("first_day").min(), nw.col("last_day").max()))[0]
    if row["first_day"] is None:
        return None
    return Bin.DAY.first_day(row["first_day"]), Bin.DAY.first_day(row["last_day"])


def _check_width(numbers: list[int], width: Bin) -> None:
    bars = len({number // (2 * _KIND_SLOTS) for number in numbers})
    if bars > MOST_BARS:
        raise BinError(width, bars, MOST_BARS)


def _add(bars: dict[int, dict[str, Any]], width: Bin, number: int, count: int) -> None:
    place, code = divmod(number, 2 * _KIND_SLOTS)
    if place not in bars:
        start = width.first_day(place)
        bars[place] = {
            "start": start.isoformat(),
            "end": width.end(start).isoformat(),
            "count": 0,
            "uncertain": 0,
            "types": {},
        }
    bar = bars[place]
    kind = KINDS[code // 2]
    bar["count"] += count
    bar["uncertain"] += count if code % 2 else 0
    bar["types"][kind] = bar["types"].get(kind, 0) + count


def _group_spans(wide: nw.LazyFrame[Any], number: nw.Expr) -> nw.DataFrame[Any]:
    """Return each span that incidents share, how many do, and the number of its bar."""
    keys = ["first_day", "last_day", "kind", "time_precision"]
    rows = wide.select(*keys, "row", number.alias("number"))
    least = (nw.col(name).min() for name in ("row", "number"))  # the number is one for all of them
    return rows.group_by(keys).agg(nw.len().alias("count"), *least).collect()


def _spans(
    tables: Tables, grouped: nw.DataFrame[Any]
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Return the spans that most incidents share, by date, and what the others add up to."""
    # in the order of their first rows where counts are equal, whatever the engine
    most = grouped.sort("count", "row", descending=[True, False])
    rows = most.head(MOST_SPANS).sort("first_day", "last_day", "kind", "row").rows(named=True)
    alone = [row["row"] for row in rows if row["count"] == 1]
    read = engine_of(tables).read(alone, _TITLES) if alone else []
    titles = dict(zip(alone, read, strict=True))
    spans = [_span(row, titles.get(row["row"], {})) for row in rows]
    left = int(grouped["count"].sum() or 0) - sum(row["count"] for row in rows)
    return spans, {"spans": len(grouped) - len(rows), "count": left}


def _span(row: dict[str, Any], titles: dict[str, str]) -> dict[str, Any]:
    span = {
        "event_date": Bin.DAY.first_day(row["first_day"]).isoformat(),
        "end_date": Bin.DAY.first_day(row["last_day"]).isoformat(),
        "time_precision": row["time_precision"],
        "event_type": KINDS[row["kind"]],
        "count": row["count"],
    }
    return span | titles


def _statements(tables: Tables, chosen: IncidentFilter) -> list[dict[str, Any]]:
    rows = collect_rows(lazy(tables.statements).sort("end_date", "statement_id"))
    told = _of_datasets(tables, chosen, rows) if chosen.datasets else rows
    kept = [row for row in told if _speaks_to(row, chosen)]
    return [{name: plain(row[name]) for name in _STATEMENT_COLUMNS} for row in kept]


def _of_datasets(
    tables: Tables, chosen: IncidentFilter, rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the statements of the chosen datasets.

    What was brought has its dataset's name before each id of its own, and a source at least.
    """
    sources = collect_rows(lazy(tables.sources).select("source_id"))
    brought = {whose for row in sources if (whose := _whose(row["source_id"]))}
    others = bool(chosen.datasets - brought)
    return [
        row
        for row in rows
        if ((whose := _whose(row["statement_id"])) in chosen.datasets)
        or (others and whose not in brought)
    ]


def _whose(own_id: str) -> str:
    """Return the name before an id, "" where there is none."""
    name, dot, _ = own_id.partition(".")
    return name if dot else ""


def _speaks_to(row: dict[str, Any], chosen: IncidentFilter) -> bool:
    """Statements follow dates, actors, text and datasets; they have no place, kind or toll."""
    if chosen.date_from is not None and row["end_date"] < chosen.date_from:
        return False
    begins = row["event_date"] or row["end_date"]
    if chosen.date_to is not None and begins > chosen.date_to:
        return False
    if chosen.actors and row["actor_id"] not in chosen.actors:
        return False
    text = fold(" ".join(str(row[n]) for n in ("title_en", "title_ar", "summary", "speaker")))
    return all(word in text for word in fold(chosen.text).split())
