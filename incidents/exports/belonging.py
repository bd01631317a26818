"""The rows of every table that belong to a selection of incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from incidents.model.frames import INCIDENT_TABLES
from incidents.model.tables import TABLES
from incidents.query.engine import engine_of
from incidents.query.records import order_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter


def select_belonging(tables: Tables, chosen: IncidentFilter) -> dict[str, pl.DataFrame]:
    """Return each table's rows that belong to the selected incidents, by the table's name.

    An empty filter gives the tables whole. Otherwise: what names a selected incident; the
    reported totals whose period overlaps the chosen dates (they name no incident); and every
    actor and source that those rows refer to, so that no reference leads nowhere.
    """
    if chosen.is_empty:
        return tables.by_name()
    engine = engine_of(tables)
    kept = tables.by_name()
    kept["incidents"] = tables.incidents[order_rows(tables, chosen)]
    ids = kept["incidents"]["incident_id"]
    for name in INCIDENT_TABLES:
        kept[name] = engine.select_about(name, chosen).drop("row").collect().to_native()
    kept["statements"] = _about(tables.statements, ids)
    kept["reported_totals"] = _overlapping(tables.reported_totals, chosen)
    kept["total_attributions"] = _referring(
        tables.total_attributions, "total_id", kept["reported_totals"]["total_id"]
    )
    kept["claims"] = _claims(tables.claims, kept)
    for name in ("actors", "sources"):
        kept[name] = _referred(kept, name)
    return kept


def _about(statements: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
    concerned = pl.col("incident_ids").str.split(";").list.eval(pl.element().is_in(ids.implode()))
    return statements.filter(concerned.list.any())


def _overlapping(totals: pl.DataFrame, chosen: IncidentFilter) -> pl.DataFrame:
    if chosen.date_from is not None:
        totals = totals.filter((pl.col("period_end") >= chosen.date_from).fill_null(value=True))
    if chosen.date_to is not None:
        totals = totals.filter((pl.col("period_start") <= chosen.date_to).fill_null(value=True))
    return totals


def _claims(claims: pl.DataFrame, kept: dict[str, pl.DataFrame]) -> pl.DataFrame:
    there = pl.lit(value=False)
    for name in ("incidents", "statements", "reported_totals"):
        records = kept[name][TABLES[name].key[0]]
        there |= (pl.col("table") == name) & pl.col("record_id").is_in(records.implode())
    return claims.filter(there)


def _referred(kept: dict[str, pl.DataFrame], target: str) -> pl.DataFrame:
    """Return the rows of `target` that the kept rows of other tables, or each other, name."""
    wanted: set[str] = set()
    for name, table in TABLES.items():
        if name != target:
            columns = [column.name for column in table.columns if column.references == target]
            wanted |= _values(kept[name], columns)
    frame = kept[target]
    own = [column.name for column in TABLES[target].columns if column.references == target]
    key = TABLES[target].key[0]
    while more := _values(_referring(frame, key, sorted(wanted)), own) - wanted:
        wanted |= more
    return _referring(frame, key, sorted(wanted))


def _values(frame: pl.DataFrame, columns: Iterable[str]) -> set[str]:
    return {value for column in columns for value in frame[column] if value}


def _referring(frame: pl.DataFrame, column: str, values: Iterable[str]) -> pl.DataFrame:
    wanted = pl.Series(list(values), dtype=pl.String)
    return frame.filter(pl.col(column).is_in(wanted.implode()))
