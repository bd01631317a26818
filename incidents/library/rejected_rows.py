"""Rejected rows as a file in their own layout, to be mended and sent again."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polars as pl

from incidents.files import write_atomically
from incidents.readers.sent_again import ADDED_COLUMNS, neutralise_cells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_ROW, _REASON, _CURE = ADDED_COLUMNS


def write_rejected(  # noqa: PLR0913 (a table, what is wrong with it and how it was numbered)
    path: Path,
    original: pl.DataFrame,
    numbers: pl.Series | None,
    rejected: pl.DataFrame,
    tags: Sequence[str] = (),
    *,
    first_row: int = 2,
) -> None:
    """Write the rejected rows as CSV: the file's own columns, then `ADDED_COLUMNS`.

    It is UTF-8 with a byte order mark, which spreadsheets need to show Arabic. Cells that a
    spreadsheet may run are given an apostrophe, which the readers take off when the file is sent
    again (`readers.sent_again`): they read the very cells of the original.

    Args:
        path: The file, which is replaced.
        original: The file's rows as text (`RawTable.frame`).
        numbers: Each row's number in the file; None where they follow `first_row`.
        rejected: `REJECTED_COLUMNS`. A row that is none of `original`, because it could not be
            split into cells, is written with its text in the first column.
        tags: The HXL tags under the header, if there are any; without them the file would be
            another table.
        first_row: The number of the first row (`RawTable.first_row`).

    Raises:
        OSError: The file cannot be written.
    """
    reasons = _reasons(rejected)
    if numbers is None:
        numbers = pl.int_range(first_row, first_row + original.height, eager=True)
    rows = original.with_columns(numbers.cast(pl.UInt32).alias(_ROW)).join(reasons, on=_ROW)
    crooked = reasons.join(rows.select(_ROW), on=_ROW, how="anti")
    first = original.columns[:1]
    torn = crooked.select(
        *(pl.col("value").alias(name) for name in first), _ROW, _REASON, _CURE
    )  # fmt: skip
    written = [*original.columns, *ADDED_COLUMNS]
    both = pl.concat([rows.select(written), torn], how="diagonal").sort(_ROW, maintain_order=True)
    table = both.select(pl.col(written).cast(pl.String).fill_null(""))
    if tags:
        line = dict(zip(original.columns, tags, strict=True))
        table = pl.concat([pl.DataFrame([line]), table], how="diagonal").fill_null("")
    buffer = io.BytesIO()
    # quoting every cell keeps apart what else looks like the end of a line or of a cell
    neutralise_cells(table).write_csv(
        buffer, include_bom=True, quote_style="always", line_terminator="\r\n"
    )
    write_atomically(path, [buffer.getvalue()])


def _reasons(rejected: pl.DataFrame) -> pl.DataFrame:
    """Return a row a rejected row: its number, every reason, every cure once, and its text."""
    named = pl.when(pl.col("column") != "").then(pl.col("column") + " " + pl.col("reason"))
    return (
        rejected.with_columns(named.otherwise(pl.col("reason")).alias(_REASON))
        .group_by(pl.col("row").cast(pl.UInt32).alias(_ROW), maintain_order=True)
        .agg(
            _joined(_REASON, "; "),
            _joined("cure", " ").alias(_CURE),
            pl.col("value").first(),
        )
    )


def _joined(name: str, by: str) -> pl.Expr:
    return pl.col(name).filter(pl.col(name) != "").unique(maintain_order=True).str.join(by)
