"""Who says who did it, as one line of words per incident."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from incidents.model.vocabularies import Role, Stance
from incidents.query.engine import engine_of

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


def read_ledger(tables: Tables, rows: Collection[int]) -> dict[int, dict[str, str]]:
    """Return `LEDGER_COLUMNS` of those of some incidents that have any, by the incident's row.

    Names are English; several are joined by `SEPARATOR` in the order of the tables.
    """
    names = dict(tables.actors.select("actor_id", "name_en").iter_rows())
    engine = engine_of(tables)
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in engine.read_about("attributions", rows):
        stance = Stance(row["stance"])
        actor, by = names.get(row["actor_id"], row["actor_id"]), names.get(row["by"], row["by"])
        own, other = _WORDS[stance]
        same = row["actor_id"] == row["by"]
        columns = found[row["row"]]
        words = (own if same else other).format(actor=actor, by=by)
        columns["attributions"].append(words)
        columns[_STANCE_COLUMNS[stance]].append(_short(stance, actor, by))
    for row in engine.read_about("involvements", rows):
        column = _ROLE_COLUMNS.get(Role(row["role"]))
        if column:
            name = names.get(row["actor_id"], row["actor_id"])
            found[row["row"]][column].append(name)
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
