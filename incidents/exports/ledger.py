"""Who says who did it, as one line of words per incident."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl
import polars.selectors as cs

from incidents.exports.batches import number_words
from incidents.model.vocabularies import Role, Stance

if TYPE_CHECKING:
    from incidents.exports.batches import Batch
    from incidents.model.frames import Tables

LEDGER_COLUMNS = (
    "attributions",
    "claimed_by",
    "denied_by",
    "attributed_to",
    "acknowledged_by",
    "targets",
    "affected",
    "responders",
)
"""The columns that `read_ledger` gives each incident."""

_STANCE_COLUMNS = {
    Stance.CLAIMED: "claimed_by",
    Stance.DENIED: "denied_by",
    Stance.ATTRIBUTED: "attributed_to",
    Stance.ACKNOWLEDGED: "acknowledged_by",
}
_ROLE_COLUMNS = {
    Role.TARGET: "targets",
    Role.AFFECTED: "affected",
    Role.RESPONDER: "responders",
}


def read_ledger(tables: Tables, batch: Batch) -> list[pl.Series]:
    """Return `LEDGER_COLUMNS` of a batch of incidents.

    Names are English; several are joined by `batches.SEPARATOR` in the order of the tables.
    What nobody says is "".
    """
    key = ["actor_id", "stance", "by"]
    said = number_words(batch.read_about(tables, "attributions", key), key, partial(_say, tables))
    columns = [batch.join_words(said.select("place", words="long"), "attributions")]
    for stance, name in _STANCE_COLUMNS.items():
        lines = said.filter(pl.col("stance") == stance)
        columns.append(batch.join_words(lines.select("place", words="short"), name))
    parts = batch.read_about(tables, "involvements", ["actor_id", "role"])
    parts = number_words(parts, ["actor_id"], partial(_call, tables))
    for role, name in _ROLE_COLUMNS.items():
        lines = parts.filter(pl.col("role") == role)
        columns.append(batch.join_words(lines.select("place", words="actor"), name))
    return columns


def _say(tables: Tables, asked: pl.DataFrame) -> pl.DataFrame:
    return _name_both(tables, asked).select(long=_long(), short=_short())


def _call(tables: Tables, asked: pl.DataFrame) -> pl.DataFrame:
    return _named(tables, asked, "actor_id", "actor").select("actor")


def read_attributions(tables: Tables, batch: Batch) -> pl.DataFrame:
    """Return `place`, `actor_id`, `stance` and the names `actor` and `by` of what is said."""
    said = batch.read_about(tables, "attributions", ["actor_id", "stance", "by"])
    return _name_both(tables, said.cast({cs.enum(): pl.String}))


def read_parts(tables: Tables, batch: Batch) -> pl.DataFrame:
    """Return `place`, `actor_id`, `role` and the name `actor` of who had which part."""
    parts = batch.read_about(tables, "involvements", ["actor_id", "role"])
    return _named(tables, parts.cast({cs.enum(): pl.String}), "actor_id", "actor")


def _name_both(tables: Tables, lines: pl.DataFrame) -> pl.DataFrame:
    same = (pl.col("actor_id") == pl.col("by")).alias("own")
    return _named(tables, _named(tables, lines.with_columns(same), "actor_id", "actor"), "by", "by")


def _named(tables: Tables, lines: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
    """Return lines with the actor's English name, or else the id that stands for it."""
    names = tables.actors.select(
        pl.col("actor_id").alias(column), pl.col("name_en").alias("called")
    )
    found = lines.join(names, on=column, how="left", maintain_order="left")
    return found.with_columns(pl.coalesce("called", column).alias(name)).drop("called")


def _long() -> pl.Expr:
    """Put a line of the ledger into words."""
    stance, own = pl.col("stance"), pl.col("own")
    return (
        pl.when(stance == Stance.ATTRIBUTED)
        .then(pl.format("attributed to {} by {}", "actor", "by"))
        .when(own)
        .then(pl.format("{} by {}", "stance", "actor"))
        .otherwise(pl.format("{} by {} (for {})", "stance", "by", "actor"))
    )


def _short() -> pl.Expr:
    other = pl.format("{} (for {})", "by", "actor")
    return (
        pl.when(pl.col("stance") == Stance.ATTRIBUTED)
        .then(pl.format("{} (by {})", "actor", "by"))
        # of two actors by one name nobody can tell who speaks for whom
        .when(pl.col("actor") == pl.col("by"))
        .then("actor")
        .otherwise(other)
    )
