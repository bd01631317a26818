"""The tables of our own export, judged by the rules they were first judged by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from incidents.model.tables import INCIDENTS, TABLES
from incidents.model.validation import (
    RawRow,
    RejectedRow,
    ValidationResult,
    read_cell,
    validate_tables,
)
from incidents.readers.own_cells import give_placed_sources, number_rows, plain_cells
from incidents.readers.own_flat import PAGES, ROLES, STANCES, spread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incidents.model.columns import Table
    from incidents.model.validation import Value
    from incidents.readers.raw import RawTable, RawTables

DUPLICATE_COLUMNS: dict[str, type[pl.DataType]] = {
    "table": pl.String,
    "row": pl.UInt32,
    "same_as": pl.UInt32,
}
DERIVED_COLUMNS = {
    "placement", "radius_m", "placed_by", "area_id", "area_west", "area_south", "area_east",
    "area_north", "x", "y", "search", "dataset_id", "attributions", *STANCES, *ROLES, "publishers",
    PAGES, "geometry", "geometry_type", "bbox", "fid", "ogc_fid", "id", "id (2)",
}  # fmt: skip
"""What exports add to the tables and loading makes anew."""
_MAIN = INCIDENTS.name
_COORDINATES = ("longitude", "latitude")
_LEDGER = {*STANCES, *ROLES, "attributions", PAGES, "publishers"}
_MOST_SHOWN = 10
_FILE = "A file of Incident Atlas without its table of sources"


@dataclass(frozen=True, eq=False)
class OwnTables:
    """What an export gives: of each table, rows accepted, rejected or duplicates."""

    accepted: dict[str, list[dict[str, Value]]]
    """Typed rows by table, every table among them."""
    rejected: list[RejectedRow]
    """A row may have several reasons."""
    duplicates: pl.DataFrame
    """`DUPLICATE_COLUMNS`: rows equal to an earlier one of their table in every cell."""
    rows: dict[str, int]
    """How many rows each table of the file has."""
    remarks: tuple[str, ...] = ()
    made: frozenset[str] = field(default_factory=frozenset)
    """Tables that were not in the file and are made of the words of flat rows."""


def validate_own(raw: RawTables) -> OwnTables:
    """Return the typed rows of every table, and every reason for what is not accepted.

    A file of incidents alone says who did what in words only: actors, the ledger, parts and
    sources are then made of those words, and the remarks say so.
    """
    prepared = {name: _prepare(TABLES[name], table)
                for name, table in raw.tables.items() if name in TABLES}  # fmt: skip
    rows = {name: [*_raw_rows(frame, name), *_crooked(raw.tables[name])]
            for name, (frame, _) in prepared.items()}  # fmt: skip
    remarks = [*raw.remarks, *_say_left_out(raw)]
    flat = set(prepared) == {_MAIN}
    result = validate_tables(rows)
    made: frozenset[str] = frozenset()
    if flat:
        made = _add_spread(raw, prepared[_MAIN][0], result, remarks)
    duplicates = [again.select(pl.lit(name).alias("table"), "row", "same_as")
                  for name, (_, again) in prepared.items()]  # fmt: skip
    return OwnTables(
        accepted=result.accepted,
        rejected=result.rejected,
        duplicates=pl.concat([pl.DataFrame(schema=DUPLICATE_COLUMNS), *duplicates]),
        rows={name: _count(table) for name, table in raw.tables.items() if name in TABLES},
        remarks=tuple(remarks),
        made=made,
    )


def _count(table: RawTable) -> int:
    return table.frame.height + (0 if table.crooked is None else table.crooked.height)


def _prepare(table: Table, raw: RawTable) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows but for duplicates, with their numbers, and those duplicates."""
    frame = raw.frame.drop("row", strict=False).insert_column(0, number_rows(raw).alias("row"))
    duplicates = _find_again(frame)
    frame = frame.join(duplicates, on="row", how="anti", maintain_order="left")
    frame = plain_cells(frame, table)
    return (give_placed_sources(frame) if table.name == _MAIN else frame), duplicates


def _find_again(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `row` and `same_as` of rows that repeat an earlier one."""
    cells = frame.drop("row")
    schema = {"row": pl.UInt32, "same_as": pl.UInt32}
    if not cells.width or not cells.height:
        return pl.DataFrame(schema=schema)
    # Whole rows are compared only where their hashes are equal, too: that is quick.
    alike = cells.hash_rows().is_duplicated()
    some = frame.filter(alike)
    first = pl.col("row").first().over(pl.struct(cells.columns))
    found = some.select("row", same_as=first)
    return found.filter(pl.col("row") != pl.col("same_as"))


def _raw_rows(frame: pl.DataFrame, name: str) -> list[RawRow]:
    columns = [column for column in TABLES[name].column_names if column in frame.columns]
    numbers = frame["row"].to_list()
    cells = frame.select(columns).iter_rows(named=True)
    return [RawRow(number, row) for number, row in zip(numbers, cells, strict=True)]


def _crooked(table: RawTable) -> list[RawRow]:
    if table.crooked is None:
        return []
    rows = table.crooked.select("row", "reason").iter_rows()
    return [RawRow(number, {}, reason) for number, reason in rows]


def _add_spread(
    raw: RawTables, frame: pl.DataFrame, result: ValidationResult, remarks: list[str]
) -> frozenset[str]:
    """Add the tables that the words of flat rows make, and say what they do not tell."""
    if not _LEDGER & set(frame.columns):
        remarks.append("The file has incidents only: who says who did them is not in it.")
        return frozenset()
    refused = pl.Series([each.row for each in result.rejected], dtype=pl.UInt32)
    kept = frame.filter(~pl.col("row").is_in(refused.implode()))
    title = raw.about.get("title") or raw.about.get("Title") or _FILE
    found = spread(kept, kept["row"], str(title))
    # What is made of accepted rows keeps every rule, and names nothing that is not there.
    result.accepted |= {name: _typed(TABLES[name], rows) for name, rows in found.rows.items()}
    remarks += _say_unread(found.unread)
    remarks.append(
        "The file has no tables of actors, sources and the ledger: they are made of what its "
        "columns say. Kinds of actors, publishers, reliability, dates of what was said and which "
        "page says what are not in it."
    )
    return frozenset(name for name, rows in found.rows.items() if rows)


def _say_unread(unread: list[RejectedRow]) -> list[str]:
    """Return what is said of words that are in no table, though their incidents are accepted."""
    said = []
    for column in dict.fromkeys(each.column for each in unread):
        cells = [each for each in unread if each.column == column]
        shown = ", ".join(f"{each.value!r} (row {each.row})" for each in cells[:_MOST_SHOWN])
        more = ", …" if len(cells) > _MOST_SHOWN else ""
        said.append(
            f"{len(cells):,} words in {column} are left out, each {cells[0].reason}: {shown}{more}."
        )
    return said


def _typed(table: Table, rows: list[RawRow]) -> list[dict[str, Value]]:
    return [
        {each.name: read_cell(each, row.cells.get(each.name, ""))[0] for each in table.columns}
        for row in rows
    ]


def _say_left_out(raw: RawTables) -> list[str]:
    said = []
    for name, table in raw.tables.items():
        if name not in TABLES:
            said.append(f"`{name}` is no table of ours: it is left out.")
            continue
        known = {*TABLES[name].column_names, *DERIVED_COLUMNS, *_COORDINATES}
        others = [column for column in table.columns if column not in known]
        if others:
            listed = ", ".join(f"`{column}`" for column in others[:20])
            said.append(f"Columns of {name} that the table does not have are left out: {listed}.")
    return said + _say_datasets(raw.tables)


def _say_datasets(tables: Mapping[str, RawTable]) -> list[str]:
    main = tables.get(_MAIN)
    if main is None or "dataset_id" not in main.columns:
        return []
    several = [each for each in main.frame["dataset_id"].unique(maintain_order=True) if each]
    if len(several) <= 1:
        return []
    return [f"The incidents come from {len(several)} datasets: {', '.join(several)}."]
