"""What every answer is computed from, loaded once per process and shared with the page."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

import incidents
from incidents.library.datasets import load_atlas
from incidents.maps.basemap import Basemap
from incidents.settings import PROJECT, read_settings

if TYPE_CHECKING:
    from pathlib import Path

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


def current_edition(version: str) -> str:
    """Return what changes whenever an answer may change: the data, the places or the code.

    Args:
        version: The version of the dataset that is served.
    """
    return f"{version}{_stamp_code(read_settings())}"


@lru_cache(maxsize=2)
def _stamp_code(settings: Settings) -> str:
    folders = (PROJECT / "incidents", settings.areas, settings.gazetteer)
    files = [path for folder in folders for path in _files(folder)]
    digest = hashlib.sha256(incidents.__version__.encode())
    for path in files:
        state = path.stat()
        digest.update(f"{path.name}{state.st_mtime_ns}{state.st_size}".encode())
    return digest.hexdigest()[:8]


def _files(folder: Path) -> list[Path]:
    kinds = {".py", ".js", ".css", ".csv", ".parquet"}
    return sorted(path for path in folder.rglob("*") if path.suffix in kinds)
