"""Incidents one by one: short for lists and marks, whole for the card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from incidents.errors import UnknownIncidentError
from incidents.model.vocabularies import Placement
from incidents.query.lazy import collect_rows, lazy
from incidents.query.select import select_incidents

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from incidents.model.frames import Tables
    from incidents.query.filters import BoundingBox, IncidentFilter

_TOLL_COLUMNS = [f"{t}_{p}" for t in ("fatalities", "injured") for p in ("low", "best", "high")]

SUMMARY_COLUMNS = [
    "incident_id",
    "event_date",
    "end_date",
    "time_precision",
    "event_type",
    "sub_event_type",
    "title_en",
    "title_ar",
    "location",
    "location_ar",
    "longitude",
    "latitude",
    "geo_precision",
    "placement",
    "radius_m",
    "area_id",
    *_TOLL_COLUMNS,
]
"""What a mark or a line of a list needs."""

_INTERNAL = {"search", "x", "y", "area_west", "area_south", "area_east", "area_north"}


def summarize_incident(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row's summary as plain data, each toll as one value or None."""
    summary = {name: plain(row[name]) for name in SUMMARY_COLUMNS if name not in _TOLL_COLUMNS}
    return summary | {toll: read_figures(row, toll) for toll in ("fatalities", "injured")}


def read_figures(row: dict[str, Any], toll: str) -> dict[str, int] | None:
    """Return the low, best and high figure of a row, or None when nobody reports one."""
    if row[f"{toll}_best"] is None:
        return None
    return {part: row[f"{toll}_{part}"] for part in ("low", "best", "high")}


def plain(value: object) -> object:
    """Return a cell as JSON holds it: dates in ISO form, the rest as it is."""
    return value.isoformat() if hasattr(value, "isoformat") else value


@dataclass(frozen=True)
class Listing:
    """Which part of a selection a list shows, and in which order."""

    offset: int = 0
    """How many incidents come before the page."""
    limit: int = 50
    """The most incidents on the page."""
    newest: bool = True
    """Whether the latest come first."""
    placement: Placement | None = None
    """Only incidents placed in this way."""
    within: BoundingBox | None = None
    """Only incidents located in this box, its edges included; it may not cross 180°."""


FIRST_PAGE = Listing()


@dataclass(frozen=True)
class IncidentPage:
    """One page of a list, and how many incidents the whole list holds."""

    count: int
    items: list[dict[str, Any]]


def list_incidents(
    tables: Tables, chosen: IncidentFilter, listing: Listing = FIRST_PAGE
) -> IncidentPage:
    """Return one page of the selected incidents, by date and then id."""
    listed = select_incidents(tables, chosen)
    if listing.placement is not None:
        listed = listed.filter(nw.col("placement") == listing.placement.value)
    if listing.within is not None:
        west, south, east, north = listing.within
        listed = listed.filter(
            nw.col("placement") == Placement.LOCATED.value,
            nw.col("longitude").is_between(west, east),
            nw.col("latitude").is_between(south, north),
        )
    ordered = listed.sort("event_date", "incident_id", descending=[listing.newest, False])
    frame = ordered.select(SUMMARY_COLUMNS).collect()
    rows = frame[listing.offset : listing.offset + listing.limit].rows(named=True)
    return IncidentPage(len(frame), [summarize_incident(row) for row in rows])


def read_record(tables: Tables, incident_id: str) -> dict[str, Any]:
    """Return everything the tables hold on one incident.

    Raises:
        UnknownIncidentError: There is no such incident.
    """
    found = _matching(tables.incidents, "incident_id", [incident_id])
    if not found:
        raise UnknownIncidentError(incident_id)
    cited = _matching(tables.citations, "incident_id", [incident_id])
    ledger = _matching(tables.attributions, "incident_id", [incident_id])
    involved = _matching(tables.involvements, "incident_id", [incident_id])
    actors = _by_key(tables.actors, "actor_id",
                     {r[c] for r in ledger for c in ("actor_id", "by")}
                     | {r["actor_id"] for r in involved})  # fmt: skip
    sources = _by_key(tables.sources, "source_id", {r["source_id"] for r in [*cited, *ledger]})
    return {
        "incident": {k: v for k, v in found[0].items() if k not in _INTERNAL},
        "attributions": [_ledger_row(row, actors, sources) for row in ledger],
        "involvements": [
            {"actor": actors[row["actor_id"]], "role": row["role"], "notes": row["notes"]}
            for row in involved
        ],
        "sources": [_cited(row, sources) for row in cited],
        "statements": _statements(tables, incident_id),
        "claims": [
            row
            for row in _matching(tables.claims, "record_id", [incident_id])
            if row["table"] == "incidents"
        ],
    }


def _statements(tables: Tables, incident_id: str) -> list[dict[str, Any]]:
    about = lazy(tables.statements).filter(
        nw.col("incident_ids").str.contains(incident_id, literal=True)
    )
    rows = [{k: plain(v) for k, v in row.items()} for row in collect_rows(about)]
    return [row for row in rows if incident_id in str(row["incident_ids"]).split(";")]


def _ledger_row(
    row: dict[str, Any], actors: dict[str, Any], sources: dict[str, Any]
) -> dict[str, Any]:
    return {
        "actor": actors[row["actor_id"]],
        "stance": row["stance"],
        "by": actors[row["by"]],
        "stated_on": row["stated_on"],
        "source": sources[row["source_id"]],
        "notes": row["notes"],
    }


def _cited(row: dict[str, Any], sources: dict[str, Any]) -> dict[str, Any]:
    source: dict[str, Any] = sources[row["source_id"]]
    own = {"credibility": row["credibility"], "quote": row["quote"], "notes": row["notes"]}
    return source | own | {"source_notes": source["notes"]}


def _matching(frame: pl.DataFrame, column: str, values: Iterable[str]) -> list[dict[str, Any]]:
    rows = collect_rows(lazy(frame).filter(nw.col(column).is_in(list(values))))
    return [{name: plain(value) for name, value in row.items()} for row in rows]


def _by_key(frame: pl.DataFrame, key: str, values: set[str]) -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in _matching(frame, key, sorted(values))}
