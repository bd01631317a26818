"""The Actors page: one actor in detail, and everyone in two matrices."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from incidents.charts.stances import build_stance_chart
from incidents.maps.styles import DARK, LIGHT
from incidents.query.timeline import date_extent
from incidents.ui.actor_matrix import render_ledger, render_matrices
from incidents.ui.actor_rows import (
    VIEWS,
    Word,
    count_days,
    count_parts,
    count_said_of_others,
    count_words,
    rank_actors,
)
from incidents.ui.cache import load_names
from incidents.ui.choosers import label_of
from incidents.ui.doc import Child, Node, facts, link, node, render_doc, text
from incidents.ui.labels import ROLES
from incidents.ui.state import get_filter, get_page_key, set_page_key
from incidents.ui.wording import plural

if TYPE_CHECKING:
    from incidents.library.datasets import Dataset
    from incidents.query.filters import IncidentFilter
    from incidents.ui.names import Names

_WHO = "choose_who"


def render_actors(dataset: Dataset) -> None:
    """Draw the page for the session's filter."""
    chosen = get_filter()
    names = load_names(dataset.version)
    ranked = rank_actors(dataset.tables, chosen)
    if not ranked.actors:
        st.text("No actor has a part in these incidents, and the ledger holds no row on them.")
        return
    actor = _pick(ranked.actors, names)
    about, chart = st.columns([1.15, 1], gap="large")
    with about:
        render_doc(_describe(dataset, actor, names), key="atlas_actor")
    with chart:
        _over_time(dataset, actor)
    render_matrices(dataset, names)
    render_ledger(dataset, actor, names)


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


def _describe(dataset: Dataset, actor: str, names: Names) -> list[Node]:
    rows = dataset.tables.actors
    found = rows.filter(rows["actor_id"] == actor).to_dicts()
    row = found[0] if found else {"name_en": actor, "name_ar": "", "aliases": "", "kind": "",
                                  "parent_id": "", "notes": ""}  # fmt: skip
    said = count_said_of_others(dataset.tables, get_filter(), actor)
    return [
        text(row["name_en"] or row["name_ar"], "h2", class_="title", testid="actor-name"),
        text(row["name_ar"], class_="title arabic", lang="ar"),
        facts(
            [
                ("Kind", row["kind"]),
                ("Also called", row["aliases"].replace(";", " · ")),
                ("Part of", names.of("actors", row["parent_id"])),
                *_words_of(dataset, actor),
                *_parts_of(dataset, actor),
                ("Said of others", plural(said, "incident") if said else ""),
                ("Notes", row["notes"]),
            ]
        ),
    ]


def _words_of(dataset: Dataset, actor: str) -> list[tuple[str, Child]]:
    counts = count_words(dataset.tables, get_filter()).get(actor, {})
    if not counts:
        return [("In the ledger", "no source names or quotes anyone on this actor here")]
    chosen = get_filter().replace(actors=frozenset({actor}), roles=frozenset())
    return [
        (word.value, _linked(counts[word], word_filter(chosen, word)))
        for word in Word
        if word in counts
    ]


def word_filter(chosen: IncidentFilter, word: Word) -> IncidentFilter | None:
    """Return the filter that shows a word's incidents, if a filter can say it."""
    view = VIEWS.get(word)
    return None if view is None else chosen.replace(viewpoint=view)


def _linked(count: int, chosen: IncidentFilter | None) -> Child:
    words = plural(count, "incident")
    return words if chosen is None else link(words, f"./?{chosen.to_query()}")


def _parts_of(dataset: Dataset, actor: str) -> list[tuple[str, Child]]:
    parts = count_parts(dataset.tables, get_filter(), actor)
    rows: list[tuple[str, Child]] = []
    for role, count in parts.items():
        chosen = get_filter().replace(actors=frozenset({actor}), roles=frozenset({role}))
        rows.append((ROLES[role], node("span", _linked(count, chosen))))
    return rows


def _over_time(dataset: Dataset, actor: str) -> None:
    extent = date_extent(dataset.tables)
    marks = count_days(dataset.tables, get_filter(), actor)
    if not marks or extent is None:
        st.text("The ledger holds no row on this actor, so there is nothing over time.")
        return
    present = {word for _, word in marks}
    words = [word.value for word in Word if word in present]
    theme = DARK if st.context.theme.type == "dark" else LIGHT
    st.altair_chart(
        build_stance_chart([(day, word.value) for day, word in marks], words, extent, theme.accent),
        width="stretch",
        key="actor_chart",
        alt="Incidents over time, a row for each word that stands on them; also listed below.",
    )
