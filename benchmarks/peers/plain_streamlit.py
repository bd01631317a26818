"""Streamlit's own maps, and its page without any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pydeck
import streamlit as st

from benchmarks.peers.view import GL_ZOOM, HEIGHT_PX, LATITUDE, LONGITUDE

if TYPE_CHECKING:
    import pandas as pd

_RED = [200, 30, 0, 160]


def draw_blank(incidents: pd.DataFrame) -> None:
    """Draw no map: what the page costs before there is one."""
    del incidents
    st.html('<p id="no-map">No map</p>')


def draw_st_map(incidents: pd.DataFrame) -> None:
    """Draw with one call; no popups."""
    st.map(incidents, latitude="latitude", longitude="longitude", zoom=GL_ZOOM, height=HEIGHT_PX)


def draw_pydeck(incidents: pd.DataFrame) -> None:
    """Draw WebGL circles with words on hover."""
    circles = pydeck.Layer(
        "ScatterplotLayer",
        incidents[["longitude", "latitude", "text"]],
        get_position=["longitude", "latitude"],
        get_fill_color=_RED,
        radius_min_pixels=3,
        pickable=True,
    )
    view = pydeck.ViewState(latitude=LATITUDE, longitude=LONGITUDE, zoom=GL_ZOOM)
    deck = pydeck.Deck([circles], initial_view_state=view, tooltip={"text": "{text}"})
    st.pydeck_chart(deck, height=HEIGHT_PX)
