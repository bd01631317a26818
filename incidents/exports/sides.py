"""Who did it and to whom, as tables know it that have one column for each side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from incidents.exports.ledger import read_attributions, read_parts
from incidents.model.vocabularies import ActorKind, Role, Stance

if TYPE_CHECKING:
    from incidents.exports.batches import Batch
    from incidents.model.frames import Tables

STATE = (ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES, ActorKind.GOVERNMENT)
ARMED = (ActorKind.ARMED_GROUP, ActorKind.COORDINATION_BODY)

_PAIR = ["place", "actor_id"]
_KIND_SEPARATOR = "; "


def read_sides(tables: Tables, batch: Batch) -> list[pl.Series]:
    """Return `perpetrators`, `victims` and, for each, the kinds of those actors.

    Perpetrators are those of whom somebody says that they did it (claimed, attributed or
    acknowledged), but for those for whom anybody denies it: one column has no room for both.
    """
    said = read_attributions(tables, batch)
    denied = said.filter(pl.col("stance") == Stance.DENIED).select(_PAIR)
    spoken = said.filter(pl.col("stance") != Stance.DENIED)
    undenied = spoken.join(denied, on=_PAIR, how="anti", maintain_order="left")
    parts = read_parts(tables, batch)
    targets = parts.filter(pl.col("role") == Role.TARGET)
    kinds = tables.actors.select("actor_id", "kind")
    columns = []
    for name, lines in (("perpetrators", undenied), ("victims", targets)):
        known = lines.join(kinds, on="actor_id", how="left", maintain_order="left")
        columns += [
            batch.join_words(known.select("place", words="actor"), name),
            batch.join_words(known.select("place", words=pl.col("kind").fill_null("")),
                             f"{name}_kinds", _KIND_SEPARATOR),
        ]  # fmt: skip
    return [each.cast(pl.String) for each in columns]


def all_of(column: str, kinds: tuple[ActorKind, ...]) -> pl.Expr:
    """Say whether a side has actors, and all of them are of these kinds."""
    known = [kind.value for kind in kinds]
    return (pl.col(column) != "") & pl.col(column).str.split(_KIND_SEPARATOR).list.eval(
        pl.element().is_in(known)
    ).list.all()


def any_of(column: str, kinds: tuple[ActorKind, ...]) -> pl.Expr:
    """Say whether any actor of a side is of these kinds."""
    known = [kind.value for kind in kinds]
    return pl.col(column).str.split(_KIND_SEPARATOR).list.eval(
        pl.element().is_in(known)
    ).list.any()  # fmt: skip
