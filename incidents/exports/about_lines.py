"""What a file says of itself, as lines of a label and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.exports.provenance import UNDATED
from incidents.query.words import format_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incidents.exports.provenance import CitedDataset, Provenance


def describe(told: Provenance) -> Iterator[tuple[str, str]]:
    """Yield a label and words for everything but the list of sources."""
    yield "Title", told.title
    yield "Incidents", str(told.count)
    yield "Filter", ", ".join(told.filter)
    yield "Filter as text", told.query or "(empty)"
    yield "Link", told.link
    yield "Accessed", format_date(told.accessed) if told.accessed else UNDATED
    yield "Dataset", told.dataset_id
    yield "Version", told.version
    yield "Licence", f"{told.licence} {told.licence_url}".strip()
    if told.terms:
        yield "Redistribution", told.redistribution
        yield "Terms", told.terms
    yield from (("How to cite", line) for line in told.how_to_cite.splitlines())
    yield "Sensitivity", told.sensitivity
    for each in told.datasets:
        if len(told.datasets) > 1 or each.terms:
            yield "Dataset in it", _dataset(each)
    for label, lines in (
        ("Credits", told.credits),
        ("Mind", told.caveats),
        ("Not for", told.not_for),
    ):
        yield from ((label, line) for line in lines)


def _dataset(cited: CitedDataset) -> str:
    parts = [
        f"{cited.title} ({cited.dataset_id}), version {cited.version}, {cited.count} incidents",
        f"Licence: {cited.licence} {cited.licence_url}".strip(),
        f"Terms: {cited.terms}" if cited.terms else "",
        *(f"Credit: {line}" for line in cited.credits),
        *(f"Mind: {line}" for line in cited.caveats),
        *(f"Not for: {line}" for line in cited.not_for),
    ]
    return "\n".join(part for part in parts if part)
