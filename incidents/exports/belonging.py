"""The rows of every table that belong to a selection of incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from incidents.model.frames import INCIDENT_TABLES
from incidents.model.tables import TABLES
from incidents.query.engine import engine_of
from incidents.query.select import select_incidents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter


def select_belonging(tables: Tables, chosen: IncidentFilter) -> dict[str, pl.DataFrame]:
    """Return the rows of every other table that belong to the selected incidents, by its name.

    An empty filter gives the tables whole. Otherwise: what names a selected incident; the
    reported totals whose period overlaps the chosen dates (they name no incident); and every
    actor and source that those rows refer to, so that no reference leads nowhere.
    """
    engine = engine_of(tables)
    kept = {name: frame for name, frame in tables.by_name().items() if name != "incidents"}
    for name in INCIDENT_TABLES:
        about = engine.select_about(name, chosen).drop("row")
        kept[name] = about.collect(backend="polars").to_native()
    if chosen.is_empty:
        return kept
    ids = _selected_among(_named_in(tables), tables, chosen)
    kept["statements"] = _about(tables.statements, ids)
    kept["reported_totals"] = _overlapping(tables.reported_totals, chosen)
    kept["total_attributions"] = _referring(
        tables.total_attributions, "total_id", kept["reported_totals"]["total_id"]
    )
    kept["claims"] = _claims(tables.claims, kept, ids)
    for name in ("actors", "sources"):
        kept[name] = _referred(kept, name)
    return kept


def _named_in(tables: Tables) -> set[str]:
    """Return the ids that statements and claims name, those of incidents among them."""
    listed = tables.statements["incident_ids"].str.split(";").explode()
    return {*listed.drop_nulls(), *tables.claims["record_id"]} - {""}


def _selected_among(named: set[str], tables: Tables, chosen: IncidentFilter) -> pl.Series:
    """Return which of some ids are those of selected incidents."""
    found = engine_of(tables).find(named)
    rows = select_incidents(tables, chosen).filter(nw.col("row").is_in(list(found.values())))
    selected = set(rows.select("row").collect()["row"].to_list())
    return pl.Series([each for each in found if found[each] in selected], dtype=pl.String)


def _about(statements: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
    concerned = pl.col("incident_ids").str.split(";").list.eval(pl.element().is_in(ids.implode()))
    return statements.filter(concerned.list.any())


def _overlapping(totals: pl.DataFrame, chosen: IncidentFilter) -> pl.DataFrame:
    if chosen.date_from is not None:
        totals = totals.filter((pl.col("period_end") >= chosen.date_from).fill_null(value=True))
    if chosen.date_to is not None:
        totals = totals.filter((pl.col("period_start") <= chosen.date_to).fill_null(value=True))
    return totals


def _claims(
    claims: pl.DataFrame, kept: dict[str, pl.DataFrame], incidents: pl.Series
) -> pl.DataFrame:
    there = pl.lit(value=False)
    own = ((name, kept[name][TABLES[name].key[0]]) for name in ("statements", "reported_totals"))
    for name, records in (("incidents", incidents), *own):
        there |= (pl.col("table") == name) & pl.col("record_id").is_in(records.implode())
    return claims.filter(there)


def _referred(kept: dict[str, pl.DataFrame], target: str) -> pl.DataFrame:
    """Return the rows of `target` that the kept rows of other tables, or each other, name."""
    wanted: set[str] = set()
    for name, frame in kept.items():
        if name != target:
            columns = [c.name for c in TABLES[name].columns if c.references == target]
            wanted |= _values(frame, columns)
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
