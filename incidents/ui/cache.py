"""All caching: answers keyed by the data's version and the filter's text, never by a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from incidents.library.datasets import load_atlas
from incidents.query.bins import Bin
from incidents.query.facets import Facets, count_options
from incidents.query.filters import IncidentFilter
from incidents.query.records import read_record
from incidents.query.select import count_incidents
from incidents.query.tallies import Tallies, summarize_tallies
from incidents.query.timeline import Timeline, date_extent, summarize_timeline
from incidents.ui.incident_table import build_incident_table
from incidents.ui.names import Names, collect_names

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from incidents.model.frames import Tables


def _tables() -> Tables:
    # load_atlas keeps its answer for each state of the files, so that asking is free; the
    # `version` each function takes is what tells one state's answers from another's.
    return load_atlas().dataset.tables


@st.cache_data(max_entries=512, show_spinner=False)
def load_tallies(version: str, query: str) -> Tallies:
    """Return the figures of a selection."""
    del version
    return summarize_tallies(_tables(), IncidentFilter.from_query(query))


@st.cache_data(max_entries=512, show_spinner=False)
def load_facets(version: str, query: str) -> Facets:
    """Return how many incidents each option would give."""
    del version
    return count_options(_tables(), IncidentFilter.from_query(query))


@st.cache_data(max_entries=2048, show_spinner=False)
def load_count(version: str, query: str) -> int:
    """Return how many incidents a filter selects."""
    del version
    return count_incidents(_tables(), IncidentFilter.from_query(query))


@st.cache_data(max_entries=256, show_spinner=False)
def load_timeline(version: str, query: str, width: str) -> Timeline:
    """Return the selection over time."""
    del version
    return summarize_timeline(_tables(), IncidentFilter.from_query(query), Bin(width))


@st.cache_data(max_entries=256, show_spinner=False)
def load_record(version: str, incident_id: str) -> dict[str, Any]:
    """Return one incident's record.

    Raises:
        UnknownIncidentError: There is no such incident.
    """
    del version
    return read_record(_tables(), incident_id)


@st.cache_data(max_entries=8, show_spinner=False)
def load_names(version: str) -> Names:
    """Return the names of actors, areas and datasets."""
    del version
    return collect_names(load_atlas())


@st.cache_data(max_entries=8, show_spinner=False)
def load_extent(version: str) -> tuple[date, date] | None:
    """Return the first and last day of the data."""
    del version
    return date_extent(_tables())


@st.cache_data(max_entries=64, show_spinner=False)
def load_incident_table(version: str, query: str, offset: int) -> pl.DataFrame:
    """Return a page of the selection as a table in words."""
    chosen = IncidentFilter.from_query(query)
    return build_incident_table(_tables(), chosen, load_names(version), offset)
