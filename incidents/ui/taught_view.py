"""The part of the Datasets page where a dataset's names are put to use, or no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from incidents.errors import IncidentsError
from incidents.library.countries import load_country_names
from incidents.library.layer_list import LayerList
from incidents.library.stored_names import forget_names, keep_names
from incidents.ui.cache import load_area_names, load_taught_names
from incidents.ui.doc import node, render_doc
from incidents.ui.messages import render_error
from incidents.ui.taught_nodes import describe_teaching, describe_use, list_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from incidents.library.layer_list import StoredLayer
    from incidents.library.stored import StoredDataset
    from incidents.library.stored_names import StoredNames
    from incidents.settings import Settings

    Attempt = Callable[[Callable[[], object]], None]

_IN_USE = "Its names are in use when places are looked up. Removing the dataset ends that."


def render_taught(dataset: StoredDataset, settings: Settings, attempt: Attempt) -> None:
    """Draw a folded section; what it says is worked out once it is opened.

    Args:
        dataset: A dataset that is shown.
        settings: Where everything lies.
        attempt: Makes a change, and keeps what went wrong for the page to say.
    """
    name = dataset.name
    problem, layer = None, None
    try:
        layer = LayerList(settings.home).taught_by(name)
    except IncidentsError as error:
        problem = error
    if layer is not None:
        render_doc([node("p", _IN_USE, class_="quiet", testid=f"names-in-use-{name}")],
                   key=f"atlas_names_in_use_{name}")  # fmt: skip
    section = st.expander("Names it teaches", key=f"names_{name}", on_change="rerun")
    if not section.open:
        return
    with section:
        if problem is not None:
            render_error(problem, key=f"atlas_names_error_{name}")
            return
        try:
            with st.spinner("Reading its names"):
                names = load_taught_names(settings, name, dataset.active)
        except IncidentsError as error:
            render_error(error, key=f"atlas_names_error_{name}")
            return
        # its card may have been corrected since its names were read
        _draw(replace(names, version=dataset.current), layer, settings, attempt)


def _draw(
    names: StoredNames, layer: StoredLayer | None, settings: Settings, attempt: Attempt
) -> None:
    name, shown = names.version.dataset, names.version.about.version
    said = [*describe_teaching(names), *describe_use(layer, shown)]
    render_doc([node("div", *said, testid=f"names-{name}")], key=f"atlas_names_{name}")
    with st.container(horizontal=True):
        if layer is None or layer.version != shown:
            st.button(
                "Use these names" if layer is None else "Use those of the version shown",
                key=f"teach_{name}", on_click=attempt, args=(partial(_keep, names, settings),),
                disabled=not any(each.is_taught for each in names.lessons),
            )  # fmt: skip
        if layer is not None:
            st.button("Stop using them", key=f"unteach_{name}", on_click=attempt,
                      args=(partial(forget_names, name, settings),))  # fmt: skip
    areas, countries = load_area_names(settings), load_country_names(settings.areas)
    render_doc(list_names(names, areas, countries), key=f"atlas_names_list_{name}")


def _keep(names: StoredNames, settings: Settings) -> None:
    keep_names(names, datetime.now(tz=UTC).date(), settings)
