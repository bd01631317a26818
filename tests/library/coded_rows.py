"""Coded tables of the few cells that a test cares about."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from incidents.readers.coded import (
    CODED_COLUMNS,
    PARTY_COLUMNS,
    REJECTED_COLUMNS,
    Coded,
    empty,
)

_DUPLICATES = {"row": pl.UInt32, "same_as": pl.UInt32}
_USUAL: dict[str, Any] = {
    "event_date": date(2021, 7, 19),
    "time_precision": "day",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "title_en": "Armed clash",
    "summary": "Armed clash",
    "country": "IRQ",
    "geo_precision": "city",
    "verification": "not stated",
}


def make_coded(*rows: dict[str, Any], parties: tuple[dict[str, Any], ...] = ()) -> Coded:
    """Return a coded table; `row` counts from 2, `end_date` follows `event_date`."""
    words = (pl.String, pl.Categorical)
    blank = {name: "" if kind in words else None for name, kind in CODED_COLUMNS.items()}
    filled = []
    for number, row in enumerate(rows, start=2):
        cells = blank | _USUAL | {"row": number} | row
        cells["end_date"] = row.get("end_date", cells["event_date"])
        filled.append(cells)
    nobody = dict.fromkeys(PARTY_COLUMNS, "")
    return Coded(
        incidents=pl.DataFrame(filled, schema=CODED_COLUMNS),
        parties=pl.DataFrame([nobody | each for each in parties], schema=PARTY_COLUMNS),
        rejected=empty(REJECTED_COLUMNS),
        duplicates=empty(_DUPLICATES),
    )
