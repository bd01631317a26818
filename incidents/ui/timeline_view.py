"""The timeline on the page: draws it, and turns what is chosen on it into the filter's dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from incidents.charts.timeline import build_timeline, pick_bin
from incidents.errors import FilterError
from incidents.library.editions import current_edition
from incidents.maps.styles import KINDS
from incidents.query.filters import IncidentFilter
from incidents.query.timeline import date_extent, summarize_timeline
from incidents.ui.mounting import register, send
from incidents.ui.state import choose, get_filter

if TYPE_CHECKING:
    from datetime import date

    from incidents.library.datasets import Dataset
    from incidents.maps.styles import KindStyle

_KEY = "atlas_timeline"
_BIN = "atlas_bin"
_DATES = ("date_from", "date_to")
_mount = register("timeline")


def render_timeline(dataset: Dataset) -> None:
    """Draw the timeline for the session's filter."""
    chosen = get_filter()
    extent = _extent(dataset, chosen)
    width = pick_bin(extent, st.session_state.get(_BIN, ""))
    # Without the chosen dates: what lies outside them stays in sight, pale, as context.
    context = chosen.without(*_DATES)
    told = build_timeline(
        summarize_timeline(dataset.tables, context, width),
        extent,
        (chosen.date_from, chosen.date_to),
        [_palette(kind) for kind in KINDS],
    )
    played = {"query": chosen.to_query(), "edition": current_edition(dataset.version)}
    _mount(key=_KEY, data=told | played, on_dates_change=_chosen, on_bin_change=_binned)


def _extent(dataset: Dataset, chosen: IncidentFilter) -> tuple[date, date] | None:
    """Return the first and last day of the chosen datasets; of all where none of them has any."""
    of_these = date_extent(dataset.tables, IncidentFilter(datasets=chosen.datasets))
    return of_these or date_extent(dataset.tables)


def _palette(kind: KindStyle) -> dict[str, str]:
    return {
        "event_type": str(kind.event_type),
        "label": kind.label,
        "colour": kind.colour,
        "edge_light": kind.edge_light,
        "edge_dark": kind.edge_dark,
    }


def _chosen() -> None:
    sent = send(_KEY, "dates")
    said = sent if isinstance(sent, dict) else {}
    pairs = [(key, str(said[key])) for key in ("from", "to") if said.get(key)]
    try:
        dates = IncidentFilter.from_query(pairs)
    except FilterError:
        return  # dates that are no dates change nothing
    choose(get_filter().replace(date_from=dates.date_from, date_to=dates.date_to))


def _binned() -> None:
    st.session_state[_BIN] = str(send(_KEY, "bin") or "")
