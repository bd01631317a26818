"""The rules that join several cells or several tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from incidents.model.tables import TABLES
from incidents.model.vocabularies import (
    LOCATED_PRECISIONS,
    EventType,
    Role,
    Stance,
    TimePrecision,
    sub_event_types_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

Cells: TypeAlias = Mapping[str, object]
Rows: TypeAlias = Mapping[str, Mapping[int, Cells]]
Broken: TypeAlias = tuple[str, int, str, str, str]

TOLLS = ("fatalities", "injured")


def check_row(table: str, row: Cells) -> list[tuple[str, str]]:
    """Return (column, reason) for every rule of `table` that the typed `row` breaks."""
    reasons = list(_dates(row))
    if table == "incidents":
        reasons += [*_tolls(row), *_place(row), *_kind(row)]
    if table == "reported_totals":
        reasons += [*_ordered(row, "count"), *_period(row)]
    if table == "statements":
        undated = row["time_precision"] == TimePrecision.BY
        if (row["event_date"] is None) != undated:
            reasons.append(("event_date", "is blank exactly when time_precision is `by`"))
    if table == "attributions" and row["stance"] == Stance.CLAIMED and row["by"] != row["actor_id"]:
        reasons.append(("by", "differs from actor_id, but a claim is made by the actor itself"))
    return reasons


def _dates(row: Cells) -> Iterator[tuple[str, str]]:
    start, end = row.get("event_date"), row.get("end_date")
    if start is not None and end is not None:
        if end < start:  # type: ignore[operator]
            yield "end_date", "lies before event_date"
        elif row["time_precision"] == TimePrecision.DAY and start != end:
            yield "end_date", "differs from event_date although the day is known"
        elif row["time_precision"] == TimePrecision.NIGHT and (end - start).days > 1:  # type: ignore[operator]
            yield "end_date", "lies more than a day after event_date although it is one night"


def _period(row: Cells) -> Iterator[tuple[str, str]]:
    start, end = row["period_start"], row["period_end"]
    if start is not None and end is not None and end < start:  # type: ignore[operator]
        yield "period_end", "lies before period_start"


def _tolls(row: Cells) -> Iterator[tuple[str, str]]:
    for toll in TOLLS:
        yield from _range(row, toll)


def _range(row: Cells, stem: str) -> list[tuple[str, str]]:
    names = _figures(stem)
    blank = [name for name in names if row[name] is None]
    if 0 < len(blank) < len(names):
        return [(blank[0], "is blank although another figure is given; give all three or none")]
    return _ordered(row, stem)


def _ordered(row: Cells, stem: str) -> list[tuple[str, str]]:
    names = _figures(stem)
    given = [row[name] for name in names if row[name] is not None]
    if given != sorted(given):  # type: ignore[type-var]
        return [(names[1], "does not lie between the low and the high figure")]
    return []


def _figures(stem: str) -> list[str]:
    return [f"{stem}_{part}" for part in ("low", "best", "high")]


def _place(row: Cells) -> Iterator[tuple[str, str]]:
    has_latitude, has_longitude = row["latitude"] is not None, row["longitude"] is not None
    if has_latitude != has_longitude:
        yield ("longitude" if has_latitude else "latitude"), "is blank although the other is given"
    elif has_latitude and row["geo_precision"] not in LOCATED_PRECISIONS:
        yield "latitude", f"is given, but the place is known only to a {row['geo_precision']}"
    elif has_latitude and not row["coordinate_source"]:
        yield "coordinate_source", "is blank although coordinates are given"


def _kind(row: Cells) -> Iterator[tuple[str, str]]:
    if row["sub_event_type"] not in sub_event_types_of(EventType(str(row["event_type"]))):
        yield "sub_event_type", f"is not a sub-event type of {row['event_type']}"


def check_references(rows: Rows) -> list[Broken]:
    """Return every row that refers to a row that is not there, or lacks a row it needs."""
    keys = {name: {str(row[TABLES[name].key[0]]) for row in rows[name].values()}
            for name in TABLES}  # fmt: skip
    return [*_dangling(rows, keys), *_unledgered(rows), *_lost_claims(rows, keys)]


def _dangling(rows: Rows, keys: Mapping[str, set[str]]) -> Iterator[Broken]:
    for name, table in TABLES.items():
        linked = [column for column in table.columns if column.references]
        for number, row in rows[name].items():
            for column in linked:
                cell = str(row[column.name] or "")
                parts = cell.split(";") if column.many else [cell]
                missing = [p for p in parts if p and p not in keys[column.references]]
                if missing:
                    yield (name, number, column.name, cell,
                           f"{missing[0]!r} is not in {column.references}.csv")  # fmt: skip
                    break


def _unledgered(rows: Rows) -> Iterator[Broken]:
    stated = {
        (row["incident_id"], row["actor_id"])
        for row in rows["attributions"].values()
        if row["stance"] != Stance.DENIED
    }
    for number, row in rows["involvements"].items():
        pair = (row["incident_id"], row["actor_id"])
        if row["role"] == Role.PERPETRATOR and pair not in stated:
            yield ("involvements", number, "role", str(row["role"]),
                   "nobody in attributions.csv says that this actor did it")  # fmt: skip


def _lost_claims(rows: Rows, keys: Mapping[str, set[str]]) -> Iterator[Broken]:
    for number, row in rows["claims"].items():
        if str(row["record_id"]) not in keys[str(row["table"])]:
            yield ("claims", number, "record_id", str(row["record_id"]),
                   f"is not in {row['table']}.csv")  # fmt: skip
