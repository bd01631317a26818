"""Cells of our own exports as the tables had them: escapes undone, numbers and days plain."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import polars as pl

from incidents.model.columns import ColumnType
from incidents.model.tables import TABLES
from incidents.model.text_cells import neutralise_column

if TYPE_CHECKING:
    from incidents.model.columns import Table
    from incidents.readers.raw import RawTable

CUT_ENDING = "[cut: a cell of a workbook holds no more; CSV and GeoJSON have the whole text]"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NUMBERS = {
    "radius_m",
    *(c.name for t in TABLES.values() for c in t.columns if c.type is not ColumnType.STRING),
}
_ROUNDED = (2, 3, 4, 5)
"""To how many decimals exports round the points they draw."""
_SAME = 1e-9
_DECIMALS = 15
_MIDNIGHT = r"^(\d{4}-\d{2}-\d{2})[ T]00:00:00(\.0+)?(Z|\+00:00)?$"


def restore(frame: pl.DataFrame, *, sure: bool) -> pl.DataFrame:
    """Return text without the apostrophes that keep spreadsheets from running it.

    Args:
        frame: The table.
        sure: The file is known to have them. Otherwise they are taken off only if every cell is
            as it would be written with them.
    """
    texts = [pl.col(name) for name in frame.columns if name not in _NUMBERS]
    if not texts:
        return frame
    plain = [text.str.strip_prefix("'") for text in texts]
    if not sure:
        again = [(neutralise_column(p) == text).all() for p, text in zip(plain, texts, strict=True)]
        if not frame.select(pl.all_horizontal(again)).item():
            return frame
    return frame.with_columns(plain)


def unescape(frame: pl.DataFrame) -> pl.DataFrame:
    """Return text with the letters that a workbook writes as `_xHHHH_`."""
    held = [name for name in frame.columns if frame[name].str.contains(_ESCAPED.pattern).any()]
    return frame.with_columns(
        pl.Series(name, [_ESCAPED.sub(_letter, cell) for cell in frame[name]], dtype=pl.String)
        for name in held
    )


def _letter(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    # Half a letter is none: the escape is left as it stands.
    return found[0] if 0xD800 <= code <= 0xDFFF else chr(code)  # noqa: PLR2004  (surrogates)


def has_cut_text(frame: pl.DataFrame) -> bool:
    """Return whether a cell was too long for a workbook."""
    ends = [pl.col(name).str.ends_with(CUT_ENDING).any() for name in frame.columns]
    return bool(ends) and bool(frame.select(pl.any_horizontal(ends)).item())


def join_places(frame: pl.DataFrame) -> pl.DataFrame:
    """Return coordinates of an export of places: the geometry's, with every digit of the table.

    Points are drawn rounded; where a geometry is what the table says rounded, the table's digits
    are had back. A point that somebody moved stays where it was put.
    """
    for name in ("longitude", "latitude"):
        told = f"{name} (2)"
        if told in frame.columns and name in frame.columns:
            drawn = pl.col(name).cast(pl.Float64, strict=False)
            number = pl.col(told).cast(pl.Float64, strict=False)
            same = [(number.round(n) - drawn).abs() < _SAME for n in _ROUNDED]
            moved = ~pl.any_horizontal(*same, number == drawn).fill_null(value=False)
            geometry = moved & (pl.col(name) != "")
            frame = frame.with_columns(
                pl.when(geometry).then(pl.col(name)).otherwise(pl.col(told)).alias(name)
            ).drop(told)
    return frame


def plain_cells(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return the numbers and days of a table as `model.validation` reads them."""
    columns: list[pl.Expr | pl.Series] = []
    for column in table.columns:
        cell = pl.col(column.name)
        if column.name not in frame.columns:
            continue
        if column.type is ColumnType.DATE:
            columns.append(cell.str.replace(_MIDNIGHT, "$1"))
        elif column.type is ColumnType.INTEGER:
            columns.append(cell.str.replace(r"^(-?\d+)\.0+$", "$1"))
        elif column.type is ColumnType.NUMBER:
            columns.append(_plain_numbers(frame[column.name]))
    return frame.with_columns(columns)


def _plain_numbers(cells: pl.Series) -> pl.Series:
    odd = cells.str.contains(rf"^-?[\d.]+[eE]|\.\d{{{_DECIMALS + 1},}}$")
    if not odd.any():
        return cells
    plain = [_plain_number(cell) for cell in cells.filter(odd)]
    return cells.scatter(odd.arg_true(), plain)


def _plain_number(cell: str) -> str:
    """Return a number without exponent; a sixteenth decimal of a degree is less than an atom."""
    try:
        number = round(Decimal(cell), _DECIMALS)
    except InvalidOperation:
        return cell
    return f"{number:f}".rstrip("0").rstrip(".") or "0"


def give_placed_sources(frame: pl.DataFrame) -> pl.DataFrame:
    """Return incidents whose coordinates say where they come from, if `placed_by` says it.

    What was placed by its name has coordinates in what is served, and none in the tables.
    """
    wanted = {"latitude", "coordinate_source", "placed_by"}
    if not wanted <= set(frame.columns):
        return frame
    lacking = (pl.col("coordinate_source") == "") & (pl.col("latitude") != "")
    source = pl.when(lacking).then("placed_by").otherwise("coordinate_source")
    return frame.with_columns(source.alias("coordinate_source"))


def number_rows(table: RawTable) -> pl.Series:
    """Return the number of every row of a table, as its file counts them."""
    if table.numbers is not None:
        return table.numbers
    first = table.first_row
    return pl.Series("row", range(first, first + table.frame.height), dtype=pl.UInt32)
