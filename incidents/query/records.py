"""Incidents one by one: short for lists and marks, whole for the card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from incidents.errors import UnknownIncidentError
from incidents.model.mercator import unproject
from incidents.query.engine import engine_of
from incidents.query.lazy import collect_rows, lazy
from incidents.query.select import select_incidents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

    from incidents.model.frames import Tables
    from incidents.model.vocabularies import Placement
    from incidents.query.addresses import TileAddress
    from incidents.query.filters import IncidentFilter

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

_ENDS = ("min", "max")
_WORDS = ("title_en", "title_ar", "location", "location_ar")
_INTERNAL = {"search", "x", "y", "area_west", "area_south", "area_east", "area_north"}


def summarize_incident(row: dict[str, Any], longest: int | None = None) -> dict[str, Any]:
    """Return a row's summary as plain data, each toll as one value or None.

    Args:
        row: `SUMMARY_COLUMNS` of the table of incidents.
        longest: Words of more characters are cut, with a mark; None keeps them whole.
    """
    summary = {name: plain(row[name]) for name in SUMMARY_COLUMNS if name not in _TOLL_COLUMNS}
    if longest is not None:
        summary |= {name: _cut(row[name], longest) for name in _WORDS}
    return summary | {toll: read_figures(row, toll) for toll in ("fatalities", "injured")}


def read_summaries(
    tables: Tables, rows: Sequence[int], longest: int | None = None
) -> dict[int, dict[str, Any]]:
    """Return the summaries of incidents by their rows, in the order in which those are given."""
    found = engine_of(tables).read(rows, SUMMARY_COLUMNS) if rows else []
    summaries = (summarize_incident(row, longest) for row in found)
    return dict(zip(rows, summaries, strict=True))


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1] + "…"


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
    within: TileAddress | None = None
    """Only incidents located in this square."""


FIRST_PAGE = Listing()


@dataclass(frozen=True)
class IncidentPage:
    """One page of a list, and what the whole list holds."""

    count: int
    items: list[dict[str, Any]]
    bounds: tuple[float, float, float, float] | None = None
    """West, south, east and north of a list `within` a square; None for other lists."""


def list_incidents(
    tables: Tables, chosen: IncidentFilter, listing: Listing = FIRST_PAGE
) -> IncidentPage:
    """Return one page of the selected incidents, by date and then id."""
    count, rows = list_rows(tables, chosen, listing)
    items = list(read_summaries(tables, rows).values())
    bounds = _bound(tables, chosen, listing.within) if listing.within and count else None
    return IncidentPage(count, items, bounds)


def _bound(
    tables: Tables, chosen: IncidentFilter, square: TileAddress
) -> tuple[float, float, float, float]:
    ends = [getattr(nw.col(name), end)().alias(f"{name}_{end}") for name in "xy" for end in _ENDS]
    row = collect_rows(engine_of(tables).select_tile(chosen, square).select(*ends))[0]
    west, north = unproject(row["x_min"] + 0.5, row["y_min"] + 0.5)
    east, south = unproject(row["x_max"] + 0.5, row["y_max"] + 0.5)
    return (round(west, 6), round(south, 6), round(east, 6), round(north, 6))


def list_rows(
    tables: Tables, chosen: IncidentFilter, listing: Listing = FIRST_PAGE
) -> tuple[int, list[int]]:
    """Return how many incidents a list holds, and the rows of one of its pages."""
    engine = engine_of(tables)
    listed = (
        engine.select(chosen)
        if listing.within is None
        else engine.select_tile(chosen, listing.within)
    )
    if listing.placement is not None:
        listed = listed.filter(nw.col("placement") == listing.placement.value)
    if listing.placement is None and listing.within is None:
        count = engine.count(chosen)
    else:
        count = collect_rows(listed.select(nw.len().alias("n")))[0]["n"]
    end = min(count, listing.offset + listing.limit)
    if end <= listing.offset:
        return count, []
    first = listed.select("row", "rank").top_k(end, by="rank", reverse=not listing.newest)
    page = first.collect().sort("rank", descending=listing.newest)["row"].to_list()
    return count, page[listing.offset :]


def order_rows(tables: Tables, chosen: IncidentFilter, *, newest: bool = False) -> list[int]:
    """Return the rows of the selected incidents, by date and then id, or the other way round."""
    rows = select_incidents(tables, chosen).select("row", "rank")
    found: list[int] = rows.collect().sort("rank", descending=newest)["row"].to_list()
    return found


def read_record(tables: Tables, incident_id: str) -> dict[str, Any]:
    """Return everything the tables hold on one incident.

    Raises:
        UnknownIncidentError: There is no such incident.
    """
    engine = engine_of(tables)
    row = engine.find([incident_id]).get(incident_id)
    if row is None:
        raise UnknownIncidentError(incident_id)
    columns = [name for name in tables.incidents.columns if name not in _INTERNAL]
    cited, ledger, involved = (
        _plainly(engine.read_about(table, [row]))
        for table in ("citations", "attributions", "involvements")
    )
    actors = _by_key(tables.actors, "actor_id",
                     {r[c] for r in ledger for c in ("actor_id", "by")}
                     | {r["actor_id"] for r in involved})  # fmt: skip
    sources = _by_key(tables.sources, "source_id", {r["source_id"] for r in [*cited, *ledger]})
    return {
        "incident": _plainly(engine.read([row], columns))[0],
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
    return _plainly(collect_rows(lazy(frame).filter(nw.col(column).is_in(list(values)))))


def _plainly(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: plain(value) for name, value in row.items()} for row in rows]


def _by_key(frame: pl.DataFrame, key: str, values: set[str]) -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in _matching(frame, key, sorted(values))}
