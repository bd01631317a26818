"""What every answer is computed from, loaded once per process and shared with the page."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from incidents.library.datasets import load_atlas
from incidents.maps.basemap import Basemap
from incidents.settings import read_settings

if TYPE_CHECKING:
    from incidents.library.datasets import Atlas
    from incidents.settings import Settings

_LOADING = Lock()


def current_atlas() -> Atlas:
    """Return what this installation serves now; a changed folder is read anew.

    Raises:
        IncidentsError: The data cannot be read.
    """
    # One request reads while the others wait, so that the first page does not read five times.
    with _LOADING:
        return load_atlas(read_settings())


def current_basemap() -> Basemap:
    """Return the base map of the bundled places."""
    return _build_basemap(read_settings())


@lru_cache(maxsize=2)
def _build_basemap(settings: Settings) -> Basemap:
    return Basemap(settings.areas, settings.gazetteer)
