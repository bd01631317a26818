"""Rows of text as a reader hands them over: valid ones, to be spoilt cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.model.tables import TABLES
from incidents.model.validation import RawRow, RejectedRow, ValidationResult, validate_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

VALID: dict[str, dict[str, str]] = {
    "incidents": {
        "incident_id": "A-1",
        "event_date": "2021-07-19",
        "end_date": "2021-07-19",
        "time_precision": "day",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "title_en": "A clash",
        "country": "IRQ",
        "latitude": "33.5",
        "longitude": "44.5",
        "geo_precision": "city",
        "coordinate_source": "GeoNames",
        "summary": "In short.",
        "relevance": "core",
        "verification": "single publisher",
    },
    "actors": {"actor_id": "group", "name_en": "A group", "kind": "armed group"},
    "involvements": {"incident_id": "A-1", "actor_id": "group", "role": "perpetrator"},
    "attributions": {
        "incident_id": "A-1",
        "actor_id": "group",
        "stance": "claimed",
        "by": "group",
        "source_id": "paper",
    },
    "statements": {
        "statement_id": "S-1",
        "event_date": "2021-07-19",
        "end_date": "2021-07-19",
        "time_precision": "day",
        "kind": "threat",
        "actor_id": "group",
        "title_en": "A threat",
        "summary": "In short.",
        "incident_ids": "A-1",
        "source_id": "paper",
    },
    "reported_totals": {"total_id": "R-1", "title_en": "About 50", "definition": "attacks"},
    "total_attributions": {"total_id": "R-1", "stance": "asserted", "source_id": "paper"},
    "sources": {
        "source_id": "paper",
        "title": "A page",
        "publisher": "A paper",
        "reliability": "B",
        "reliability_reason": "known",
    },
    "citations": {"incident_id": "A-1", "source_id": "paper", "credibility": "2"},
    "claims": {
        "claim_id": "C1",
        "source_id": "paper",
        "content": "That it happened.",
        "treatment": "incident",
        "table": "incidents",
        "record_id": "A-1",
    },
}
"""One row per table; together they keep every rule."""


def judge(**changes: Sequence[Mapping[str, str]]) -> ValidationResult:
    """Validate the valid rows, with the tables in `changes` holding these variations instead."""
    return validate_tables(
        {
            name: [
                RawRow(number, VALID[name] | dict(cells))
                for number, cells in enumerate(changes.get(name, ({},)), start=2)
            ]
            for name in TABLES
        }
    )


def spoil(table: str, /, **cells: str) -> list[RejectedRow]:
    """Return what is rejected of a table whose one row has these cells; cascades left out."""
    return [row for row in judge(**{table: [cells]}).rejected if row.table == table]


def reason(table: str, /, **cells: str) -> tuple[str, str]:
    """Return the one column and reason for which such a row is rejected."""
    rejected = spoil(table, **cells)
    assert len(rejected) == 1, rejected
    return rejected[0].column, rejected[0].reason
