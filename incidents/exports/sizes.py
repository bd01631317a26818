"""How large a download will be, before it is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.exports.batches import Batch
from incidents.exports.csv_file import encode_frames
from incidents.exports.downloads import FileKind
from incidents.exports.flat import FLAT_COLUMNS, read_flat
from incidents.query.records import order_rows

if TYPE_CHECKING:
    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

_SAMPLE = 400

# Bytes of a file of each kind for a byte of the plain CSV, and bytes that every such file has:
# measured over the bundled incidents and a hundred thousand synthetic ones.
_SHARES = {
    FileKind.CSV: (1.0, 0),
    FileKind.HXL_CSV: (1.0, 1_000),
    FileKind.ACLED_CSV: (0.5, 0),
    FileKind.UCDP_CSV: (0.4, 0),
    FileKind.GEOJSON: (2.1, 20_000),
    FileKind.XLSX: (0.4, 30_000),
    FileKind.GPKG: (1.6, 150_000),
    FileKind.PARQUET: (0.3, 20_000),
    FileKind.KML: (4.5, 5_000),
    FileKind.ZIP: (0.5, 40_000),
}


def estimate_size(tables: Tables, chosen: IncidentFilter, kind: FileKind) -> int:
    """Return about how many bytes a download will have, from a sample of its rows."""
    return estimate_sizes(tables, chosen)[kind]


def estimate_sizes(tables: Tables, chosen: IncidentFilter) -> dict[FileKind, int]:
    """Return the same for every kind of file."""
    rows = order_rows(tables, chosen)
    step = max(1, len(rows) // _SAMPLE)
    sample = rows[::step]
    flat = [read_flat(tables, Batch(sample))] if sample else []
    head, *chunks = encode_frames([FLAT_COLUMNS], flat)
    whole = len(head) + sum(map(len, chunks)) * len(rows) // max(1, len(sample))
    return {kind: int(whole * share) + least for kind, (share, least) in _SHARES.items()}
