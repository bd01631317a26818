"""The text that accompanies a download: what it is and how to cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.query.words import format_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incidents.exports.provenance import Provenance

_APOSTROPHES = (
    "In CSV files, text that a spreadsheet might take for a formula has one apostrophe (') in "
    "front. To restore the text, remove one apostrophe from every cell that begins with one."
)


def build_citation(provenance: Provenance) -> bytes:
    """Return filter, access date, version, licence, credits and sources as plain text."""
    return ("\n".join(_lines(provenance)) + "\n").encode()


def _lines(told: Provenance) -> Iterator[str]:
    yield one_line(told.title)
    yield ""
    yield f"Incidents: {told.count}"
    yield f"Filter: {one_line(', '.join(told.filter))}"
    yield f"Filter as text: {told.query or '(empty)'}"
    if told.link:
        yield f"Link: {told.link}"
    yield f"Accessed: {format_date(told.accessed)}"
    yield f"Dataset: {one_line(told.dataset_id)}, version {told.version}"
    yield f"Licence: {one_line(f'{told.licence} {told.licence_url}')}"
    if told.sensitivity:
        yield f"Sensitivity: {one_line(told.sensitivity)}"
    yield ""
    yield "How to cite"
    yield f"  {one_line(told.how_to_cite)}"
    for title, lines in (
        ("Credits", told.credits),
        ("Mind", told.caveats),
        ("Not for", told.not_for),
        ("Files", (_APOSTROPHES,)),
        (f"Sources ({len(told.sources)})", [_source(row) for row in told.sources]),
    ):
        yield from ("", title, *(f"  - {one_line(line)}" for line in lines))


def _source(row: dict[str, str]) -> str:
    parts = (row["publisher"], row["title"], row["published"], row["url"])
    return f"{row['source_id']}: {', '.join(part for part in parts if part)}"


def one_line(text: str) -> str:
    """Return `text` with every run of blanks and line ends as one blank."""
    return " ".join(text.split())
