"""The dataset, and what the page says while it is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException, StopException

from incidents.library.datasets import load_atlas

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from incidents.library.datasets import Dataset


def load_shown() -> Dataset:
    """Return what is served; what takes long says how far it is.

    Raises:
        IncidentsError: As `load_atlas`.
    """
    telling = _Telling()
    try:
        dataset = load_atlas(progress=telling.tell).dataset
    finally:
        telling.end()
    return dataset


class _Telling:
    """A bar on the page, for as long as the page is wanted.

    Whoever clicks meanwhile ends the run at the next word to the page. What is being put together
    is wanted all the same, by the run that follows and by everybody else, and is finished first.
    """

    def __init__(self) -> None:
        self._bar: DeltaGenerator | None = None
        self._ended: RerunException | StopException | None = None

    def tell(self, step: str, share: float) -> None:
        """Show how far it is."""
        if self._ended is not None:
            return
        words = f"{step}. This is done once for each change of the datasets."
        try:
            self._bar = self._bar or st.progress(0.0)
            self._bar.progress(min(share, 1.0), words)
        except (RerunException, StopException) as error:
            self._ended = error

    def end(self) -> None:
        """Take the bar away, and end the run if that was due."""
        if self._ended is not None:
            raise self._ended
        if self._bar is not None:
            self._bar.empty()
