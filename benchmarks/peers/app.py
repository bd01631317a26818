"""One small app per peer: `streamlit run app.py -- PEER FILE`, with FILE a Parquet of incidents.

Every peer has the same sidebar and filters in pandas over a frame that its server reads once, which
is its best case. `?from=…&to=…` says which dates the sidebar's button chooses.
"""

from __future__ import annotations

import sys
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from benchmarks.peers.view import BUTTON
from benchmarks.synthetic import FIRST_DAY, LAST_DAY

if TYPE_CHECKING:
    from collections.abc import Callable

# Where each peer's `draw_…` stands; only that module is imported. (A comment, because Streamlit
# would write a docstring on the page.)
MODULES = {
    "blank": "plain_streamlit",
    "naive": "folium_maps",
    "fast": "folium_maps",
    "geojson": "folium_maps",
    "st_map": "plain_streamlit",
    "pydeck": "plain_streamlit",
    "plotly": "plotly_map",
}
WHOLE = (FIRST_DAY, LAST_DAY)


@st.cache_resource
def load_incidents(path: str) -> pd.DataFrame:
    """Return the incidents that can be drawn as points, with the words of their popup."""
    frame = pd.read_parquet(path)
    for name in ("event_date", "end_date"):
        frame[name] = pd.to_datetime(frame[name])
    toll = frame["fatalities"].astype("Int32").astype("string").fillna("not reported")
    day = frame["event_date"].dt.strftime("%Y-%m-%d")
    kind = frame["event_type"].astype("string")
    frame["text"] = frame["title"] + ", " + day + ", " + kind + ", fatalities " + toll
    return frame


def render_sidebar(frame: pd.DataFrame) -> pd.DataFrame:
    """Draw the filters and return the incidents they choose."""
    st.session_state.setdefault("dates", WHOLE)
    with st.sidebar:
        st.button(BUTTON, on_click=_choose_asked_dates)
        dates = st.date_input("Dates", key="dates", min_value=WHOLE[0], max_value=WHOLE[1])
        kinds = st.multiselect("Event type", frame["event_type"].cat.categories.tolist())
        actors = st.multiselect("Actor", frame["actor"].cat.categories.tolist())
    both_ends = 2
    first, last = dates if len(dates) == both_ends else WHOLE
    chosen = (frame["end_date"] >= pd.Timestamp(first)) & (
        frame["event_date"] <= pd.Timestamp(last)
    )
    if kinds:
        chosen &= frame["event_type"].isin(kinds)
    if actors:
        chosen &= frame["actor"].isin(actors)
    return frame[chosen]


def _choose_asked_dates() -> None:
    asked = (st.query_params["from"], st.query_params["to"])
    st.session_state["dates"] = tuple(map(date.fromisoformat, asked))


def main() -> None:
    """Draw one peer's page."""
    peer, path = sys.argv[1:]
    st.set_page_config(layout="wide", page_title=peer)
    chosen = render_sidebar(load_incidents(path))
    st.caption(f"{len(chosen):,} incidents")
    module = import_module(f"benchmarks.peers.{MODULES[peer]}")
    draw: Callable[[pd.DataFrame], None] = getattr(module, f"draw_{peer}")
    draw(chosen[chosen["located"]])


main()
