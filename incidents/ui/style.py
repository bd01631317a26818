"""The little of Streamlit's own look that has to give way to the map."""

from __future__ import annotations

import streamlit as st

from incidents.ui.mounting import COMPONENTS

# Our own constant rules, never words of a dataset.
_RULES = (COMPONENTS / "page.css").read_text(encoding="utf-8")


def render_style() -> None:
    """Add our few rules to the page."""
    st.html(f"<style>{_RULES}</style>")
