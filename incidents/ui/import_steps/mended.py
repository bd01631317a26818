"""Step 2, for rejected rows that were mended: back to where they belong, or another way."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from incidents.library.mending import find_owners
from incidents.library.store import Library
from incidents.readers.raw import Format
from incidents.ui.choosers import label_of
from incidents.ui.doc import Child, node, render_doc
from incidents.ui.doc import name as named
from incidents.ui.import_steps.dataset import suggest_name

if TYPE_CHECKING:
    from incidents.library.stored import StoredDataset
    from incidents.settings import Settings
    from incidents.ui.import_work import Work

_OTHERWISE = "Bring the file like any other"
_BACK = (
    ": each row goes to the place it had there, by its number under rejected_row, and all others "
    "stay as they are. That becomes a new version of the dataset; the one before is kept."
)
_REMOVED = " The dataset is removed at present: confirming brings it back."
_ALONE = (
    "Only these rows are in the file. As a new version of a dataset they would stand in the place "
    "of all that was accepted of it; as a dataset of its own they stand beside it."
)
_NOBODYS = (
    "These are rejected rows that were mended, and no dataset here can take them back: none that "
    "has rejected rows has these columns. If you have discarded the file they come from, bring it "
    "again first and put what was accepted on the map."
)
_OF_OURS = (
    "These are rejected rows of an export of this app, whose tables belong together: they cannot "
    "be put back alone. Mend the rows in the export, and bring that whole as a new version."
)


def choose_owner(work: Work, settings: Settings) -> str:
    """Draw the choice where mended rows go; return the dataset they are put back into, or ""."""
    if not work.told.get("sent_again"):
        return ""
    if work.told["format"] == Format.OWN:
        _say(_OF_OURS)
        return ""
    owners = _find_owners(work, settings)
    if not owners:
        _say(_NOBODYS)
        return ""
    labels = {each.name: f"Put the mended rows back into {_title(each)}" for each in owners}
    labels |= {"": _OTHERWISE}
    chosen = st.selectbox(
        "These are rejected rows, sent again", list(labels), format_func=partial(label_of, labels),
        key=f"import_mended_{work.number}", persist_state="session",
    )  # fmt: skip
    owner = next((each for each in owners if each.name == chosen), None)
    if owner is None:
        _say(_ALONE)
        return ""
    words = _BACK + (_REMOVED if owner.removed else "")
    _say("Back into ", node("strong", named(_title(owner))), words)
    return owner.name


def _find_owners(work: Work, settings: Settings) -> list[StoredDataset]:
    """Return the datasets that may take the rows, the one that the file is named after first."""
    found = find_owners(Library(settings.home).list(removed=True), work.told["columns"])
    like = suggest_name(work.file_name)
    return sorted(found, key=lambda each: (not like.startswith(each.name), -len(each.name)))


def _title(dataset: StoredDataset) -> str:
    """Return what tells a dataset from others of its title."""
    title = dataset.current.about.card.title
    return f"{title} ({dataset.name})" if title not in {"", dataset.name} else dataset.name


def _say(*words: Child) -> None:
    render_doc([node("p", *words, class_="quiet", testid="import-sent-again")],
               key="atlas_import_sent_again")  # fmt: skip
