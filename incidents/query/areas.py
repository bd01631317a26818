"""Incidents per admin-1 area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import narwhals as nw

from incidents.model.vocabularies import Placement
from incidents.query.lazy import collect_rows
from incidents.query.select import remember, select_incidents
from incidents.query.tallies import Toll, read_toll, toll_sums

if TYPE_CHECKING:
    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter


@dataclass(frozen=True)
class AreaSummary:
    """What is documented in one area."""

    area_id: str
    count: int
    """Every incident in the area."""
    area_only: int
    """Those known only to lie somewhere in it."""
    fatalities: Toll


def summarize_areas(tables: Tables, chosen: IncidentFilter) -> dict[str, AreaSummary]:
    """Return a summary for each area in which `chosen` selects incidents."""
    return remember(tables, "areas", chosen, lambda: _summarize(tables, chosen))


def _summarize(tables: Tables, chosen: IncidentFilter) -> dict[str, AreaSummary]:
    selected = select_incidents(tables, chosen).filter(nw.col("area_id") != "")
    only = (nw.col("placement") == Placement.AREA.value).cast(nw.Int64).sum()
    grouped = selected.group_by("area_id").agg(
        nw.len().alias("count"), only.alias("area_only"), *toll_sums("fatalities")
    )
    return {
        row["area_id"]: AreaSummary(
            row["area_id"], row["count"], row["area_only"], read_toll(row, "fatalities")
        )
        for row in sorted(collect_rows(grouped), key=lambda row: row["area_id"])
    }
