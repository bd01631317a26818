"""What the pages keep between runs; answers to questions are kept by `query/` itself.

Keyed by the data's version and the filter's text, never by a frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from incidents.errors import UnknownDatasetError
from incidents.library.datasets import load_atlas
from incidents.library.store import Library
from incidents.library.stored_names import learn_names
from incidents.places.areas import load_areas
from incidents.query.filters import IncidentFilter
from incidents.ui.incident_table import build_incident_table
from incidents.ui.names import Names, collect_names

if TYPE_CHECKING:
    import polars as pl

    from incidents.library.stored_names import StoredNames
    from incidents.settings import Settings


@st.cache_resource(max_entries=8, show_spinner=False)
def load_names(version: str) -> Names:
    """Return the names of actors, areas and datasets; shared by all sessions, so never changed."""
    del version  # what tells one state of the data from another
    return collect_names(load_atlas())


@st.cache_data(max_entries=64, show_spinner=False)
def load_incident_table(version: str, query: str, offset: int) -> pl.DataFrame:
    """Return a page of the selection as a table in words."""
    chosen = IncidentFilter.from_query(query)
    tables = load_atlas().dataset.tables
    return build_incident_table(tables, chosen, load_names(version), offset)


@st.cache_resource(max_entries=2, show_spinner=False)
def load_taught_names(settings: Settings, dataset: str, version: str) -> StoredNames:
    """Return what a version of a dataset teaches; shared by all sessions, so never changed."""
    versions = Library(settings.home).get(dataset).versions
    found = next((each for each in versions if each.about.version == version), None)
    if found is None:
        raise UnknownDatasetError(version, [each.about.version for each in versions])
    return learn_names(found, settings)


@st.cache_data(max_entries=2, show_spinner=False)
def load_area_names(settings: Settings) -> dict[str, str]:
    """Return the English names of governorates by `area_id`."""
    return {area.area_id: area.name for area in load_areas(settings.areas)}
