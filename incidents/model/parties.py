"""Who had a part in which incident, and what the ledger says of it, one row for each pair.

The ledger and the involvements are read into this once, so that whose word counts, which roles
and whether denials count are questions of a row's own columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from incidents.model.vocabularies import ActorKind, Role, Stance

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_PAIR = ["row", "actor_id"]

ROLES = (Role.TARGET.value, Role.AFFECTED.value, Role.RESPONDER.value)
"""Columns that say an actor had that part."""
WHISPERED = "whispered"
"""Attributed to the actor, by a source that is not named."""
STANCES = (*(stance.value for stance in Stance), WHISPERED)
"""Columns that say what the ledger holds on the actor; `attributed` is by a named party."""
SPOKEN = tuple(stance.value for stance in Stance if stance is not Stance.DENIED)


def spoken_of(stance: str, *, undenied: bool = False) -> str:
    """Return the column that says whether the ledger says so of anyone in the same incident.

    Args:
        stance: One of `SPOKEN`.
        undenied: Of anyone for whom nobody denies it.
    """
    return f"any_{stance}_undenied" if undenied else f"any_{stance}"


FLAGS = (
    *ROLES,
    *STANCES,
    *(spoken_of(stance, undenied=undenied) for stance in SPOKEN for undenied in (False, True)),
)

PARTY_COLUMNS = ("row", "actor_id", *FLAGS)
"""The incident's row, the actor, and true or false for each of `FLAGS`."""


def build_parties(
    attributions: pl.DataFrame, involvements: pl.DataFrame, unnamed: Collection[str]
) -> pl.DataFrame:
    """Return `PARTY_COLUMNS`, by row and actor, each pair once.

    Args:
        attributions: The ledger: `row`, `actor_id`, `stance`, `by`.
        involvements: `row`, `actor_id`, `role`. A perpetrator is answered from the ledger alone.
        unnamed: Actors that stand for sources without a name.
    """
    by_unnamed = pl.col("by").is_in(list(unnamed))
    attributed = pl.col("stance") == Stance.ATTRIBUTED.value
    said = {stance.value: pl.col("stance") == stance.value for stance in Stance}
    said |= {Stance.ATTRIBUTED.value: attributed & ~by_unnamed, WHISPERED: attributed & by_unnamed}
    ledger = attributions.lazy().group_by(_PAIR).agg(
        flag.any().alias(name) for name, flag in said.items()
    )  # fmt: skip
    parts = involvements.lazy().filter(pl.col("role").is_in(ROLES)).group_by(_PAIR).agg(
        (pl.col("role") == role).any().alias(role) for role in ROLES
    )  # fmt: skip
    both = parts.join(ledger, on=_PAIR, how="full", coalesce=True)
    columns = [
        pl.col("row").cast(pl.UInt32),
        "actor_id",
        pl.col(*ROLES, *STANCES).fill_null(value=False),
    ]
    pairs = both.select(columns).sort(_PAIR).collect()
    return pairs.with_columns(_anyone(pairs)).select(PARTY_COLUMNS)


def _anyone(pairs: pl.DataFrame) -> Iterator[pl.Series]:
    """Yield whether the ledger says so of anyone in each pair's incident, for each of `SPOKEN`."""
    rows = pairs["row"].to_numpy()
    denied = pairs[Stance.DENIED.value].to_numpy()
    said = np.zeros(int(rows.max()) + 1 if len(rows) else 0, dtype=bool)
    for stance in SPOKEN:
        of_each = pairs[stance].to_numpy()
        for undenied in (False, True):
            said[:] = False
            said[rows[of_each & ~denied if undenied else of_each]] = True
            yield pl.Series(spoken_of(stance, undenied=undenied), said[rows])


def unnamed_sources(actors: pl.DataFrame) -> list[str]:
    """Return the ids of actors that stand for sources without a name."""
    named = actors.filter(pl.col("kind") == ActorKind.UNNAMED_SOURCE.value)
    return named["actor_id"].to_list()
