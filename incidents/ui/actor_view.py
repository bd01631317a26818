"""The Actors page: one actor in detail, and everyone in two matrices."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from incidents.charts.stances import build_stance_chart
from incidents.maps.styles import DARK, LIGHT
from incidents.ui.actor_matrix import render_ledger, render_matrices
from incidents.ui.actor_rows import VIEWS, Word, list_ledger, list_parts, rank_actors
from incidents.ui.cache import load_extent, load_names
from incidents.ui.choosers import label_of
from incidents.ui.doc import Child, Node, facts, link, node, render_doc, text
from incidents.ui.labels import ROLES
from incidents.ui.state import get_filter, get_page_key, set_page_key
from incidents.ui.wording import plural

if TYPE_CHECKING:
    from incidents.library.datasets import Dataset
    from incidents.query.filters import IncidentFilter
    from incidents.ui.actor_rows import LedgerRow
    from incidents.ui.names import Names

_WHO = "choose_who"


def render_actors(dataset: Dataset) -> None:
    """Draw the page for the session's filter."""
    chosen = get_filter()
    names = load_names(dataset.version)
    ranked = rank_actors(dataset.tables, chosen)
    if not ranked:
        st.text("No actor has a part in these incidents, and the ledger holds no row on them.")
        return
    ledger = list_ledger(dataset.tables, chosen)
    actor = _pick(ranked, names)
    about, chart = st.columns([1.15, 1], gap="large")
    with about:
        render_doc(_describe(dataset, actor, ledger, names), key="atlas_actor")
    with chart:
        _over_time(dataset, [row for row in ledger if row.actor == actor])
    render_matrices(ledger, names)
    render_ledger(dataset, ledger, actor, names)


def _pick(ranked: list[str], names: Names) -> str:
    chosen = sorted(get_filter().actors)
    default = chosen[0] if chosen and chosen[0] in ranked else ranked[0]
    asked = get_page_key("who")
    st.session_state[_WHO] = asked if asked in ranked else default
    labels = {actor: names.of("actors", actor) for actor in ranked}
    st.selectbox(
        "Actor", ranked, format_func=partial(label_of, labels), key=_WHO, on_change=_take, width=460
    )
    return str(st.session_state[_WHO])


def _take() -> None:
    set_page_key("who", str(st.session_state.get(_WHO) or ""))


def _describe(dataset: Dataset, actor: str, ledger: list[LedgerRow], names: Names) -> list[Node]:
    rows = dataset.tables.actors
    found = rows.filter(rows["actor_id"] == actor).to_dicts()
    row = found[0] if found else {"name_en": actor, "name_ar": "", "aliases": "", "kind": "",
                                  "parent_id": "", "notes": ""}  # fmt: skip
    own = [each for each in ledger if each.actor == actor]
    said = {each.incident_id for each in ledger if each.by == actor and each.actor != actor}
    return [
        text(row["name_en"] or row["name_ar"], "h2", class_="title", testid="actor-name"),
        text(row["name_ar"], class_="title arabic", lang="ar"),
        facts(
            [
                ("Kind", row["kind"]),
                ("Also called", row["aliases"].replace(";", " · ")),
                ("Part of", names.of("actors", row["parent_id"])),
                *_words_of(own, actor),
                *_parts_of(dataset, actor),
                ("Said of others", plural(len(said), "incident") if said else ""),
                ("Notes", row["notes"]),
            ]
        ),
    ]


def _words_of(own: list[LedgerRow], actor: str) -> list[tuple[str, Child]]:
    counts = {word: len({row.incident_id for row in own if row.word is word}) for word in Word}
    if not any(counts.values()):
        return [("In the ledger", "no source names or quotes anyone on this actor here")]
    chosen = get_filter().replace(actors=frozenset({actor}), roles=frozenset())
    return [
        (word.value, _linked(count, word_filter(chosen, word)))
        for word, count in counts.items()
        if count
    ]


def word_filter(chosen: IncidentFilter, word: Word) -> IncidentFilter | None:
    """Return the filter that shows a word's incidents, if a filter can say it."""
    view = VIEWS.get(word)
    return None if view is None else chosen.replace(viewpoint=view)


def _linked(count: int, chosen: IncidentFilter | None) -> Child:
    words = plural(count, "incident")
    return words if chosen is None else link(words, f"./?{chosen.to_query()}")


def _parts_of(dataset: Dataset, actor: str) -> list[tuple[str, Child]]:
    parts = list_parts(dataset.tables, get_filter(), actor)
    rows: list[tuple[str, Child]] = []
    for role, ids in parts.items():
        chosen = get_filter().replace(actors=frozenset({actor}), roles=frozenset({role}))
        rows.append((ROLES[role], node("span", _linked(len(ids), chosen))))
    return rows


def _over_time(dataset: Dataset, own: list[LedgerRow]) -> None:
    extent = load_extent(dataset.version)
    if not own or extent is None:
        st.text("The ledger holds no row on this actor, so there is nothing over time.")
        return
    marks = sorted({(row.event_date, row.incident_id, row.word.value) for row in own})
    words = [word.value for word in Word if any(row.word is word for row in own)]
    theme = DARK if st.context.theme.type == "dark" else LIGHT
    st.altair_chart(
        build_stance_chart([(day, word) for day, _, word in marks], words, extent, theme.accent),
        width="stretch",
        key="actor_chart",
        alt="Incidents over time, a row for each word that stands on them; also listed below.",
    )
