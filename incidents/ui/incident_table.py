"""The table of incidents: one row each, in words and sortable figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from incidents.query.engine import engine_of
from incidents.query.records import Listing, list_rows
from incidents.ui.labels import PRECISIONS
from incidents.ui.ledger_words import SILENT, describe_ledger
from incidents.ui.wording import figures, when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter
    from incidents.ui.names import Names

COLUMNS = {
    "event_date": "Date",
    "when": "When, as known",
    "title_en": "Title",
    "title_ar": "Title in Arabic",
    "event_type": "Kind",
    "sub_event_type": "Sub-kind",
    "location": "Place",
    "location_ar": "Place in Arabic",
    "governorate": "Governorate",
    "precision": "Place known to",
    "killed": "Killed",
    "killed_best": "Killed, best",
    "injured": "Injured",
    "injured_best": "Injured, best",
    "ledger": "Who says so",
    "weapon": "Weapon",
    "target": "Target",
    "site_type": "Kind of site",
    "verification": "Stated by",
    "relevance": "Relevance",
    "incident_id": "Id",
}
"""Every column that can be shown, with its heading."""

DEFAULT_COLUMNS = (
    "event_date", "title_en", "title_ar", "event_type", "location", "precision", "killed",
    "killed_best", "ledger", "verification",
)  # fmt: skip

PAGE_ROWS = 2_000
"""More rows than anybody scrolls through, and no burden on a poor network."""

_NUMBERS = {"killed_best": pl.Int64, "injured_best": pl.Int64, "event_date": pl.Date}


def build_incident_table(
    tables: Tables, chosen: IncidentFilter, names: Names, offset: int = 0
) -> pl.DataFrame:
    """Return a page of the selected incidents, newest first, with every column of `COLUMNS`.

    Args:
        tables: The dataset.
        chosen: The filter.
        names: What to call areas and actors.
        offset: How many newer incidents come before; the page has at most `PAGE_ROWS`.
    """
    _, rows = list_rows(tables, chosen, Listing(offset, PAGE_ROWS))
    ledger = describe_ledger(tables, rows, names)
    incidents = engine_of(tables).read(rows, tables.incidents.columns)
    told = [
        _row(incident, names, ledger.get(row, SILENT))
        for row, incident in zip(rows, incidents, strict=True)
    ]
    return pl.DataFrame(told, schema={name: _NUMBERS.get(name, pl.String) for name in COLUMNS})


def _row(row: dict[str, Any], names: Names, said: str) -> dict[str, Any]:
    own = {name: row[name] for name in COLUMNS if name in row}
    return own | {
        "when": when(row),
        "governorate": row["admin1"] or (names.of("areas", row["area_id"])),
        "precision": PRECISIONS[row["geo_precision"]],
        "killed": _toll(row, "fatalities"),
        "killed_best": row["fatalities_best"],
        "injured": _toll(row, "injured"),
        "injured_best": row["injured_best"],
        "ledger": said,
        "site_type": row["site_type"].replace(";", ", "),
    }


def _toll(row: dict[str, Any], stem: str) -> str:
    return figures(row[f"{stem}_low"], row[f"{stem}_best"], row[f"{stem}_high"])


def order_columns(shown: Sequence[str]) -> list[str]:
    """Return the chosen columns in the table's own order; the default ones when none is."""
    return [name for name in COLUMNS if name in (shown or DEFAULT_COLUMNS)]
