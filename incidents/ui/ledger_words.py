"""The ledger in words, per incident, for tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.ui.wording import stance_words

if TYPE_CHECKING:
    from incidents.model.frames import Tables
    from incidents.ui.names import Names

SILENT = "nobody named"


def describe_ledger(tables: Tables, names: Names) -> dict[str, str]:
    """Return, for each incident with rows in the ledger, who says what of whom."""
    said: dict[str, list[str]] = {}
    columns = ["incident_id", "actor_id", "stance", "by"]
    for incident_id, actor, stance, by in tables.attributions.select(columns).iter_rows():
        words = stance_words(
            stance, names.of("actors", actor), names.of("actors", by), same=actor == by
        )
        rows = said.setdefault(incident_id, [])
        if words not in rows:
            rows.append(words)
    return {incident_id: "; ".join(rows) for incident_id, rows in said.items()}
