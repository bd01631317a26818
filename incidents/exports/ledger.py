"""Who says who did it, as one line of words per incident."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import polars as pl

from incidents.model.vocabularies import Role, Stance

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from incidents.model.frames import Tables

SEPARATOR = "; "

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

_WORDS = {
    Stance.CLAIMED: ("claimed by {actor}", "claimed by {by} (for {actor})"),
    Stance.DENIED: ("denied by {actor}", "denied by {by} (for {actor})"),
    Stance.ATTRIBUTED: ("attributed to {actor} by {by}", "attributed to {actor} by {by}"),
    Stance.ACKNOWLEDGED: ("acknowledged by {actor}", "acknowledged by {by} (for {actor})"),
}
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


def read_ledger(tables: Tables, incident_ids: Collection[str]) -> dict[str, dict[str, str]]:
    """Return `LEDGER_COLUMNS` for each incident that has any row in the ledger or a part in it.

    Names are English; several are joined by `SEPARATOR` in the order of the tables.
    """
    names = dict(tables.actors.select("actor_id", "name_en").iter_rows())
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows_of(tables.attributions, incident_ids):
        stance = Stance(row["stance"])
        actor, by = names.get(row["actor_id"], row["actor_id"]), names.get(row["by"], row["by"])
        own, other = _WORDS[stance]
        same = row["actor_id"] == row["by"]
        columns = found[row["incident_id"]]
        words = (own if same else other).format(actor=actor, by=by)
        columns["attributions"].append(words)
        columns[_STANCE_COLUMNS[stance]].append(_short(stance, actor, by))
    for row in rows_of(tables.involvements, incident_ids):
        column = _ROLE_COLUMNS.get(Role(row["role"]))
        if column:
            name = names.get(row["actor_id"], row["actor_id"])
            found[row["incident_id"]][column].append(name)
    return {
        incident: {column: join_words(words) for column, words in columns.items()}
        for incident, columns in found.items()
    }


def _short(stance: Stance, actor: str, by: str) -> str:
    if stance is Stance.ATTRIBUTED:
        return f"{actor} (by {by})"
    return actor if actor == by else f"{by} (for {actor})"


def join_words(words: Iterable[str]) -> str:
    """Return the distinct words, in order of first appearance, as one cell."""
    return SEPARATOR.join(dict.fromkeys(words))


def rows_of(frame: pl.DataFrame, incident_ids: Collection[str]) -> Iterable[dict[str, Any]]:
    """Return the rows of a table that concern the incidents."""
    wanted = pl.Series(list(incident_ids), dtype=pl.String)
    return frame.filter(pl.col("incident_id").is_in(wanted.implode())).iter_rows(named=True)
