"""The kinds of file that can be taken away, and one call that builds any of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from incidents.exports.csv_file import build_csv
from incidents.exports.geojson_file import build_geojson
from incidents.exports.provenance import build_provenance
from incidents.exports.xlsx_file import build_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from incidents.exports.described import DescribedDataset
    from incidents.query.filters import IncidentFilter


class FileKind(StrEnum):
    """A kind of file, named by its suffix."""

    CSV = "csv"
    GEOJSON = "geojson"
    XLSX = "xlsx"


MEDIA_TYPES = {
    FileKind.CSV: "text/csv; charset=utf-8; header=present",
    FileKind.GEOJSON: "application/geo+json",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Download:
    """A file to hand over."""

    file_name: str
    media_type: str
    chunks: Iterator[bytes]
    """The file's bytes, built as they are asked for; to be read once."""


def build_download(
    dataset: DescribedDataset,
    chosen: IncidentFilter,
    kind: FileKind,
    *,
    accessed: date,
    page: str = "",
) -> Download:
    """Return exactly the incidents that `chosen` selects, as a file.

    Args:
        dataset: What is taken away.
        chosen: The filter.
        kind: The kind of file.
        accessed: The day of the download.
        page: Address of the page, for the link that GeoJSON and XLSX carry; CSV has no room for
            it and comes with the text of `citation_file.build_citation`.
    """
    name = name_file(dataset, accessed, kind.value)
    return Download(
        name, MEDIA_TYPES[kind], _chunks(dataset, chosen, kind, accessed=accessed, page=page)
    )


def _chunks(
    dataset: DescribedDataset,
    chosen: IncidentFilter,
    kind: FileKind,
    *,
    accessed: date,
    page: str,
) -> Iterator[bytes]:
    if kind is FileKind.CSV:
        yield from build_csv(dataset.tables, chosen)
        return
    provenance = build_provenance(dataset, chosen, accessed=accessed, page=page)
    if kind is FileKind.GEOJSON:
        yield from build_geojson(dataset.tables, chosen, provenance)
    else:
        yield from build_xlsx(dataset.tables, chosen, provenance)


def name_file(dataset: DescribedDataset, accessed: date, suffix: str) -> str:
    """Return a name that any file system takes: dataset, version, day of access."""
    stem = re.sub(r"[^A-Za-z0-9]+", "-", dataset.card.dataset_id).strip("-")[:60] or "dataset"
    return f"incidents_{stem}_{dataset.version}_{accessed.isoformat()}.{suffix}"
