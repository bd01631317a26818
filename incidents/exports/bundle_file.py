"""A zip with everything: tables as a Data Package, a flat file, and the papers that go with them.

The same filter and version give the same bytes on any day: no date of access stands inside.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from incidents.exports.batches import read_batches
from incidents.exports.belonging import select_belonging
from incidents.exports.bundle_papers import (
    PLACEMENT_COLUMNS,
    PLACEMENTS,
    TABLES_FOLDER,
    build_descriptor,
    build_filter,
    build_licences,
    build_methodology,
)
from incidents.exports.citation_file import build_citation
from incidents.exports.csv_file import encode_frames
from incidents.exports.parquet_file import write_parquet
from incidents.exports.provenance import build_provenance
from incidents.exports.temporary import stream_file
from incidents.exports.terms import count_parts
from incidents.model.tables import INCIDENTS, TABLES
from incidents.query.engine import engine_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from incidents.exports.described import DescribedDataset
    from incidents.exports.provenance import Provenance
    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

_ROWS_PER_PART = 50_000
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can hold
_MODE = 0o100644 << 16
_CELLS = (
    "Cells of tables/*.csv stand as they are stored, for programs: text that a spreadsheet might "
    "take for a formula is left as it is. Open them with one that imports columns as text."
)


def build_bundle(dataset: DescribedDataset, chosen: IncidentFilter, page: str) -> Iterator[bytes]:
    """Yield the selected incidents and everything that belongs to them as a zip.

    Args:
        dataset: What is taken away.
        chosen: The filter.
        page: Address of the page, for the link; "" where there is none.
    """
    return stream_file(lambda path: _write(path, dataset, chosen, page))


def _write(path: Path, dataset: DescribedDataset, chosen: IncidentFilter, page: str) -> None:
    told = build_provenance(dataset, chosen, accessed=None, page=page)
    counted = count_parts(dataset, chosen)
    parts = [part for part, _ in counted] or list(dataset.parts)
    with ZipFile(path, "w") as archive:
        file = _Entries(archive)
        for name, chunks in _tables(dataset.tables, chosen):
            file.add(f"{TABLES_FOLDER}/{name}.csv", chunks)
        file.add("incidents.parquet", _flat(dataset.tables, chosen, told), packed=True)
        file.add("datapackage.json", [build_descriptor(told)])
        file.add("CITATION.txt", [build_citation(told, files=[_CELLS])])
        file.add("METHODOLOGY.md", [build_methodology(parts)])
        file.add("LICENCES.txt", [build_licences(parts)])
        file.add("filter.txt", [build_filter(told)])
        file.add("checksums.sha256", [file.checksums()])


class _Entries:
    """Adds files to an archive, all of one date, and remembers what is in each."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._digests: dict[str, str] = {}

    def add(self, name: str, chunks: Iterable[bytes], *, packed: bool = False) -> None:
        """Add a file; one that is packed already is stored as it is."""
        entry = ZipInfo(name, _EARLIEST)
        entry.compress_type = ZIP_STORED if packed else ZIP_DEFLATED
        entry.external_attr, entry.create_system = _MODE, 3  # a plain file, on any machine
        digest = hashlib.sha256()
        with self._archive.open(entry, "w", force_zip64=True) as file:
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
        self._digests[name] = digest.hexdigest()

    def checksums(self) -> bytes:
        """Return what `sha256sum --check` reads."""
        return "".join(f"{digest}  {name}\n" for name, digest in self._digests.items()).encode()


def _tables(tables: Tables, chosen: IncidentFilter) -> Iterator[tuple[str, Iterator[bytes]]]:
    yield "incidents", _incidents(tables, chosen, INCIDENTS.column_names)
    others = select_belonging(tables, chosen)
    for name in TABLES:
        if name != "incidents":
            frames = others[name].iter_slices(_ROWS_PER_PART)
            yield name, encode_frames([TABLES[name].column_names], frames, safe=False)
    yield PLACEMENTS, _incidents(tables, chosen, tuple(PLACEMENT_COLUMNS))


def _incidents(tables: Tables, chosen: IncidentFilter, columns: Sequence[str]) -> Iterator[bytes]:
    engine = engine_of(tables)
    frames = (engine.read_frame(batch.rows, columns) for batch in read_batches(tables, chosen))
    return encode_frames([columns], frames, safe=False)


def _flat(tables: Tables, chosen: IncidentFilter, told: Provenance) -> Iterator[bytes]:
    return stream_file(lambda path: write_parquet(path, tables, chosen, told))
