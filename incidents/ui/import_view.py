"""The Import page: from a file of anybody's to a dataset on the map, step by step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from incidents.errors import IncidentsError
from incidents.library.countries import load_country_names
from incidents.library.importing import Request
from incidents.readers.raw import Format
from incidents.ui.doc import render_doc
from incidents.ui.import_steps.checking import check_rows, forget_done, show_done
from incidents.ui.import_steps.choosing import choose_file
from incidents.ui.import_steps.dataset import describe_dataset
from incidents.ui.import_steps.found import show_found
from incidents.ui.import_steps.mapping import map_columns
from incidents.ui.import_steps.mended import choose_owner
from incidents.ui.import_steps.preview import describe_preview
from incidents.ui.import_steps.words import choose_words
from incidents.ui.import_work import get_work
from incidents.ui.messages import render_error

if TYPE_CHECKING:
    from incidents.readers.mapping import TableMapping
    from incidents.settings import Settings
    from incidents.ui.import_work import Work

_MAPPED = {Format.PLAIN.value, Format.HXL.value}


def render_import(settings: Settings) -> None:
    """Draw each step that can be taken; what comes later appears once the one before is done."""
    st.title("Import", anchor=False)
    work = get_work()
    if work is not None:
        forget_done()
    show_done()
    try:
        st.subheader("1. The file", anchor=False)
        choose_file(settings)
        if work is not None:
            _go_on(work, settings)
    except IncidentsError as error:
        render_error(error, key="atlas_import_error")


def _go_on(work: Work, settings: Settings) -> None:
    st.subheader("2. What was found", anchor=False)
    chosen = show_found(work)
    if not chosen:
        return
    owner = choose_owner(work, settings)
    if owner:
        st.subheader("3. Every row", anchor=False)
        request = Request(work.file, work.file_name, owner, reading=work.reading)
        check_rows(work, request, settings, mended=True)
        return
    mapping = None
    if chosen in _MAPPED:
        st.subheader("3. What the columns mean", anchor=False)
        mapping, usable = _map(work, chosen, settings)
        if not usable:
            return
    st.subheader(f"{4 if mapping else 3}. The dataset", anchor=False)
    name, card = describe_dataset(work, settings)
    st.subheader(f"{5 if mapping else 4}. Every row", anchor=False)
    request = replace(
        _request(work, chosen, mapping),
        dataset=name, card=card, reading=replace(work.reading, turned=work.turned),
    )  # fmt: skip
    check_rows(work, request, settings)


def _map(work: Work, chosen: str, settings: Settings) -> tuple[TableMapping, bool]:
    """Return what the columns mean, and whether the first rows can be read like that."""
    mapping = map_columns(work, settings)
    words = work.count_words(_request(work, chosen, mapping))
    if words:
        mapping = choose_words(work, mapping, words)
    with st.spinner("Reading the first rows"):
        told = work.preview(_request(work, chosen, mapping))
    if isinstance(told, IncidentsError):
        render_error(told, key="atlas_import_error")
        return mapping, False
    countries = load_country_names(settings.areas)
    shown = describe_preview(told, work.told["sample"], mapping, countries)
    render_doc(shown, key="atlas_import_preview")
    return mapping, True


def _request(work: Work, chosen: str, mapping: TableMapping | None) -> Request:
    """Return what is asked for, whatever the dataset will be called.

    The format "" is what is found, with how sure that is.
    """
    return Request(
        file=work.file,
        file_name=work.file_name,
        dataset="",
        reading=work.reading,
        format="" if chosen == work.told["format"] else chosen,
        mapping=mapping,
    )
