"""How often each source is cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from incidents.query.engine import engine_of
from incidents.query.filters import IncidentFilter
from incidents.query.lazy import collect_rows
from incidents.query.select import remember

if TYPE_CHECKING:
    from incidents.model.frames import Tables


def count_citing(tables: Tables) -> dict[str, int]:
    """Return how many lines of `citations` name each source; one that none names is left out."""
    return remember(tables, "citing", IncidentFilter(), lambda: _count(tables))


def _count(tables: Tables) -> dict[str, int]:
    lines = engine_of(tables).select_about("citations", IncidentFilter())
    rows = collect_rows(lines.group_by("source_id").agg(nw.len().alias("n")))
    return {row["source_id"]: row["n"] for row in rows}
