"""Everyone in the ledger: whose word stands on whom, and the rows behind each number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from incidents.ui.actor_rows import (
    MOST_ACTORS,
    VIEWS,
    LedgerPage,
    LedgerRow,
    Word,
    count_sayers,
    count_words,
    list_ledger,
)
from incidents.ui.doc import Child, Node, grid, link, name, node, pick, render_doc
from incidents.ui.mounting import send
from incidents.ui.state import get_filter
from incidents.ui.wording import number, plural, stance_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incidents.library.datasets import Dataset
    from incidents.ui.names import Names

_KEY = "atlas_matrices"
_PICKED = "atlas_picked"


def render_matrices(dataset: Dataset, names: Names) -> None:
    """Draw actor × word and actor × sayer; choosing a number shows its rows below."""
    chosen = get_filter()
    words = count_words(dataset.tables, chosen)
    if not words:
        return
    shown = dict(list(words.items())[:MOST_ACTORS])
    render_doc(
        [
            node("h2", "Whose word stands on whom"),
            node("p", "Incidents per actor. Choose a number to see its rows of the ledger below.",
                 _left_out(len(words) - len(shown)), class_="quiet"),
            _words(shown, names),
            node("h3", "Who says so"),
            node("p", "Of how many incidents each party says anything about the actor, be it a "
                 "claim, a denial or an attribution.", class_="quiet"),
            _sayers(count_sayers(dataset.tables, chosen, list(shown)), names),
        ],
        key=_KEY,
        on_pick=_take,
    )  # fmt: skip


def _left_out(actors: int) -> str:
    if not actors:
        return ""
    return (
        f" The {number(MOST_ACTORS)} actors with most incidents are shown; "
        f"{plural(actors, 'more actor')} can be chosen above."
    )


def _words(counted: dict[str, dict[Word, int]], names: Names) -> Node:
    rows = [
        [name(names.of("actors", actor)),
         *(_cell(counts.get(word, 0), actor=actor, word=word.value) for word in Word)]
        for actor, counts in counted.items()
    ]  # fmt: skip
    return grid(["Actor", *(word.value for word in Word)], rows, class_="matrix",
                title="Incidents by actor and word", testid="matrix-words")  # fmt: skip


def _sayers(counted: dict[str, dict[str, int]], names: Names) -> Node:
    rows = [
        [name(names.of("actors", actor)), node("span", *_said(actor, cells, names))]
        for actor, cells in counted.items()
    ]
    return grid(["Actor", "Incidents, by who speaks of it"], rows,
                title="Incidents by actor and sayer", testid="matrix-sayers")  # fmt: skip


def _said(actor: str, cells: dict[str, int], names: Names) -> Iterator[Child]:
    for place, (by, count) in enumerate(sorted(cells.items(), key=lambda cell: -cell[1])):
        yield " · " if place else ""
        yield "itself" if by == actor else name(names.of("actors", by))
        yield " "
        yield pick(str(count), {"actor": actor, "by": by})


def _cell(count: int, **picked: str) -> Child:
    return pick(str(count), picked) if count else node("span", "–", class_="none")


def _take() -> None:
    sent = send(_KEY, "pick")
    if isinstance(sent, dict):
        st.session_state[_PICKED] = {str(key): str(value) for key, value in sent.items()}


def render_ledger(dataset: Dataset, actor: str, names: Names) -> None:
    """Draw the rows that were picked in a matrix, else those of the actor."""
    picked: dict[str, str] = st.session_state.get(_PICKED) or {"actor": actor}
    page = _list(dataset, picked)
    if not page.count:
        picked = {"actor": actor}
        page = _list(dataset, picked)
    if not page.count:
        return
    left = page.count - len(page.rows)
    newest = f" The newest {number(len(page.rows))} are listed." if left else ""
    render_doc(
        [
            node("h2", "Rows of the ledger: ", name(names.of("actors", picked["actor"])),
                 testid="ledger-title"),
            node("p", f"{plural(page.count, 'row')} on {plural(page.incidents, 'incident')}",
                 *_narrower(picked, names), ".", newest, " ", *_on_map(picked, page.incidents),
                 class_="quiet"),
        ],
        key="atlas_ledger_title",
    )  # fmt: skip
    st.dataframe(
        _frame(dataset, page.rows, names),
        hide_index=True,
        column_config={
            "Date": st.column_config.DateColumn(format="D MMM YYYY", width=105),
            "Stated on": st.column_config.DateColumn(format="D MMM YYYY", width=105),
            "Incident": st.column_config.TextColumn(width=300),
            "In Arabic": st.column_config.TextColumn(width=240),
            "Word": st.column_config.TextColumn(width=330),
            "Link": st.column_config.LinkColumn(width="small", display_text="Open"),
        },
        key="ledger_rows",
        alt="Rows of the ledger",
    )


def _list(dataset: Dataset, picked: dict[str, str]) -> LedgerPage:
    word = Word(picked["word"]) if picked.get("word") in set(Word) else None
    return list_ledger(
        dataset.tables, get_filter(), picked.get("actor", ""), word=word, by=picked.get("by", "")
    )


def _narrower(picked: dict[str, str], names: Names) -> list[Child]:
    if "word" in picked:
        return [f", {picked['word'][0].lower()}{picked['word'][1:]}"]
    return [", said by ", name(names.of("actors", picked["by"]))] if "by" in picked else []


def _on_map(picked: dict[str, str], incidents: int) -> list[Child]:
    view = VIEWS.get(Word(picked["word"])) if "word" in picked else None
    if view is None:
        return []
    chosen = get_filter().replace(
        actors=frozenset({picked["actor"]}), roles=frozenset(), viewpoint=view
    )
    words = f"Show the {plural(incidents, 'incident')} on the map"
    return [link(words, f"./?{chosen.to_query()}")]


def _frame(dataset: Dataset, rows: list[LedgerRow], names: Names) -> pl.DataFrame:
    sources = {
        row["source_id"]: row
        for row in dataset.tables.sources.select("source_id", "publisher", "url").to_dicts()
    }
    told: list[dict[str, Any]] = [
        {
            "Date": row.event_date,
            "Incident": row.title_en or row.title_ar,
            "In Arabic": row.title_ar,
            "Word": stance_words(row.stance, names.of("actors", row.actor),
                                 names.of("actors", row.by), same=row.actor == row.by),
            "Stated on": row.stated_on,
            "Source": sources[row.source_id]["publisher"],
            "Link": sources[row.source_id]["url"] or None,
            "Notes": row.notes,
            "Id": row.incident_id,
        }
        for row in rows
    ]  # fmt: skip
    schema = {key: pl.Date if key in {"Date", "Stated on"} else pl.String for key in told[0]}
    return pl.DataFrame(told, schema=schema)
