"""Plotly's map: WebGL circles with words on hover."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.express as px
import streamlit as st

from benchmarks.peers.view import GL_ZOOM, HEIGHT_PX, LATITUDE, LONGITUDE

if TYPE_CHECKING:
    import pandas as pd


def draw_plotly(incidents: pd.DataFrame) -> None:
    """Draw one trace on a white ground."""
    figure = px.scatter_map(
        incidents,
        "latitude",
        "longitude",
        hover_name="text",
        center={"lat": LATITUDE, "lon": LONGITUDE},
        zoom=GL_ZOOM,
        height=HEIGHT_PX,
        map_style="white-bg",
    )
    st.plotly_chart(figure.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0}))
