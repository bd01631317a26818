"""The ledger of a selection, row by row and counted: what the Actors page is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import narwhals as nw

from incidents.model.vocabularies import ActorKind, Role, Stance, Viewpoint
from incidents.query.lazy import collect_rows, lazy
from incidents.query.select import select_incidents

if TYPE_CHECKING:
    from datetime import date

    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter


class Word(StrEnum):
    """Whose word a row of the ledger is, as the matrix has its columns."""

    CLAIMED = "Claimed"
    ACKNOWLEDGED = "Acknowledged"
    NAMED = "Attributed by a named party"
    UNNAMED = "Attributed by an unnamed source"
    DENIED = "Denied"


VIEWS = {
    Word.CLAIMED: Viewpoint.CLAIMED,
    Word.ACKNOWLEDGED: Viewpoint.ACKNOWLEDGED,
    Word.NAMED: Viewpoint.ATTRIBUTED,
}
"""Columns that a filter can say; the others lead to their rows only."""

_WORDS = {
    Stance.CLAIMED: Word.CLAIMED,
    Stance.ACKNOWLEDGED: Word.ACKNOWLEDGED,
    Stance.DENIED: Word.DENIED,
}


@dataclass(frozen=True)
class LedgerRow:
    """One row of the ledger with its incident's date and titles."""

    incident_id: str
    event_date: date
    title_en: str
    title_ar: str
    actor: str
    stance: Stance
    word: Word
    by: str
    stated_on: date | None
    source_id: str
    notes: str


def list_ledger(tables: Tables, chosen: IncidentFilter) -> list[LedgerRow]:
    """Return the rows of the ledger on the selected incidents, newest incident first.

    The filter's actors and viewpoint choose incidents; every row on those is listed.
    """
    columns = ["incident_id", "event_date", "title_en", "title_ar"]
    selected = select_incidents(tables, chosen).select(columns)
    joined = lazy(tables.attributions).join(selected, on="incident_id", how="inner")
    unnamed = _unnamed(tables)
    rows = collect_rows(joined.sort("event_date", "incident_id", descending=[True, False]))
    return [_ledger_row(row, unnamed) for row in rows]


def _unnamed(tables: Tables) -> set[str]:
    actors = tables.actors.select("actor_id", "kind").iter_rows()
    return {actor for actor, kind in actors if kind == ActorKind.UNNAMED_SOURCE}


def _ledger_row(row: dict[str, Any], unnamed: set[str]) -> LedgerRow:
    stance = Stance(row["stance"])
    attributed = Word.UNNAMED if row["by"] in unnamed else Word.NAMED
    return LedgerRow(
        incident_id=row["incident_id"],
        event_date=row["event_date"],
        title_en=row["title_en"],
        title_ar=row["title_ar"],
        actor=row["actor_id"],
        stance=stance,
        word=_WORDS.get(stance, attributed),
        by=row["by"],
        stated_on=row["stated_on"],
        source_id=row["source_id"],
        notes=row["notes"],
    )


def count_words(ledger: list[LedgerRow]) -> dict[str, dict[Word, int]]:
    """Return, per actor, in how many incidents each word stands; most incidents first."""
    return _count(ledger, lambda row: row.word)


def count_sayers(ledger: list[LedgerRow]) -> dict[str, dict[str, int]]:
    """Return, per actor, of how many incidents each party says anything; most first."""
    return _count(ledger, lambda row: row.by)


def _count(ledger: list[LedgerRow], column: Any) -> dict[str, dict[Any, int]]:  # noqa: ANN401
    found: dict[str, dict[Any, set[str]]] = {}
    for row in ledger:
        found.setdefault(row.actor, {}).setdefault(column(row), set()).add(row.incident_id)
    sizes = {actor: {key: len(ids) for key, ids in cells.items()} for actor, cells in found.items()}
    order = sorted(sizes, key=lambda actor: (-len(set().union(*found[actor].values())), actor))
    return {actor: sizes[actor] for actor in order}


def list_parts(tables: Tables, chosen: IncidentFilter, actor: str) -> dict[Role, list[str]]:
    """Return the selected incidents in which an actor had a part other than perpetrator."""
    ids = select_incidents(tables, chosen).select("incident_id")
    own = lazy(tables.involvements).filter(nw.col("actor_id") == actor)
    rows = collect_rows(own.join(ids, on="incident_id", how="semi"))
    roles = (Role.TARGET, Role.AFFECTED, Role.RESPONDER)
    return {
        role: found
        for role in roles
        if (found := sorted(row["incident_id"] for row in rows if row["role"] == role))
    }


def rank_actors(tables: Tables, chosen: IncidentFilter) -> list[str]:
    """Return everyone with a part or a word in the selection, those named in the ledger first."""
    ledger = list_ledger(tables, chosen)
    spoken_of = list(count_words(ledger))
    ids = select_incidents(tables, chosen).select("incident_id")
    involved = collect_rows(lazy(tables.involvements).join(ids, on="incident_id", how="semi"))
    others = sorted({row["actor_id"] for row in involved} | {row.by for row in ledger})
    return list(dict.fromkeys([*spoken_of, *others]))
