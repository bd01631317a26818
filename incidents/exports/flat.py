"""One row per incident: its own columns, its place, and the other tables read into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incidents.exports.ledger import LEDGER_COLUMNS, join_words, read_ledger
from incidents.model.tables import INCIDENTS
from incidents.query.engine import engine_of
from incidents.query.records import order_rows

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
    pages = {row["source_id"]: row for row in tables.sources.iter_rows(named=True)}
    rows, engine = order_rows(tables, chosen), engine_of(tables)
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        ledger, sources = read_ledger(tables, batch), _read_sources(tables, batch, pages)
        for row, incident in zip(batch, engine.read(batch, own), strict=True):
            whole = incident | ledger.get(row, {}) | sources.get(row, {})
            yield {column: whole.get(column, "") for column in FLAT_COLUMNS}


def _read_sources(
    tables: Tables, rows: Collection[int], pages: Mapping[str, dict[str, Any]]
) -> dict[int, dict[str, str]]:
    """Return the publishers and addresses of every page that states each incident, by row."""
    cited: dict[int, list[dict[str, Any]]] = {}
    for line in engine_of(tables).read_about("citations", rows):
        if line["source_id"] in pages:
            cited.setdefault(line["row"], []).append(pages[line["source_id"]])
    return {
        incident: {
            "publishers": join_words(source["publisher"] for source in sources),
            # A blank between addresses: none can hold one.
            "sources": " ".join(dict.fromkeys(s["url"] or s["source_id"] for s in sources)),
        }
        for incident, sources in cited.items()
    }
