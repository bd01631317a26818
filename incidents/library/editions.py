"""What changes whenever an answer may change: the data, the places or the code."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

import incidents
from incidents.settings import PROJECT, read_settings

if TYPE_CHECKING:
    from pathlib import Path

    from incidents.settings import Settings

_KINDS = {".py", ".js", ".css", ".csv", ".parquet"}


def current_edition(version: str) -> str:
    """Return a short text that no other state of the data, the places or the code has.

    Args:
        version: The version of the dataset that is served.
    """
    return f"{version}{_stamp_code(read_settings())}"


@lru_cache(maxsize=2)
def _stamp_code(settings: Settings) -> str:
    folders = (PROJECT / "incidents", settings.areas, settings.gazetteer)
    digest = hashlib.sha256(incidents.__version__.encode())
    for path in (path for folder in folders for path in _files(folder)):
        state = path.stat()
        digest.update(f"{path.name}{state.st_mtime_ns}{state.st_size}".encode())
    return digest.hexdigest()[:8]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in _KINDS)
