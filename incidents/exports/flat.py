"""One row per incident: its own columns, its place, and the other tables read into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incidents.exports.ledger import LEDGER_COLUMNS, join_words, read_ledger, rows_of
from incidents.model.tables import INCIDENTS
from incidents.query.select import select_incidents

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

_PLACE_COLUMNS = ("placement", "radius_m", "placed_by", "area_id")

FLAT_COLUMNS = (
    *INCIDENTS.column_names,
    *_PLACE_COLUMNS,
    *LEDGER_COLUMNS,
    "publishers",
    "sources",
    "dataset_id",
)
"""The columns of a flat row, in order; docs/api.md says what each of ours means."""

_BATCH = 5_000


def read_flat_rows(tables: Tables, chosen: IncidentFilter) -> Iterator[dict[str, Any]]:
    """Yield the selected incidents as flat rows, by event_date and then incident_id."""
    own = [*INCIDENTS.column_names, *_PLACE_COLUMNS, "dataset_id"]
    frame = select_incidents(tables, chosen).select(own).sort("event_date", "incident_id").collect()
    pages = {row["source_id"]: row for row in tables.sources.iter_rows(named=True)}
    for start in range(0, len(frame), _BATCH):
        rows = frame[start : start + _BATCH].rows(named=True)
        ids = {row["incident_id"] for row in rows}
        ledger, sources = read_ledger(tables, ids), _read_sources(tables, ids, pages)
        for row in rows:
            incident = row["incident_id"]
            whole = row | ledger.get(incident, {}) | sources.get(incident, {})
            yield {column: whole.get(column, "") for column in FLAT_COLUMNS}


def _read_sources(
    tables: Tables, ids: Collection[str], pages: Mapping[str, dict[str, Any]]
) -> dict[str, dict[str, str]]:
    """Return the publishers and addresses of every page that states each incident."""
    cited: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(tables.citations, ids):
        if row["source_id"] in pages:
            cited.setdefault(row["incident_id"], []).append(pages[row["source_id"]])
    return {
        incident: {
            "publishers": join_words(source["publisher"] for source in sources),
            # A blank between addresses: none can hold one.
            "sources": " ".join(dict.fromkeys(s["url"] or s["source_id"] for s in sources)),
        }
        for incident, sources in cited.items()
    }
