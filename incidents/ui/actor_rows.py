"""The ledger of a selection, counted and row by row: what the Actors page is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import narwhals as nw

from incidents.model.parties import ROLES, STANCES, WHISPERED, unnamed_sources
from incidents.model.vocabularies import Role, Stance, Viewpoint
from incidents.query.bins import Bin
from incidents.query.engine import engine_of
from incidents.query.lazy import collect_rows
from incidents.query.select import remember, select_incidents

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

MOST_ROWS = 500
"""A list of the ledger's rows holds the newest of them only."""
MOST_ACTORS = 300
"""A matrix has no more actors than anybody reads."""


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

_FLAGS = {
    Stance.CLAIMED.value: Word.CLAIMED,
    Stance.ACKNOWLEDGED.value: Word.ACKNOWLEDGED,
    Stance.ATTRIBUTED.value: Word.NAMED,
    WHISPERED: Word.UNNAMED,
    Stance.DENIED.value: Word.DENIED,
}
"""The column of `model.parties` behind each word."""


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


@dataclass(frozen=True)
class LedgerPage:
    """The newest rows of a part of the ledger, and how many there are."""

    rows: list[LedgerRow]
    count: int
    incidents: int
    """How many incidents all of them are on."""


@dataclass(frozen=True)
class Ranked:
    """Everyone with a part or a word in a selection."""

    actors: list[str]
    """Those of whom the ledger holds most first, then the others by id."""
    spoken_of: int
    """Of how many of the first the ledger holds anything."""


def count_words(tables: Tables, chosen: IncidentFilter) -> dict[str, dict[Word, int]]:
    """Return, per actor, in how many incidents each word stands; most incidents first."""
    return remember(tables, "words by actor", chosen, lambda: _count_words(tables, chosen))


def _count_words(tables: Tables, chosen: IncidentFilter) -> dict[str, dict[Word, int]]:
    said = nw.any_horizontal(*map(nw.col, STANCES), ignore_nulls=True)
    sums = [nw.col(flag).cast(nw.Int64).sum().alias(flag) for flag in _FLAGS]
    counted = engine_of(tables).select_parties(chosen).filter(said).group_by("actor_id")
    rows = collect_rows(counted.agg(nw.len().alias("n"), *sums))
    rows.sort(key=lambda row: (-row["n"], str(row["actor_id"])))
    return {
        str(row["actor_id"]): {word: row[flag] for flag, word in _FLAGS.items() if row[flag]}
        for row in rows
    }


def count_sayers(
    tables: Tables, chosen: IncidentFilter, actors: Collection[str]
) -> dict[str, dict[str, int]]:
    """Return, for each of some actors, of how many incidents each party says anything."""
    own = engine_of(tables).select_about("attributions", chosen)
    own = own.filter(nw.col("actor_id").is_in(sorted(actors))).select("row", "actor_id", "by")
    rows = collect_rows(own.unique().group_by("actor_id", "by").agg(nw.len().alias("n")))
    found: dict[str, dict[str, int]] = {actor: {} for actor in actors}
    for row in sorted(rows, key=lambda row: (-row["n"], row["by"])):
        found[row["actor_id"]][row["by"]] = row["n"]
    return found


def count_said_of_others(tables: Tables, chosen: IncidentFilter, actor: str) -> int:
    """Return of how many of the selected incidents an actor says something about another."""
    own = engine_of(tables).select_about("attributions", chosen)
    others = own.filter(nw.col("by") == actor, nw.col("actor_id") != actor)
    return int(collect_rows(others.select(nw.col("row").n_unique().alias("n")))[0]["n"])


def count_parts(tables: Tables, chosen: IncidentFilter, actor: str) -> dict[Role, int]:
    """Return in how many incidents an actor had each part other than perpetrator."""
    own = engine_of(tables).select_parties(chosen).filter(nw.col("actor_id") == actor)
    sums = [nw.col(role).cast(nw.Int64).sum().alias(role) for role in ROLES]
    counts = collect_rows(own.select(*sums))[0]
    return {Role(role): counts[role] for role in ROLES if counts[role]}


def count_days(tables: Tables, chosen: IncidentFilter, actor: str) -> list[tuple[date, Word]]:
    """Return on which days each word stands on an incident of an actor, each once."""
    own = engine_of(tables).select_parties(chosen).filter(nw.col("actor_id") == actor)
    days = select_incidents(tables, chosen).select("row", "first_day")
    joined = own.select("row", *_FLAGS).join(days, on="row", how="inner")
    grouped = joined.group_by("first_day").agg(nw.col(*_FLAGS).any())
    found = [
        (Bin.DAY.first_day(row["first_day"]), word)
        for row in collect_rows(grouped)
        for flag, word in _FLAGS.items()
        if row[flag]
    ]
    return sorted(found)


def rank_actors(tables: Tables, chosen: IncidentFilter) -> Ranked:
    """Return everyone with a part or a word in the selection."""
    return remember(tables, "ranked actors", chosen, lambda: _rank(tables, chosen))


def _rank(tables: Tables, chosen: IncidentFilter) -> Ranked:
    engine = engine_of(tables)
    spoken_of = list(count_words(tables, chosen))
    parts = collect_rows(engine.select_parties(chosen).select("actor_id").unique())
    sayers = collect_rows(engine.select_about("attributions", chosen).select("by").unique())
    others = sorted({str(row["actor_id"]) for row in parts} | {row["by"] for row in sayers})
    return Ranked(list(dict.fromkeys([*spoken_of, *others])), len(spoken_of))


def list_ledger(
    tables: Tables, chosen: IncidentFilter, actor: str, *, word: Word | None = None, by: str = ""
) -> LedgerPage:
    """Return the rows of the ledger on an actor in the selected incidents, newest first.

    Args:
        tables: The dataset.
        chosen: The filter. Its actors and viewpoint choose incidents; every row on those counts.
        actor: Whom the rows are about.
        word: Only rows that are this word.
        by: Only rows that this party says.
    """
    own = engine_of(tables).select_about("attributions", chosen)
    own = own.filter(nw.col("actor_id") == actor)
    if by:
        own = own.filter(nw.col("by") == by)
    if word is not None:
        own = own.filter(_is_word(word, unnamed_sources(tables.actors)))
    counts = collect_rows(own.select(nw.len().alias("n"), nw.col("row").n_unique().alias("rows")))
    ranks = select_incidents(tables, chosen).select("row", "rank")
    newest = own.join(ranks, on="row", how="inner").top_k(MOST_ROWS, by="rank")
    lines = collect_rows(newest.sort("rank", descending=True))
    return LedgerPage(_read_rows(tables, lines), counts[0]["n"], counts[0]["rows"])


def _is_word(word: Word, unnamed: list[str]) -> nw.Expr:
    stance, by_unnamed = nw.col("stance"), nw.col("by").is_in(unnamed)
    attributed = stance == Stance.ATTRIBUTED.value
    return {
        Word.CLAIMED: stance == Stance.CLAIMED.value,
        Word.ACKNOWLEDGED: stance == Stance.ACKNOWLEDGED.value,
        Word.NAMED: attributed & ~by_unnamed,
        Word.UNNAMED: attributed & by_unnamed,
        Word.DENIED: stance == Stance.DENIED.value,
    }[word]


def _read_rows(tables: Tables, lines: list[dict[str, Any]]) -> list[LedgerRow]:
    unnamed = set(unnamed_sources(tables.actors))
    columns = ["incident_id", "event_date", "title_en", "title_ar"]
    rows = [line["row"] for line in lines]
    incidents = engine_of(tables).read(rows, columns) if rows else []
    return [
        LedgerRow(
            **incident,
            actor=line["actor_id"],
            stance=Stance(line["stance"]),
            word=_word(line, unnamed),
            by=line["by"],
            stated_on=line["stated_on"],
            source_id=line["source_id"],
            notes=line["notes"],
        )
        for line, incident in zip(lines, incidents, strict=True)
    ]


def _word(line: dict[str, Any], unnamed: set[str]) -> Word:
    if line["stance"] != Stance.ATTRIBUTED.value:
        return _FLAGS[line["stance"]]
    return Word.UNNAMED if line["by"] in unnamed else Word.NAMED
