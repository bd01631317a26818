"""The review list: names that could mean several places, and what was decided."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from incidents.errors import IncidentsError
from incidents.library.reviews import ReviewList
from incidents.ui.doc import Child, Node, grid, name, node, pick, render_doc
from incidents.ui.messages import render_error
from incidents.ui.mounting import send
from incidents.ui.place_nodes import describe_candidates
from incidents.ui.wording import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from incidents.library.choices import Choice
    from incidents.library.reviews import Question
    from incidents.settings import Settings

_OPEN, _DECIDED = "atlas_review_open", "atlas_review_decided"
_SHOWN = 20
_EMPTY = (
    "Nothing is open. Ambiguous names come here when a file is geocoded or imported; each is "
    "decided once and then remembered."
)


def render_review(settings: Settings) -> None:
    """Draw the open questions and the remembered choices, each with its buttons."""
    reviews = ReviewList(settings.home)
    try:
        questions, choices = reviews.questions(), reviews.choices()
    except IncidentsError as error:
        render_error(error)
        return

    def decide() -> None:
        sent = send(_OPEN, "pick")
        if isinstance(sent, dict):
            today = datetime.now(tz=UTC).date()
            _try(lambda: reviews.pick(sent["question"], int(sent["number"]), today))

    def forget() -> None:
        sent = send(_DECIDED, "pick")
        if isinstance(sent, dict):
            _try(lambda: reviews.forget(sent["question"]))

    render_doc(_open(questions), key=_OPEN, on_pick=decide)
    if choices:
        render_doc(_decided(choices), key=_DECIDED, on_pick=forget)


def _try(change: Callable[[], object]) -> None:
    """Make a change; one that another session made first is not an error to this reader."""
    try:
        change()
    except IncidentsError:
        st.toast("Somebody decided that meanwhile. The list is up to date now.")


def _open(questions: Sequence[Question]) -> list[Node]:
    nodes = [node("h2", "To decide", testid="review-list")]
    if not questions:
        return [*nodes, node("p", _EMPTY, class_="quiet")]
    if len(questions) > _SHOWN:
        words = f"The {_SHOWN} asked most often of {plural(len(questions), 'question')}."
        nodes.append(node("p", words, class_="quiet"))
    for question in questions[:_SHOWN]:
        where = ", ".join(filter(None, (question.admin1, question.country))) or "no place told"
        times = plural(question.asked, "time")
        nodes += [
            node("h3", name(question.name), " · ", name(where), f" · asked {times}"),
            describe_candidates(question.candidates, {"question": question.question_id}),
        ]
    return nodes


def _decided(choices: Sequence[Choice]) -> list[Node]:
    rows: list[list[Child]] = [
        [
            name(each.name),
            name(", ".join(filter(None, (each.asked_admin1, each.asked_country)))),
            name(each.place),
            f"{each.latitude:.4f}, {each.longitude:.4f}",
            each.chosen_on,
            pick("Forget", {"question": each.question_id}),
        ]
        for each in reversed(choices)
    ]
    heads = ["Name", "Asked in", "Means", "Point", "Decided on", "Undo"]
    return [node("h2", "Decided"), grid(heads, rows, title="Decided", testid="review-decided")]
