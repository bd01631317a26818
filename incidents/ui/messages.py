"""What the page says when something is wrong: what happened, what is safe, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from incidents.errors import (
    AreasError,
    DataFolderError,
    FilterError,
    IncidentsError,
    LayerStoreError,
    SettingError,
    TableError,
    UnknownIncidentError,
)
from incidents.ui.doc import link, node, render_doc
from incidents.ui.wording import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents.library.datasets import Dataset

_WORDS: tuple[tuple[type[IncidentsError], str, str], ...] = (
    (
        DataFolderError,
        "There is no data to show.",
        (
            "The folder of tables is missing or holds no incidents.csv. Point INCIDENTS_DATA at "
            "a folder with the tables, or restore data/curated, then reload this page. Nothing "
            "was changed."
        ),
    ),
    (
        TableError,
        "The data could not be read.",
        (
            "incidents.csv or dataset.toml is not readable as a table or card. Run “incidents "
            "validate” on the folder to see where, correct the file, then reload this page. "
            "Nothing was changed."
        ),
    ),
    (
        AreasError,
        "The map's areas could not be read.",
        "Restore data/areas, then reload this page. The incidents themselves are untouched.",
    ),
    (
        SettingError,
        "A setting cannot be used.",
        (
            "One of the INCIDENTS_* settings holds a value that does not work; the log names it. "
            "Correct or unset it and start again."
        ),
    ),
    (
        LayerStoreError,
        "A layer of places or the list of decisions could not be read.",
        (
            "A file under INCIDENTS_HOME is damaged; the log names it. Restore it, or move it "
            "away to begin anew. The incidents themselves are untouched."
        ),
    ),
    (
        UnknownIncidentError,
        "There is no such incident.",
        "The link may be mistyped or belong to another dataset. The list here is complete.",
    ),
)
_OTHER = ("This could not be shown.", "The data is safe. Reload the page; the log has details.")


def render_error(error: IncidentsError) -> None:
    """Draw an error in the reader's words; paths and details stay in the log."""
    title, advice = next(
        ((title, advice) for kind, title, advice in _WORDS if isinstance(error, kind)), _OTHER
    )
    st.error(advice, title=title)


def render_filter_problems(problems: Sequence[FilterError]) -> None:
    """Say which parts of a link were left out, and why."""
    if problems:
        said = [
            node("li", node("code", f"{each.key}={each.value}", dir="auto"), f": {each.reason}")
            for each in problems
        ]
        render_doc(
            [
                node(
                    "div",
                    node("p", node("strong", "Part of the link could not be read"),
                         " and was left out; the rest is applied."),
                    node("ul", *said),
                    class_="card caution", testid="filter-problem",
                )
            ],
            key="atlas_filter_problems",
        )  # fmt: skip


def render_rejected_notice(dataset: Dataset) -> None:
    """Say how many rows are not served, where they are listed."""
    count = len({(row.table, row.row) for row in dataset.rejected})
    if not count:
        return
    shown = sum(len(frame) for frame in dataset.tables.by_name().values())
    words = f"{number(count)} of {number(shown + count)} rows are not shown. "
    render_doc(
        [
            node(
                "p",
                words,
                link("Sources and methods lists each with its reason.", "./sources"),
                class_="quiet", testid="rejected-notice",
            )
        ],
        key="atlas_rejected",
    )  # fmt: skip
