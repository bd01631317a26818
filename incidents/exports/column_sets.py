"""CSV in the columns of other people's tables, for programs that expect those."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl
import polars.selectors as cs

from incidents.exports.acled_columns import ACLED_COLUMNS, ACLED_NOTES, build_acled
from incidents.exports.batches import read_batches
from incidents.exports.csv_file import encode_batches
from incidents.exports.flat import FLAT_COLUMNS, read_flat
from incidents.exports.hxl_tags import HXL_TAGS
from incidents.exports.ucdp_columns import UCDP_COLUMNS, UCDP_NOTES, build_ucdp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from incidents.exports.batches import Batch
    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter


class ColumnSet(StrEnum):
    """Whose columns a CSV file has, other than our own."""

    HXL = "hxl"
    ACLED = "acled"
    UCDP = "ucdp"


@dataclass(frozen=True)
class _Form:
    """How a set of columns is written, and what is said beside it."""

    heads: tuple[tuple[str, ...], ...]
    build: Callable[[Tables, Batch, pl.DataFrame], pl.DataFrame]
    notes: tuple[str, ...]


_FORMS = {
    ColumnSet.HXL: _Form(
        (FLAT_COLUMNS, tuple(HXL_TAGS[name] for name in FLAT_COLUMNS)),
        lambda _tables, _batch, flat: flat,
        ("The second line holds HXL hashtags (https://hxlstandard.org/): it is no incident.",),
    ),
    ColumnSet.ACLED: _Form((ACLED_COLUMNS,), build_acled, ACLED_NOTES),
    ColumnSet.UCDP: _Form((UCDP_COLUMNS,), build_ucdp, UCDP_NOTES),
}


def notes_on(columns: ColumnSet | None) -> tuple[str, ...]:
    """Return what has to be said beside a file with these columns; nothing of our own."""
    return _FORMS[columns].notes if columns else ()


def build_column_set(tables: Tables, chosen: IncidentFilter, columns: ColumnSet) -> Iterator[bytes]:
    """Yield the selected incidents as CSV with these columns, one row each."""
    form = _FORMS[columns]

    def read(batch: Batch) -> pl.DataFrame:
        # as text: other tables' words are looked up by ours
        flat = read_flat(tables, batch).with_columns(cs.enum().cast(pl.String))
        return form.build(tables, batch, flat)

    return encode_batches(form.heads, read_batches(tables, chosen), read)
