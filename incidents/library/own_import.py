"""An export of this app brought in again: every table as it was, placed anew."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from incidents.library.placing import find_places
from incidents.library.report import ImportReport, Placements, list_repeats, summarize_reasons
from incidents.library.stored import Counts, StoredCard
from incidents.model.frames import build_frames
from incidents.model.vocabularies import Placement
from incidents.readers.coded import REJECTED_COLUMNS
from incidents.readers.own_tables import validate_own
from incidents.readers.raw import Format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incidents.places.geocoder import Geocoder
    from incidents.readers.own_tables import OwnTables
    from incidents.readers.raw import RawTables

_MAIN = "incidents"
_CURE = "Correct it in the file that was exported, or export it again."
_ABOUT = {
    "title": ("title", "Title"),
    "licence": ("licence", "Licence"),
    "citation": ("how_to_cite", "How to cite"),
    "sensitivity": ("sensitivity", "Sensitivity"),
    "version_name": ("version", "Version"),
    "accessed": ("accessed",),
    "filters_used": ("query", "Filter as text"),
    "redistribution": ("redistribution", "Redistribution"),
    "terms": ("terms", "Terms"),
}
_LONGEST = 2_000
ALLOWED = "allowed"


@dataclass(frozen=True, eq=False)
class OwnImport:
    """The tables of an export, placed, and the report on its rows."""

    frames: dict[str, pl.DataFrame]
    report: dict[str, Any]
    card: StoredCard
    rejected: pl.DataFrame
    """`REJECTED_COLUMNS`, of the table of incidents."""


def assemble_own(
    raw: RawTables, file_name: str, card: StoredCard, geocoder: Geocoder, own_id: str
) -> OwnImport:
    """Return the model's tables as the file has them.

    Args:
        raw: The file's tables.
        file_name: What to call it.
        card: What somebody says of it.
        geocoder: Places what has no point of its own.
        own_id: The `dataset_id` of this installation's own dataset.
    """
    own = validate_own(raw)
    frames = build_frames(own.accepted)
    frames[_MAIN] = find_places(frames[_MAIN], geocoder)
    report = _report(raw, own, frames[_MAIN], file_name)
    said: dict[str, Any] = json.loads(report.to_json())
    rejected = _rejected(own).filter(pl.col("table") == _MAIN).drop("table")
    return OwnImport(frames, said, _bind(_fill(card, raw.about), raw, own_id), rejected)


def _report(raw: RawTables, own: OwnTables, placed: pl.DataFrame, file_name: str) -> ImportReport:
    rejected = _rejected(own)
    counts = dict(placed["placement"].value_counts().iter_rows())
    refused = rejected.select("table", "row").n_unique()
    made = sum(len(own.accepted[name]) for name in own.made)
    accepted = sum(map(len, own.accepted.values())) - made
    named = pl.when(pl.col("table") == _MAIN).then("column").otherwise(
        pl.format("{}.{}", "table", "column")
    )  # fmt: skip
    main = raw.tables[_MAIN]
    return ImportReport(
        file_name=file_name,
        sha256="",
        format=Format.OWN.value,
        container=raw.container.value,
        confidence=1.0,
        counts=Counts(sum(own.rows.values()), accepted, refused, own.duplicates.height),
        incidents=placed.height,
        placements=Placements(
            point=counts.get(Placement.LOCATED.value, 0),
            area=counts.get(Placement.AREA.value, 0),
            tray=counts.get(Placement.NONE.value, 0),
        ),
        remarks=own.remarks,
        reasons=summarize_reasons(rejected.with_columns(named.alias("column")).drop("table")),
        repeats=list_repeats(own.duplicates.filter(pl.col("table") == _MAIN)),
        first=str(placed["event_date"].min() or ""),
        last=str(placed["end_date"].max() or ""),
        countries=tuple(sorted(set(";".join(placed["country"].unique()).split(";")) - {""})),
        columns=main.columns,
    )


def _rejected(own: OwnTables) -> pl.DataFrame:
    """Return `REJECTED_COLUMNS` with the table before them."""
    rows = [asdict(each) | {"cure": _CURE} for each in own.rejected]
    return pl.DataFrame(rows, schema={"table": pl.String, **REJECTED_COLUMNS})


def _bind(card: StoredCard, raw: RawTables, own_id: str) -> StoredCard:
    """Return the card, restricted where the file holds rows whose terms it does not say.

    CSV and KML have no room for terms. Rows that came from a restricted dataset would lose them
    on their way out and in again.
    """
    said = any(raw.about.get(key) for key in (*_ABOUT["redistribution"], *_ABOUT["licence"]))
    if said or card.redistribution != ALLOWED:
        return card
    frame = raw.tables[_MAIN].frame
    held = set(frame["dataset_id"]) if "dataset_id" in frame.columns else {""}
    strange = sorted(held - {own_id})
    if not strange:
        return card
    names = ", ".join(filter(None, strange)) or "a dataset that it does not name"
    terms = f"The file does not say under which terms its rows stand. They come from: {names}."
    return replace(card, redistribution="restricted", terms=terms[:_LONGEST])


def _fill(card: StoredCard, about: Mapping[str, object]) -> StoredCard:
    """Return the card, what nobody said filled with what the file says of itself."""
    blank = StoredCard()
    said = {
        name: str(about[key])[:_LONGEST]
        for name, keys in _ABOUT.items()
        for key in keys
        if about.get(key) and getattr(card, name) == getattr(blank, name)
    }
    return replace(card, **said)  # type: ignore[arg-type]  # texts, all of them
