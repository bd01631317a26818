"""What the page says when something is wrong: what happened, what is safe, what to do."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import streamlit as st

from incidents.errors import (
    AreasError,
    DataFolderError,
    DatasetFolderError,
    DatasetNameError,
    FilterError,
    IncidentsError,
    LayerStoreError,
    LibraryError,
    MappingError,
    SettingError,
    SourceFileError,
    TableError,
    TermsError,
    UnknownDatasetError,
    UnknownIncidentError,
)
from incidents.query.named_datasets import find_unknown_datasets
from incidents.ui.doc import bullets, file_name, link, name, node, render_doc
from incidents.ui.wording import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents.library.datasets import Dataset
    from incidents.query.filters import IncidentFilter

_LOG = logging.getLogger(__name__)
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
        DatasetFolderError,
        "A dataset could not be read.",
        (
            "A file of it is missing or damaged; the log names it. Remove the dataset with "
            "“incidents datasets remove”, or restore its folder, then reload this page."
        ),
    ),
    (
        SourceFileError,
        "The file cannot be used.",
        "Nothing of it was kept, and what is shown is as before.",
    ),
    (
        MappingError,
        "The columns cannot be read like this.",
        "Change what is named here, and the first rows are read again. Nothing was kept.",
    ),
    (
        DatasetNameError,
        "A dataset cannot have this name.",
        (
            "A name is 1 to 40 small letters, digits and hyphens, begins with a letter, such as "
            "acled-iraq, and is not that of the installation's own dataset."
        ),
    ),
    (
        UnknownDatasetError,
        "There is no such dataset, or no such version of it.",
        "Somebody may have deleted it meanwhile. Reload the page to see what there is.",
    ),
    (
        LibraryError,
        "The library could not be read or written.",
        (
            "The disk may be full, or the folder under INCIDENTS_HOME protected or damaged; the "
            "log names the file. Nothing was changed. Make room or restore it, then try again."
        ),
    ),
    (
        TermsError,
        "These rows may not be handed on freely.",
        "Read the terms on the Datasets page and accept them, or choose other datasets.",
    ),
    (
        UnknownIncidentError,
        "There is no such incident.",
        "The link may be mistyped or belong to another dataset. The list here is complete.",
    ),
)
_OTHER = ("This could not be shown.", "The data is safe. Reload the page; the log has details.")


def render_error(error: IncidentsError, *, key: str = "atlas_error") -> None:
    """Draw an error in the reader's words; paths and details stay in the log.

    Args:
        error: What is wrong.
        key: Of the part that says it, where a page may have several.
    """
    # quoted: a name in it may hold the end of a line
    _LOG.warning("%r", str(error))
    title, advice = next(
        ((title, advice) for kind, title, advice in _WORDS if isinstance(error, kind)), _OTHER
    )
    st.error(advice, title=title)
    if isinstance(error, SourceFileError | MappingError):
        # what a file holds may stand in these words: nodes, never Markdown
        said = node("p", node("strong", f"{error.reason[:1].upper()}{error.reason[1:]}."), " ",
                    error.cure)  # fmt: skip
        whose = None
        if isinstance(error, SourceFileError):
            whose = node("p", file_name(error.file_name))
        render_doc([node("div", whose, said, class_="caution", testid="error-details")], key=key)
    if isinstance(error, DatasetNameError):
        said = node("p", "A name that would do: ", node("code", error.another), ".")
        render_doc([node("div", said, class_="caution", testid="error-details")], key=key)


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


def render_unknown_datasets(dataset: Dataset, chosen: IncidentFilter) -> None:
    """Say which datasets of the filter are not here, and which are."""
    titles = {part.dataset_id: part.card.title for part in dataset.parts}
    problems = find_unknown_datasets(dataset.tables, chosen, titles)
    if not problems:
        return
    first, *others = [node("code", each.value, dir="auto") for each in problems]
    there = [
        node("span", link(name(title), f"./?dataset={each}"), " (", node("code", each), ")")
        for each, title in titles.items()
    ]
    render_doc(
        [
            node(
                "div",
                node("p", node("strong", "No dataset that is shown is called "),
                     first, *(part for each in others for part in (" or ", each)), "."),
                node("p", "It may be mistyped, or was removed: nothing is shown of it. These are "
                          "shown:"),
                bullets(there),
                node("p", link("The Datasets page", "./datasets"), " lists what was removed."),
                class_="card caution", testid="unknown-dataset",
            )
        ],
        key="atlas_unknown_datasets",
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
