"""The frame around every page: settings of the page, navigation, filters, then the page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from incidents.errors import IncidentsError
from incidents.ui.filter_panel import render_filter_panel
from incidents.ui.loading import load_shown
from incidents.ui.messages import (
    render_error,
    render_filter_problems,
    render_rejected_notice,
    render_unknown_datasets,
)
from incidents.ui.state import begin_run, filter_pairs, get_filter
from incidents.ui.style import render_style

PAGES = Path(__file__).parent / "app_pages"
WITHOUT_FILTERS = {"places", "bring", "datasets", "sources"}

st.set_page_config(page_title="Incident Atlas", layout="wide", initial_sidebar_state="auto")
render_style()

pages = [
    st.Page(PAGES / "map.py", title="Map", default=True),
    st.Page(PAGES / "table.py", title="Table"),
    st.Page(PAGES / "actors.py", title="Actors"),
    st.Page(PAGES / "places.py", title="Places"),
    st.Page(PAGES / "bring.py", title="Import"),
    st.Page(PAGES / "datasets.py", title="Datasets"),
    st.Page(PAGES / "sources.py", title="Sources and methods"),
]
page = st.navigation(pages, position="hidden")
problems = begin_run(page.url_path)

with st.sidebar:
    st.title("Incident Atlas", anchor=False)
    with st.container(horizontal=True, gap=None, key="atlas_pages"):
        for each in pages:
            st.page_link(each, query_params=filter_pairs(get_filter()))

try:
    dataset = load_shown()
except IncidentsError as error:
    render_error(error)
    # a dataset that cannot be read is taken away on its own page
    if page.url_path == "datasets":
        page.run()
    st.stop()

render_filter_problems(problems)
if page.url_path not in WITHOUT_FILTERS:
    render_unknown_datasets(dataset, get_filter())
render_rejected_notice(dataset)
page.run()

# after the page: the map is on its way to the reader while the options are counted
if page.url_path not in WITHOUT_FILTERS:
    with st.sidebar:
        render_filter_panel(dataset)
