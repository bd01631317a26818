"""The kinds of file that can be taken away, and one call that builds any of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from incidents.exports.bundle_file import build_bundle
from incidents.exports.column_sets import ColumnSet, build_column_set
from incidents.exports.csv_file import build_csv
from incidents.exports.drawing import PLAIN
from incidents.exports.geojson_file import build_geojson
from incidents.exports.gpkg_file import build_gpkg
from incidents.exports.kml_file import build_kml
from incidents.exports.parquet_file import build_parquet
from incidents.exports.provenance import build_provenance
from incidents.exports.terms import check_terms
from incidents.exports.xlsx_file import build_xlsx

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from incidents.exports.described import DescribedDataset
    from incidents.exports.drawing import Drawing
    from incidents.query.filters import IncidentFilter


class FileKind(StrEnum):
    """A kind of file, named by its suffix."""

    CSV = "csv"
    GEOJSON = "geojson"
    XLSX = "xlsx"
    GPKG = "gpkg"
    PARQUET = "parquet"
    KML = "kml"
    ZIP = "zip"
    HXL_CSV = "hxl.csv"
    ACLED_CSV = "acled.csv"
    UCDP_CSV = "ucdp.csv"

    @property
    def columns(self) -> ColumnSet | None:
        """Whose columns a CSV file has; None for our own."""
        whose = self.value.removesuffix(".csv")
        return ColumnSet(whose) if whose in set(ColumnSet) else None

    @property
    def is_csv(self) -> bool:
        """Whether it is CSV, which has no room to say where it comes from."""
        return self.value.endswith("csv")


_CSV = "text/csv; charset=utf-8; header=present"
MEDIA_TYPES = {
    FileKind.CSV: _CSV,
    FileKind.GEOJSON: "application/geo+json",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.GPKG: "application/geopackage+sqlite3",
    FileKind.PARQUET: "application/vnd.apache.parquet",
    FileKind.KML: "application/vnd.google-earth.kml+xml",
    FileKind.ZIP: "application/zip",
    FileKind.HXL_CSV: _CSV,
    FileKind.ACLED_CSV: _CSV,
    FileKind.UCDP_CSV: _CSV,
}


@dataclass(frozen=True)
class Download:
    """A file to hand over."""

    file_name: str
    media_type: str
    chunks: Iterator[bytes]
    """The file's bytes, built as they are asked for; to be read once."""


@dataclass(frozen=True)
class _Asking:
    """When and from where a download is asked for, and how maps in it are drawn."""

    accessed: date
    page: str
    drawing: Drawing


def build_download(  # noqa: PLR0913 (each is the caller's to know, and most have a default)
    dataset: DescribedDataset,
    chosen: IncidentFilter,
    kind: FileKind,
    *,
    accessed: date,
    page: str = "",
    accepted: Collection[str] = (),
    drawing: Drawing = PLAIN,
) -> Download:
    """Return exactly the incidents that `chosen` selects, as a file.

    Args:
        dataset: What is taken away.
        chosen: The filter.
        kind: The kind of file.
        accessed: The day of the download.
        page: Address of the page, for the link that files carry; CSV has no room for it and comes
            with the text of `citation_file.build_citation`.
        accepted: Ids of the restricted datasets whose terms were accepted.
        drawing: How files for maps draw incidents and areas.

    Raises:
        TermsError: Some are of a restricted dataset whose terms were not accepted.
    """
    check_terms(dataset, chosen, accepted)
    name = name_file(dataset, accessed, kind.value)
    asking = _Asking(accessed, page, drawing)
    return Download(name, MEDIA_TYPES[kind], _chunks(dataset, chosen, kind, asking))


def _chunks(
    dataset: DescribedDataset, chosen: IncidentFilter, kind: FileKind, asking: _Asking
) -> Iterator[bytes]:
    tables = dataset.tables
    if kind is FileKind.ZIP:
        return build_bundle(dataset, chosen, asking.page)
    if kind.columns:
        return build_column_set(tables, chosen, kind.columns)
    if kind is FileKind.CSV:
        return build_csv(tables, chosen)
    return _described(dataset, chosen, kind, asking)


def _described(
    dataset: DescribedDataset, chosen: IncidentFilter, kind: FileKind, asking: _Asking
) -> Iterator[bytes]:
    """Yield a file that says itself where it comes from."""
    tables = dataset.tables
    told = build_provenance(dataset, chosen, accessed=asking.accessed, page=asking.page)
    match kind:
        case FileKind.GEOJSON:
            yield from build_geojson(tables, chosen, told)
        case FileKind.GPKG:
            yield from build_gpkg(tables, chosen, told, asking.drawing)
        case FileKind.KML:
            yield from build_kml(tables, chosen, told, asking.drawing)
        case FileKind.PARQUET:
            yield from build_parquet(tables, chosen, told)
        case _:
            yield from build_xlsx(tables, chosen, told)


def name_file(dataset: DescribedDataset, accessed: date, suffix: str) -> str:
    """Return a name that any file system takes: dataset, version, day of access."""
    stem = re.sub(r"[^A-Za-z0-9]+", "-", dataset.card.dataset_id).strip("-")[:60] or "dataset"
    return f"incidents_{stem}_{dataset.version}_{accessed.isoformat()}.{suffix}"
