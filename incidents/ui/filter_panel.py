"""The filters, grouped by the question they answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from incidents.query.facets import count_options
from incidents.query.select import count_incidents
from incidents.query.timeline import date_extent
from incidents.ui.cache import load_names
from incidents.ui.choosers import (
    choose_day,
    choose_least,
    choose_many,
    choose_one,
    choose_whether,
    label_of,
    search_text,
)
from incidents.ui.presets import Period, list_periods
from incidents.ui.state import choose, get_filter
from incidents.ui.wording import number

if TYPE_CHECKING:
    from datetime import date

    from incidents.library.datasets import Dataset
    from incidents.model.frames import Tables
    from incidents.query.facets import Facets
    from incidents.query.filters import IncidentFilter
    from incidents.ui.names import Names

_PERIOD = "choose_period"


def render_filter_panel(dataset: Dataset) -> None:
    """Draw every group; what is in use is open."""
    facets = count_options(dataset.tables, get_filter())
    names = load_names(dataset.version)
    with st.expander("When", expanded=True):
        _when(dataset.tables)
    with st.expander("Who", expanded=True):
        _who(facets, names)
    with st.expander("What", expanded=True):
        choose_many("event_types", "Kind", facets, names)
        choose_many("sub_event_types", "Sub-kind", facets, names)
    with st.expander("Where", expanded=_in_use("areas", "sites", "countries", "bounds")):
        _where(facets, names)
    if len(dataset.parts) > 1:
        with st.expander("Where it is from", expanded=_in_use("datasets")):
            choose_many("datasets", "Dataset", facets, names)
    with st.expander("How sure", expanded=_in_use("precisions", "verifications", "relevances")):
        choose_many("precisions", "Place known to", facets, names)
        choose_many("verifications", "Stated by", facets, names)
        choose_many("relevances", "Relevance", facets, names)
    with st.expander("Toll", expanded=_in_use("killed", "with_casualties")):
        choose_least("killed", "Killed, at least (best figure)")
        hurt = number(facets.count("with_casualties", True))
        choose_whether("with_casualties", f"Only with killed or injured · {hurt}")
    with st.expander("Search", expanded=True):
        search_text("Words in titles, places, targets, weapons, actors")


def _in_use(*fields: str) -> bool:
    return not set(fields).isdisjoint(get_filter().chosen_fields)


def _who(facets: Facets, names: Names) -> None:
    choose_many("actors", "Actor", facets, names, "Any actor")
    choose_one("viewpoint", "Whose word counts", facets, names)
    left = number(facets.count("without_denied", True))
    choose_whether("without_denied", f"Leave out what was denied · {left}")
    choose_many("roles", "Role", facets, names, "Any role")


def _where(facets: Facets, names: Names) -> None:
    if get_filter().bounds is not None:
        st.checkbox("Only what is in view", value=True, on_change=_leave_view, key="choose_view")
    choose_many("areas", "Governorate", facets, names)
    choose_many("sites", "Kind of site", facets, names)
    if len(facets.counts.get("countries", ())) > 1:
        choose_many("countries", "Country", facets, names)


def _leave_view() -> None:
    choose(get_filter().without("bounds"))


def _when(tables: Tables) -> None:
    extent = date_extent(tables)
    if extent is None:
        st.text("The dataset has no dates.")
        return
    _preset(tables, extent)
    first, last = st.columns(2)
    with first:
        choose_day("date_from", "From", *extent)
    with last:
        choose_day("date_to", "To", *extent)


def _preset(tables: Tables, extent: tuple[date, date]) -> None:
    chosen = get_filter()
    periods = list_periods(*extent)
    current = next((p.words for p in periods if (p.first, p.last) == _dates()), None)
    st.session_state[_PERIOD] = current
    labels = {p.words: f"{p.words} · {number(count_incidents(tables, _with(p)))}" for p in periods}
    whole = chosen.date_from is None and chosen.date_to is None
    st.selectbox(
        "Period",
        list(labels),
        index=None,
        format_func=partial(label_of, labels),
        key=_PERIOD,
        placeholder="Whole period" if whole else "Own dates",
        on_change=_take_preset,
        args=(periods,),
    )


def _dates() -> tuple[date | None, date | None]:
    return get_filter().date_from, get_filter().date_to


def _with(period: Period) -> IncidentFilter:
    return get_filter().replace(date_from=period.first, date_to=period.last)


def _take_preset(periods: list[Period]) -> None:
    raw = str(st.session_state.get(_PERIOD) or "").rpartition(" · ")
    words = raw[0] or raw[2]
    period = next((each for each in periods if each.words == words), None)
    choose(_with(period) if period else get_filter().without("date_from", "date_to"))
