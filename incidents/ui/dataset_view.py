"""The Datasets page: what is served and kept, and every change to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from incidents.errors import IncidentsError
from incidents.library.about import REJECTED_FILE, REPORT_FILE
from incidents.library.countries import load_country_names
from incidents.library.importing import Importer
from incidents.library.report import ImportReport
from incidents.library.store import Library
from incidents.query.facets import count_options
from incidents.query.filters import IncidentFilter
from incidents.ui.cache import load_taught_names
from incidents.ui.card_form import edit_card
from incidents.ui.choosers import label_of
from incidents.ui.doc import Node, link, node, render_doc
from incidents.ui.doc import name as named
from incidents.ui.messages import render_error
from incidents.ui.report_nodes import describe_report
from incidents.ui.stored_nodes import (
    describe_mapping,
    describe_own,
    describe_stored,
    describe_versions,
)
from incidents.ui.taught_view import render_taught
from incidents.ui.wording import number, plural

if TYPE_CHECKING:
    from collections.abc import Callable

    from incidents.library.datasets import Dataset
    from incidents.library.stored import StoredDataset, StoredVersion
    from incidents.settings import Settings

_FAILED, _DONE, _CHANGES = "datasets_failed", "datasets_done", "datasets_changes"
_REMOVED = (
    " is off the map. It is kept, and can be put back here, or later under “Removed” at the end of "
    "this page."
)
_RESTORED = " is on the map again."
_DELETED = " is deleted for good, with its original files."
_NOTHING = "Nothing was brought yet. "
_NONE_SHOWN = "Whatever was brought is removed at present. "


class _Done(NamedTuple):
    """What was done, to be said."""

    title: str
    """The dataset's."""
    words: str
    removed: str = ""
    """The name of a dataset that is kept and may be put back at once."""


def render_datasets(dataset: Dataset | None, settings: Settings) -> None:
    """Draw the installation's own dataset, those that were brought, and those that are removed.

    Args:
        dataset: What is served; None where it cannot be read.
        settings: Where the library lies.
    """
    st.title("Datasets", anchor=False)
    _say_failed()
    _say_done(settings)
    library = Library(settings.home)
    listed = library.list(removed=True)
    counts: dict[str, int] = {}
    if dataset is not None:
        counts = count_options(dataset.tables, IncidentFilter()).counts["datasets"]
        about_own = describe_own(dataset.parts[0], counts.get(dataset.parts[0].dataset_id, 0))
        render_doc([node("section", *about_own, class_="card", testid="datasets-page")],
                   key="atlas_dataset_own")  # fmt: skip
    for problem in library.problems():
        render_error(problem, key=f"atlas_problem_{abs(hash(str(problem)))}")
    shown = [each for each in listed if not each.removed]
    if not shown:
        words = _NONE_SHOWN if listed else _NOTHING
        render_doc([node("p", words, link("Import a file", "./bring"), class_="quiet")],
                   key="atlas_datasets_none")  # fmt: skip
    for each in shown:
        _draw(each, counts.get(each.name, 0) if dataset else None, settings)
    _draw_those_removed([each for each in listed if each.removed], settings)


def _draw_those_removed(removed: list[StoredDataset], settings: Settings) -> None:
    if removed:
        with st.expander(f"Removed ({number(len(removed))})", key="removed_datasets"):
            for each in removed:
                _draw_removed(each, settings)


def _draw(dataset: StoredDataset, count: int | None, settings: Settings) -> None:
    name, version = dataset.name, dataset.current
    with st.container(border=True, key=f"dataset_{name}"):
        render_doc(
            [node("section", *describe_stored(dataset, count), *describe_versions(dataset),
                  *_read_report(version, settings), *describe_mapping(version.about.mapping),
                  testid=f"dataset-{name}")],
            key=f"atlas_dataset_{name}",
        )  # fmt: skip
        _choose_version(dataset, settings)
        with st.container(horizontal=True):
            _download(version)
            st.button("Remove from the map", key=f"remove_{name}", on_click=_try,
                      args=(partial(Library(settings.home).remove, name),
                            _Done(_title(dataset), _REMOVED, removed=name)))  # fmt: skip
        render_taught(dataset, settings, _try)
        _edit(version, settings)


def _read_report(version: StoredVersion, settings: Settings) -> list[Node]:
    try:
        said = (version.folder / REPORT_FILE).read_text(encoding="utf-8")
        report = ImportReport.from_json(said)
    except (OSError, ValueError):
        return [node("p", "The report on how it came in cannot be read.", class_="quiet")]
    summary = node("summary", "The report on how it came in")
    return [node("details", summary, *describe_report(report, load_country_names(settings.areas)))]


def _choose_version(dataset: StoredDataset, settings: Settings) -> None:
    if len(dataset.versions) == 1:
        return
    name = dataset.name
    labels = {
        each.about.version: f"{each.about.version}, brought {each.about.imported[:10]}, "
        f"{plural(each.about.counts.accepted, 'row')} accepted"
        for each in reversed(dataset.versions)
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Version to show", list(labels), index=list(labels).index(dataset.active),
            format_func=partial(label_of, labels), key=f"version_{name}_{dataset.active}",
        )  # fmt: skip
        st.button("Show this version", key=f"activate_{name}", disabled=chosen == dataset.active,
                  on_click=_try,
                  args=(partial(Library(settings.home).activate, name, str(chosen)),))  # fmt: skip


def _download(version: StoredVersion) -> None:
    name = version.dataset
    files = (
        (REPORT_FILE, "Download the report", f"{name}-report.json", "application/json"),
        (REJECTED_FILE, "Download the rejected rows", f"{name}-rejected.csv", "text/csv"),
    )
    for file, label, told, kind in files:
        path = version.folder / file
        if path.is_file():
            st.download_button(label, path.read_bytes, told, kind, on_click="ignore",
                               key=f"take_{name}_{file}")  # fmt: skip


def _edit(version: StoredVersion, settings: Settings) -> None:
    name, about = version.dataset, version.about
    with st.expander("Correct what is said of it", key=f"edit_{name}"):
        card = edit_card(about.card, f"edit_{name}_{about.version}")
        st.button(
            "Save", key=f"save_{name}", disabled=card == about.card, on_click=_try,
            args=(partial(Library(settings.home).update_card, name, about.version, card),),
        )  # fmt: skip


def _draw_removed(dataset: StoredDataset, settings: Settings) -> None:
    name = dataset.name
    render_doc(
        [node("section", *describe_stored(dataset, None), testid=f"removed-{name}")],
        key=f"atlas_removed_{name}",
    )
    _offer_back(name, _title(dataset), settings, f"restore_{name}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            f"To delete it for good, with its original files, type its name: {name}",
            key=f"typed_{name}", max_chars=40,
        )  # fmt: skip
        st.button("Delete for good", key=f"delete_{name}", on_click=_delete,
                  args=(settings, dataset))  # fmt: skip


def _delete(settings: Settings, dataset: StoredDataset) -> None:
    name = dataset.name
    if st.session_state.get(f"typed_{name}") != name:
        st.toast("Nothing was deleted: type the dataset's name first.")
        return

    def delete() -> None:
        Importer(settings).delete(name)
        load_taught_names.clear()

    _try(delete, _Done(_title(dataset), _DELETED))


def _title(dataset: StoredDataset) -> str:
    return dataset.current.about.card.title or dataset.name


def _offer_back(name: str, title: str, settings: Settings, key: str) -> None:
    restore = partial(Library(settings.home).restore, name)
    st.button(
        "Put it back on the map", key=key, on_click=_try, args=(restore, _Done(title, _RESTORED))
    )


def _try(change: Callable[[], object], done: _Done | None = None) -> None:
    """Make a change; what was done or went wrong is said when the page is drawn.

    Args:
        change: Makes it.
        done: What is said then; None where the page shows it anyway.
    """
    try:
        change()
    except IncidentsError as error:
        st.session_state[_FAILED] = error
        return
    if done:
        st.session_state[_DONE] = done
        st.session_state[_CHANGES] = st.session_state.get(_CHANGES, 0) + 1


def _say_failed() -> None:
    error = st.session_state.pop(_FAILED, None)
    if isinstance(error, IncidentsError):
        render_error(error, key="atlas_datasets_error")


def _say_done(settings: Settings) -> None:
    done: _Done | None = st.session_state.pop(_DONE, None)
    if done:
        said = node("p", node("strong", named(done.title)), done.words)
        render_doc(
            [node("div", said, class_="card", testid="datasets-done")],
            key="atlas_datasets_done",
            reveal=f"change {st.session_state[_CHANGES]}",
        )
        if done.removed:
            _offer_back(done.removed, done.title, settings, "undo_remove")
