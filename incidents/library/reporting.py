"""The report on an import, put together from what was read, judged and placed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incidents.library.report import (
    Ambiguity,
    ImportReport,
    Placements,
    list_repeats,
    summarize_reasons,
    summarize_warnings,
)
from incidents.library.stored import Counts
from incidents.model.vocabularies import Placement
from incidents.readers.coded import WARNING_COLUMNS, stack

if TYPE_CHECKING:
    import polars as pl

    from incidents.library.naming_places import NamedPlaces
    from incidents.readers.coded import Coded
    from incidents.readers.raw import Format, RawTable

_MOST_COUNTRIES = 300
_MOST_QUESTIONS = 2_000


@dataclass(frozen=True, eq=False)
class Judged:
    """Everything that a report speaks of."""

    file_name: str
    raw: RawTable
    format: Format
    confidence: float
    coded: Coded
    """After every rule was held over it."""
    doubts: pl.DataFrame
    """`WARNING_COLUMNS`, on places."""
    placed: pl.DataFrame
    """The incidents with `PLACED_COLUMNS`, in the order of `coded`."""
    named: NamedPlaces
    counts: Counts


def report_on(judged: Judged) -> dict[str, Any]:
    """Return the report as JSON keeps it; its `sha256` is for whoever has the bytes."""
    raw, coded, placed = judged.raw, judged.coded, judged.placed
    warnings = stack([coded.warnings, judged.doubts], WARNING_COLUMNS)
    report = ImportReport(
        file_name=judged.file_name,
        sha256="",
        format=judged.format.value,
        container=raw.container.value,
        confidence=judged.confidence,
        counts=judged.counts,
        placements=_placements(placed, judged.named),
        remarks=raw.remarks,
        reasons=summarize_reasons(coded.rejected),
        repeats=list_repeats(coded.duplicates),
        warnings=summarize_warnings(warnings),
        first=_day(placed["event_date"].min()),
        last=_day(placed["end_date"].max()),
        countries=tuple(sorted(set(";".join(placed["country"].unique()).split(";")) - {""}))[
            :_MOST_COUNTRIES
        ],
        columns=raw.columns,
        questions=tuple(Ambiguity(**each) for each in judged.named.questions[:_MOST_QUESTIONS]),
    )
    said: dict[str, Any] = json.loads(report.to_json())
    return said


def count_rows(raw: RawTable, coded: Coded) -> Counts:
    """Return how many rows the file has and what became of them."""
    torn = 0 if raw.crooked is None else raw.crooked.height
    return Counts(raw.frame.height + torn, **coded.counts())


def _placements(placed: pl.DataFrame, named: NamedPlaces) -> Placements:
    counts = dict(placed["placement"].value_counts().iter_rows())
    point, area = counts.get(Placement.LOCATED.value, 0), counts.get(Placement.AREA.value, 0)
    return Placements(
        point=point,
        area=area,
        tray=counts.get(Placement.NONE.value, 0),
        geocoded=min(named.resolved, point + area),
        ambiguous=sum(each["rows"] for each in named.questions),
    )


def _day(day: object) -> str:
    return "" if day is None else str(day)
