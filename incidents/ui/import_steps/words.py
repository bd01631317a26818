"""Step 3, second half: what the table's own words for kinds of event mean."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from incidents.model.vocabularies import SUB_EVENT_TYPES, EventType
from incidents.readers.plain_words import KINDS, plain_word
from incidents.ui.choosers import label_of
from incidents.ui.doc import name, node, render_doc
from incidents.ui.import_steps.mapping import table_key
from incidents.ui.wording import number, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incidents.readers.mapping import TableMapping
    from incidents.ui.import_work import Work

_FIELD = "event_type"
_UNCODED = str(EventType.UNCODED)
_MEANINGS = [
    meaning
    for kind, subs in SUB_EVENT_TYPES.items()
    if kind is not EventType.UNCODED
    for meaning in (str(kind), *subs)
]
_SUBS = {sub for subs in SUB_EVENT_TYPES.values() for sub in subs} - {_UNCODED}


def choose_words(
    work: Work, mapping: TableMapping, counts: Sequence[tuple[str, int]]
) -> TableMapping:
    """Draw a choice of kind for each word in the column of kinds; return the mapping with them.

    Args:
        work: The file.
        mapping: What was chosen so far.
        counts: The words and in how many rows each stands, the most frequent first.
    """
    if not counts:
        return mapping
    unknown = [each for each in counts if plain_word(each[0]) not in KINDS]
    words = dict(mapping.words.get(_FIELD, {}))
    title = f"What {plural(len(counts), 'word')} for kinds of event mean"
    with st.expander(title, expanded=bool(unknown)):
        render_doc([node("p", _introduce(len(unknown)), class_="quiet")], key="atlas_import_words")
        order = [*unknown, *(each for each in counts if each not in unknown)]
        for at, (word, count) in enumerate(order):
            chosen = _choose(work, at, word, count, words)
            words.pop(word, None)
            if chosen:
                words[word] = chosen
    others = {each: said for each, said in mapping.words.items() if each != _FIELD}
    return replace(mapping, words=others | ({_FIELD: words} if words else {}))


def _introduce(unknown: int) -> str:
    if not unknown:
        return "Each is understood as it stands beside it; choose another kind where that is wrong."
    return (
        f"{plural(unknown, 'word')} could mean several kinds, or none that is known; the rows "
        f"stay “{_UNCODED}” until you say what is meant."
    )


def _choose(work: Work, at: int, word: str, count: int, words: Mapping[str, str]) -> str:
    kind, sub = KINDS.get(plain_word(word), (_UNCODED, _UNCODED))
    labels = {"": f"As read: {sub if sub != _UNCODED else kind}"}
    labels |= {each: f"\u2003{each}" if each in _SUBS else each for each in _MEANINGS}
    options = list(labels)
    begin = words.get(word, "")
    left, right = st.columns([1, 1.4], vertical_alignment="center")
    with left:
        said = node("div", node("strong", name(word)), f" · {plural(count, 'row')}", dir="auto")
        render_doc([said], key=f"atlas_word_{table_key(work)}_{at}")
    chosen = right.selectbox(
        # a label is Markdown: the word stands beside it instead
        f"Meaning of word {number(at + 1)}", options,
        index=options.index(begin) if begin in options else 0,
        format_func=partial(label_of, labels), label_visibility="collapsed",
        key=f"map_{table_key(work)}_word_{_digest(word)}", persist_state="session",
    )  # fmt: skip
    return chosen or ""


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()[:16]
