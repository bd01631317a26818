"""What processes that were killed leave in the library's folder, and taking it away."""

from __future__ import annotations

import re
import shutil
import uuid
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from incidents.errors import LibraryError
from incidents.files import sync_folder
from incidents.library.about import is_version
from incidents.library.catalogue import dataset_names
from incidents.library.locking import is_abandoned, is_held
from incidents.library.manifest import MANIFEST_FILE, read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

STAGING = ".staging"
DELETING = ".deleting-"
"""Begins the name of what is on its way out."""
KEPT_FOR = timedelta(days=1)
"""How long a staging folder is left that no process seems to hold; one that was certainly left
goes at once."""
_ID = re.compile(r"[0-9a-f]{32}")


def new_id() -> str:
    """Return a name that nothing has yet."""
    return uuid.uuid4().hex


def lock_of(staging: Path) -> Path:
    """Return the lock beside a staging folder, which its process holds while it lives."""
    return staging.with_name(f"{staging.name}.lock")


def set_aside(path: Path, folder: Path) -> Path:
    """Take a folder out of sight in one step, and return where it lies, to be erased.

    Raises:
        OSError: It cannot be renamed.
    """
    aside = folder / f"{DELETING}{new_id()}"
    path.rename(aside)
    sync_folder(folder)
    return aside


def erase(path: Path) -> None:
    """Remove a file or folder, as far as that goes; what stays is tidied away later."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def find_leftovers(folder: Path, now: datetime) -> list[Path]:
    """Return what may go; nobody may change the library meanwhile.

    Only names that the library gives are found, and nothing of a dataset whose `dataset.json`
    is missing or damaged: it may be all that is left to restore it from.
    """
    found = [path for path in folder.iterdir() if path.name.startswith(DELETING)]
    if (folder / STAGING).is_dir():
        found += _left_in_staging(folder / STAGING, now)
    for name in dataset_names(folder):
        found += _unnamed(folder / name)
    return sorted(found)


def _left_in_staging(folder: Path, now: datetime) -> Iterator[Path]:
    before = (now - KEPT_FOR).timestamp()
    stay = set()
    for path in folder.iterdir():
        if path.is_dir() and _ID.fullmatch(path.name):
            lock = lock_of(path)
            old = path.stat().st_mtime < before
            if is_abandoned(lock) or (old and not is_held(lock)):
                yield path
            else:
                stay.add(lock)
    for path in folder.glob("*.lock"):
        if path not in stay and _ID.fullmatch(path.stem) and not is_held(path):
            yield path


def _unnamed(dataset: Path) -> Iterator[Path]:
    try:
        named = read_manifest(dataset).versions
    except LibraryError:
        return
    for path in dataset.iterdir():
        unfinished = path.name.startswith(f".{MANIFEST_FILE}.")
        if unfinished or (is_version(path.name) and path.name not in named):
            yield path
