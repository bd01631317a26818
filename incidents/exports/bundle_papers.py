"""The papers in a bundle: descriptor, method, licences and filter."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from incidents.exports.described import licence_of, name_apart
from incidents.model.codebook import build_codebook, build_datapackage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from incidents.exports.described import DescribedCard, DescribedPart
    from incidents.exports.provenance import CitedDataset, Provenance

TABLES_FOLDER = "tables"
PLACEMENTS = "placements"
"""The table of what loading adds to an incident: its place on the map, and its dataset."""

PLACEMENT_COLUMNS = {
    "incident_id": ("string", "The incident."),
    "placement": ("string", "located (a point), area (known only to area_id) or none."),
    "radius_m": ("integer", "How far from the point it may have been, in metres."),
    "placed_by": ("string", "How the record got its place, in words."),
    "area_id": ("string", "ISO 3166-2 of the admin-1 area."),
    "dataset_id": ("string", "The dataset it belongs to."),
}

_METHOD = """\
# How to read these records

## Who did it

No table has a column for a perpetrator. `attributions` is a ledger: each row says who says that
which actor did it (`claimed`, `attributed`, `acknowledged`) or did not (`denied`), and where that
is reported. The flat file `incidents.parquet` puts the same into words.

## Figures

Tolls are the lowest, best and highest figure in the sources. A blank is *not reported*; 0 stands
only where a source says so. Blanks are not zeros: sums count reported figures only.
`reported_totals` are figures that somebody put forward for a period; they are never incidents.

## Days

`time_precision` says how exactly the day is known. From `event_date` to `end_date` are all days on
which it may have happened, both included.

## Places

`geo_precision` says how exactly the place is known: site, neighbourhood, city and vicinity (near a
named place) may have a point; district, governorate and country never do. A point is a reference
point, known to `radius_m`; `tables/placements.csv` says how each record got its place. What is
known only to an area has no point, because one would say more than anybody knows.

## Kinds

`event_type` and `sub_event_type` use ACLED's words; who coded them is said below. "Not coded"
means that the table it comes from does not say what happened.

## Verification

How many publishers state it. Many reposts carry one agency's text, so this is not independence.
"""


def build_descriptor(told: Provenance) -> bytes:
    """Return the Data Package's descriptor, for the tables in `TABLES_FOLDER`."""
    about: dict[str, Any] = {
        "name": re.sub(r"[^a-z0-9._-]+", "-", told.dataset_id.lower()).strip("-") or "dataset",
        "title": told.title,
        "description": f"{told.count} incidents: {', '.join(told.filter)}.",
        "version": told.version,
        "licenses": [_licence(each) for each in told.datasets],
        "redistribution": told.redistribution,
        "terms": told.terms,
        "licence": told.licence,
        "how_to_cite": told.how_to_cite,
        "sensitivity": told.sensitivity,
        "query": told.query,
        "sources": [{"title": each.title, "version": each.version} for each in told.datasets],
    }
    described = build_datapackage(about)
    for resource in described["resources"]:
        resource["path"] = f"{TABLES_FOLDER}/{resource['path']}"
    described["resources"].append(_placements())
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def _licence(cited: CitedDataset) -> dict[str, str]:
    named = {"title": cited.licence}
    return named | ({"path": cited.licence_url} if cited.licence_url else {"name": "not-stated"})


def _placements() -> dict[str, Any]:
    fields = [
        {"name": name, "type": kind, "description": meaning}
        for name, (kind, meaning) in PLACEMENT_COLUMNS.items()
    ]
    reference = {"resource": "incidents", "fields": ["incident_id"]}
    return {
        "name": PLACEMENTS,
        "path": f"{TABLES_FOLDER}/{PLACEMENTS}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": "Where each incident is drawn, and which dataset it belongs to.",
        "schema": {
            "fields": fields,
            "missingValues": [""],
            "primaryKey": ["incident_id"],
            "foreignKeys": [{"fields": ["incident_id"], "reference": reference}],
        },
    }


def build_methodology(parts: Sequence[DescribedPart]) -> bytes:
    """Return how the records were made and how to read them, as Markdown."""
    lines = [_METHOD]
    called = name_apart(part.card for part in parts)
    for part in parts:
        lines += _method_of(part.card, called[part.card.dataset_id])
    lines += ["## The tables", "", ("A blank cell is not stated or not reported. Lists are "
              "separated by `;`. Cells stand as they are stored: no apostrophes are put in front."),
              "", build_codebook()]  # fmt: skip
    return "\n".join(lines).encode()


def _method_of(card: DescribedCard, called: str) -> Iterator[str]:
    yield from (f"## {_line(called)}", "")
    if card.method:
        yield from (card.method.strip(), "")
    if card.toll_convention:
        yield from (f"Figures: {card.toll_convention.strip()}", "")
    yield from _list("Mind", card.caveats)
    yield from _list("Not for", card.not_for)


def _list(title: str, lines: Iterable[str]) -> list[str]:
    items = [f"- {_line(each)}" for each in lines]
    return [f"{title}:", "", *items, ""] if items else []


def build_licences(parts: Sequence[DescribedPart]) -> bytes:
    """Return the licence and terms of each dataset in a bundle, as text."""
    lines = []
    for part in parts:
        card = part.card
        lines += [
            f"{_line(card.title)} ({card.dataset_id}), version {part.version}",
            f"  Licence: {_line(licence_of(card))}",
            f"  {card.licence_url}" if card.licence_url else "",
            f"  Redistribution: {card.redistribution}",
            f"  Terms: {_line(card.terms)}" if card.terms else "",
            *(f"  Credit: {_line(each)}" for each in card.credits),
        ]
    return ("\n".join(line for line in lines if line) + "\n").encode()


def build_filter(told: Provenance) -> bytes:
    """Return what was asked for, in words and as text that can be asked again."""
    lines = [
        f"In words: {_line(', '.join(told.filter))}",
        f"As text: {told.query or '(empty)'}",
        f"Link: {told.link}" if told.link else "",
        f"Again: incidents export --filter '{told.query}' -o again.zip",
        f"Incidents: {told.count}",
    ]
    return ("\n".join(line for line in lines if line) + "\n").encode()


def _line(text: str) -> str:
    return " ".join(text.split())
