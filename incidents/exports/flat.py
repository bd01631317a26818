"""One row per incident: its own columns, its place, and the other tables read into it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from incidents.exports.batches import number_words, read_ahead, read_batches
from incidents.exports.ledger import LEDGER_COLUMNS, read_ledger
from incidents.model.tables import INCIDENTS
from incidents.query.engine import engine_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incidents.exports.batches import Batch
    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

PLACE_COLUMNS = ("placement", "radius_m", "placed_by", "area_id")

FLAT_COLUMNS = (
    *INCIDENTS.column_names,
    *PLACE_COLUMNS,
    *LEDGER_COLUMNS,
    "publishers",
    "sources",
    "dataset_id",
)
"""The columns of a flat row, in order; docs/api.md says what each of ours means."""


def read_flat_frames(tables: Tables, chosen: IncidentFilter) -> Iterator[pl.DataFrame]:
    """Return the selected incidents as frames of `FLAT_COLUMNS`, by event_date and then id."""
    return read_ahead(read_batches(tables, chosen), partial(read_flat, tables))


def read_flat_rows(tables: Tables, chosen: IncidentFilter) -> Iterator[dict[str, Any]]:
    """Yield the selected incidents as flat rows, by event_date and then incident_id."""
    for frame in read_flat_frames(tables, chosen):
        yield from frame.iter_rows(named=True)


def read_flat(tables: Tables, batch: Batch) -> pl.DataFrame:
    """Return `FLAT_COLUMNS` of a batch of incidents."""
    own = [*INCIDENTS.column_names, *PLACE_COLUMNS, "dataset_id"]
    incidents = engine_of(tables).read_frame(batch.rows, own)
    others = [*read_ledger(tables, batch), *_read_sources(tables, batch)]
    return incidents.with_columns(others).select(FLAT_COLUMNS)


def _read_sources(tables: Tables, batch: Batch) -> list[pl.Series]:
    """Return the publishers and addresses of every page that states each incident."""
    # A blank between addresses: none can hold one.
    address = pl.when(pl.col("url") != "").then("url").otherwise("source_id")
    pages = tables.sources.select("source_id", "publisher", address.alias("address"))
    cited = batch.read_about(tables, "citations", ["source_id"])

    def name(asked: pl.DataFrame) -> pl.DataFrame:
        found = asked.join(pages, on="source_id", how="left", maintain_order="left")
        return found.select("publisher", "address")

    found = number_words(cited, ["source_id"], name).filter(pl.col("address").is_not_null())
    return [
        batch.join_words(found.select("place", words="publisher"), "publishers"),
        batch.join_words(found.select("place", words="address"), "sources", " "),
    ]
