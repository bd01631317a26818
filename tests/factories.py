"""Tables made of the few cells that a test cares about; the rest is filled in."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl
from hypothesis import settings

from incidents.library.datasets import load_atlas
from incidents.model.folding import fold
from incidents.model.frames import PLACED_COLUMNS, Tables, build_frame, lay_out
from incidents.model.mercator import project
from incidents.model.tables import TABLES
from incidents.model.vocabularies import SUB_EVENT_TYPES, EventType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incidents.library.datasets import Atlas

Row = dict[str, Any]

BAGHDAD = (44.4, 33.3)
SEARCHED = ("incident_id", "title_en", "title_ar", "location", "location_ar", "summary")
TOLLS = ("fatalities", "injured")


def examples(count: int) -> settings:
    """Return how a property is tried: always the same examples, however slow the machine."""
    return settings(max_examples=count, deadline=None, derandomize=True)


@cache
def bundled_atlas() -> Atlas:
    """Return the data and the places that come with the project."""
    return load_atlas()


def bundled_tables() -> Tables:
    """Return the tables that come with the project."""
    return bundled_atlas().dataset.tables


def make_tables(*incidents: Mapping[str, Any], **others: Iterable[Mapping[str, Any]]) -> Tables:
    """Return tables that hold these incidents and, by table name, these other rows.

    A toll may be given as `fatalities=(1, 2, 3)`; `end_date` follows `event_date`. Actors and
    sources that other rows name are added. An incident without a `placement` is a point.
    """
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    rows["incidents"] = [_incident(n, given) for n, given in enumerate(incidents, start=1)]
    for name, given in others.items():
        rows[name] = [_row(name, cells) for cells in given]
    _add_referenced(rows)
    frames = {name: _frame(name, rows[name]) for name in TABLES}
    return lay_out(frames)


def _row(table: str, given: Mapping[str, Any]) -> Row:
    blank = {c.name: "" if c.type == "string" else None for c in TABLES[table].columns}
    return blank | _DEFAULTS.get(table, {}) | dict(given)


def _incident(number: int, given: Mapping[str, Any]) -> Row:
    cells = dict(given)
    for toll in TOLLS:
        if toll in cells:
            low, best, high = cells.pop(toll)
            cells |= {f"{toll}_low": low, f"{toll}_best": best, f"{toll}_high": high}
    cells.setdefault("incident_id", f"T-{number:03}")
    cells.setdefault("event_date", date(2021, 7, 19))
    cells.setdefault("end_date", cells["event_date"])
    kind = EventType(cells.setdefault("event_type", EventType.EXPLOSIONS.value))
    cells.setdefault("sub_event_type", SUB_EVENT_TYPES[kind][0])
    row = _row("incidents", cells)
    return row | _placed(row) | {name: cells[name] for name in PLACED_COLUMNS if name in cells}


def _placed(row: Row) -> Row:
    """Return the columns that loading adds."""
    placement = row.get("placement", "located")
    longitude, latitude = BAGHDAD
    west, south, east, north = row.get("area_bounds", (44.0, 33.0, 45.0, 34.0))
    placed: Row = {
        "placement": placement,
        "radius_m": None,
        "placed_by": "placed by the test",
        "area_id": "" if placement == "none" else "IQ-BG",
        "area_west": None if placement == "none" else west,
        "area_south": None if placement == "none" else south,
        "area_east": None if placement == "none" else east,
        "area_north": None if placement == "none" else north,
        "x": None,
        "y": None,
        "search": fold(" ".join(str(row[name]) for name in SEARCHED)),
        "dataset_id": "test",
    }
    if placement != "located":
        return placed | {"geo_precision": row["geo_precision"] or "governorate"}
    longitude = longitude if row["longitude"] is None else row["longitude"]
    latitude = latitude if row["latitude"] is None else row["latitude"]
    point = project(longitude, latitude)
    return placed | {
        "geo_precision": row["geo_precision"] or "city",
        "longitude": longitude,
        "latitude": latitude,
        "radius_m": 5_000,
        "x": point.x,
        "y": point.y,
    }


def _add_referenced(rows: dict[str, list[Row]]) -> None:
    for name, key in (("actors", "actor_id"), ("sources", "source_id")):
        known = {row[key] for row in rows[name]}
        named = {
            row[column.name]
            for table in TABLES.values()
            for column in table.columns
            if column.references == name
            for row in rows[table.name]
        }
        rows[name] += [_row(name, {key: each}) for each in sorted(named - known - {""})]


def _frame(name: str, rows: list[Row]) -> pl.DataFrame:
    columns = TABLES[name].column_names
    frame = build_frame(TABLES[name], [{column: row[column] for column in columns} for row in rows])
    if name != "incidents":
        return frame
    placed = [{column: row[column] for column in PLACED_COLUMNS} for row in rows]
    added = pl.DataFrame(placed, schema=PLACED_COLUMNS)
    return frame.with_columns(added.get_columns())


_DEFAULTS: dict[str, Row] = {
    "incidents": {
        "time_precision": "day",
        "title_en": "Something happened",
        "title_ar": "حدث شيء",
        "location": "Baghdad",
        "country": "IRQ",
        "coordinate_source": "GeoNames (CC BY 4.0)",
        "summary": "In short.",
        "relevance": "core",
        "verification": "single publisher",
    },
    "actors": {"name_en": "Somebody", "kind": "armed group"},
    "involvements": {"incident_id": "T-001", "role": "target"},
    "attributions": {"incident_id": "T-001", "stance": "attributed", "source_id": "paper"},
    "statements": {
        "event_date": date(2021, 7, 19),
        "end_date": date(2021, 7, 19),
        "time_precision": "day",
        "kind": "comment",
        "title_en": "Somebody said something",
        "summary": "In short.",
        "source_id": "paper",
    },
    "reported_totals": {"title_en": "About 50", "definition": "attacks"},
    "total_attributions": {"stance": "asserted", "source_id": "paper"},
    "sources": {
        "title": "A page",
        "publisher": "A paper",
        "reliability": "B",
        "reliability_reason": "known",
    },
    "citations": {"incident_id": "T-001", "source_id": "paper", "credibility": "2"},
    "claims": {
        "claim_id": "C1",
        "source_id": "paper",
        "content": "That it happened.",
        "treatment": "incident",
        "table": "incidents",
        "record_id": "T-001",
    },
}
