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

# Bytes of a file of each kind: for a byte of the plain CSV, for an incident, and in any case.
# Measured over the bundled incidents and 67 000 synthetic ones, whose texts are short.
_SHARES = {
    FileKind.CSV: (1.0, 0, 0),
    FileKind.HXL_CSV: (1.0, 0, 700),
    FileKind.ACLED_CSV: (0.2, 125, 300),
    FileKind.UCDP_CSV: (0.2, 64, 200),
    FileKind.GEOJSON: (1.02, 808, 30_000),
    FileKind.XLSX: (0.3, 105, 50_000),
    FileKind.GPKG: (1.1, 158, 300_000),
    FileKind.PARQUET: (0.23, 5, 70_000),
    FileKind.KML: (1.4, 1_580, 5_000),
    FileKind.ZIP: (0.37, 10, 125_000),
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
    return {
        kind: int(whole * share) + len(rows) * each + least
        for kind, (share, each, least) in _SHARES.items()
    }
