"""The dataset, and what the page says while it is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from incidents.library.datasets import load_atlas

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from incidents.library.datasets import Dataset


def load_shown() -> Dataset:
    """Return what is served; what takes long says how far it is.

    Raises:
        IncidentsError: As `load_atlas`.
    """
    bar: DeltaGenerator | None = None

    def tell(step: str, share: float) -> None:
        nonlocal bar
        bar = bar or st.progress(0.0)
        bar.progress(min(share, 1.0), f"{step}. This is done once for each change of the datasets.")

    try:
        return load_atlas(progress=tell).dataset
    finally:
        if bar is not None:
            bar.empty()
