"""The text that accompanies a download: what it is and how to cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.exports.provenance import UNDATED
from incidents.query.words import format_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from incidents.exports.provenance import CitedDataset, Provenance

_APOSTROPHES = (
    "In CSV files, text that a spreadsheet might take for a formula has one apostrophe (') in "
    "front. To restore the text, remove one apostrophe from every cell that begins with one."
)


def build_citation(
    provenance: Provenance, columns: Sequence[str] = (), files: Sequence[str] = (_APOSTROPHES,)
) -> bytes:
    """Return filter, access date, version, licence, credits and sources as plain text.

    Args:
        provenance: Where the records come from.
        columns: What has to be said of a set of columns in somebody else's manner.
        files: What has to be said of the files.
    """
    return ("\n".join(_lines(provenance, columns, files)) + "\n").encode()


def _lines(told: Provenance, columns: Sequence[str], files: Sequence[str]) -> Iterator[str]:
    yield one_line(told.title)
    yield ""
    yield f"Incidents: {told.count}"
    yield f"Filter: {one_line(', '.join(told.filter))}"
    yield f"Filter as text: {told.query or '(empty)'}"
    if told.link:
        yield f"Link: {told.link}"
    yield f"Accessed: {format_date(told.accessed) if told.accessed else UNDATED}"
    yield f"Dataset: {one_line(told.dataset_id)}, version {told.version}"
    yield f"Licence: {one_line(f'{told.licence} {told.licence_url}')}"
    if len(told.datasets) == 1 and told.datasets[0].terms:
        yield f"Terms: {one_line(told.datasets[0].terms)}"
    if told.sensitivity:
        yield f"Sensitivity: {one_line(told.sensitivity)}"
    yield ""
    yield "How to cite"
    yield from (f"  {one_line(line)}" for line in told.how_to_cite.splitlines())
    if len(told.datasets) > 1:
        yield from ("", f"Datasets ({len(told.datasets)})")
        for each in told.datasets:
            yield from _dataset(each)
    for title, lines in (
        ("Columns", columns),
        ("Credits", told.credits),
        ("Mind", told.caveats),
        ("Not for", told.not_for),
        ("Files", files),
    ):
        if lines:
            yield from ("", title, *(f"  - {one_line(line)}" for line in lines))
    # said where there is none, too: a table of events without sources is no slip
    yield from ("", f"Sources ({len(told.sources)})")
    yield from (f"  - {one_line(_source(row))}" for row in told.sources)


def _dataset(cited: CitedDataset) -> Iterator[str]:
    incidents = f"{cited.count} {'incident' if cited.count == 1 else 'incidents'}"
    yield f"  {one_line(cited.title)}: {one_line(cited.dataset_id)}, version {cited.version}, " + (
        incidents
    )
    yield f"    Licence: {one_line(f'{cited.licence} {cited.licence_url}')}"
    if cited.terms:
        yield f"    Terms: {one_line(cited.terms)}"
    yield from (f"    Credit: {one_line(line)}" for line in cited.credits)
    yield from (f"    Mind: {one_line(line)}" for line in cited.caveats)
    yield from (f"    Not for: {one_line(line)}" for line in cited.not_for)


def _source(row: dict[str, str]) -> str:
    parts = (row["publisher"], row["title"], row["published"], row["url"])
    return f"{row['source_id']}: {', '.join(part for part in parts if part)}"


def one_line(text: str) -> str:
    """Return `text` with every run of blanks and line ends as one blank."""
    return " ".join(text.split())
