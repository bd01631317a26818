"""Step 4: which dataset the file belongs to, and what is said of it."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from incidents.errors import DatasetNameError
from incidents.library.card import read_card
from incidents.library.manifest import is_dataset_name
from incidents.library.store import Library
from incidents.readers.raw import Format
from incidents.ui.card_form import card_from, edit_card
from incidents.ui.choosers import label_of
from incidents.ui.doc import node, render_doc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incidents.library.stored import StoredCard, StoredDataset
    from incidents.settings import Settings
    from incidents.ui.import_work import Work

_NEW = "A new dataset"
_LONGEST_NAME = 40
_VERSION_WORDS = (
    "The file becomes the version that is shown; the one before is kept, and the report says what "
    "changed."
)
_TAKEN = (
    "The dataset “{name}” is in the library already: the file becomes a new version of it. For a "
    "dataset of its own, give it another short name."
)
_RESERVED = (
    "The installation's own dataset is called “{name}”. Give this one another short name, such as "
    "“{another}”."
)
_OWN_WORDS = "What is left blank is taken from what the export says of itself."
_BACK_WORDS = " The dataset is removed at present: confirming brings it back."


def describe_dataset(work: Work, settings: Settings) -> tuple[str, StoredCard]:
    """Draw the dataset's name and card; return what stands there."""
    listed = {each.name: each for each in Library(settings.home).list(removed=True)}
    name, known = _choose_dataset(work, listed, read_card(settings.data).dataset_id)
    facts = work.told.get("facts") or {}
    card = known.current.about.card if known else card_from(facts)
    if work.told["format"] == Format.OWN:
        render_doc([node("p", _OWN_WORDS, class_="quiet")], key="atlas_import_own")
    elif known is None and not card.title:
        card = card_from({**facts, "title": _title_from(work.file_name)})
    return name, edit_card(card, f"card_{work.number}_{known.name if known else ''}")


def _choose_dataset(
    work: Work, listed: dict[str, StoredDataset], own: str
) -> tuple[str, StoredDataset | None]:
    suggested, chosen = suggest_name(work.file_name), ""
    another = DatasetNameError(own, reserved=True).another
    if suggested == own:
        suggested = another
    held = find_held(work.sha256, listed)
    if held:
        _say_held(held)
        suggested = held.name
    if listed:
        labels = {"": _NEW} | {
            name: f"New version of: {each.current.about.card.title or name} ({name})"
            for name, each in listed.items()
        }
        options = list(labels)
        chosen = st.selectbox(
            "It is", options, index=options.index(suggested) if suggested in listed else 0,
            format_func=partial(label_of, labels), key=f"import_into_{work.number}",
            persist_state="session",
        ) or ""  # fmt: skip
    picked = bool(chosen)
    if not picked:
        chosen = _name(work, suggested)
    known = listed.get(chosen)
    if known and not picked:
        st.warning(_TAKEN.format(name=known.name))
    if chosen == own and is_dataset_name(own):
        st.warning(_RESERVED.format(name=own, another=another))
    if known:
        words = _VERSION_WORDS + (_BACK_WORDS if known.removed else "")
        render_doc([node("p", words, class_="quiet", testid="import-new-version")],
                   key="atlas_import_version")  # fmt: skip
    return chosen, known


def find_held(sha256: str, listed: Mapping[str, StoredDataset]) -> StoredDataset | None:
    """Return a dataset that has a version made of exactly this file."""
    return next(
        (each for each in listed.values()
         if any(version.about.sha256 == sha256 for version in each.versions)), None,
    )  # fmt: skip


def _say_held(held: StoredDataset) -> None:
    title = held.current.about.card.title or held.name
    render_doc(
        [
            node(
                "p",
                "Exactly this file is here already, as ", node("strong", node("bdi", title)), " (",
                node("code", held.name), "). As a dataset of its own, all of its incidents would "
                "be counted twice.",
                class_="card", testid="import-held",
            )
        ],
        key="atlas_import_held",
    )  # fmt: skip


def _name(work: Work, suggested: str) -> str:
    said = st.text_input(
        "Its short name, for links and files", value=suggested, max_chars=_LONGEST_NAME,
        key=f"import_name_{work.number}", persist_state="session",
        help="1 to 40 small letters, digits and hyphens, beginning with a letter. It stays the "
        "same for every later version.",
    )  # fmt: skip
    return str(said or "").strip()


def suggest_name(file_name: str) -> str:
    """Return a name that a dataset may have, as like the file's as can be."""
    stem = file_name.rsplit("/", 1)[-1].rsplit(".", 1)[0].lower()
    slug = re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:_LONGEST_NAME].rstrip("-")
    if is_dataset_name(slug):
        return slug
    fallback = f"table-{slug}"[:_LONGEST_NAME].rstrip("-")
    return fallback if is_dataset_name(fallback) else "table"


def _title_from(file_name: str) -> str:
    return file_name.rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("_", " ").strip()
