"""Reading which datasets there are, while others may be changing them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from incidents.errors import LibraryError
from incidents.library.about import ABOUT_FILE, read_about
from incidents.library.manifest import MANIFEST_FILE, Manifest, is_dataset_name, read_manifest
from incidents.library.stored import StoredDataset, StoredVersion

if TYPE_CHECKING:
    from pathlib import Path

Found = tuple[StoredDataset | None, tuple[LibraryError, ...]]
"""A dataset, None when there is none to show, and what of it is damaged."""
_TRIES = 5


def dataset_names(folder: Path) -> list[str]:
    """Return the names of the datasets, damaged ones included.

    Raises:
        LibraryError: The folder cannot be read.
    """
    try:
        return sorted(
            path.name
            for path in folder.iterdir()
            if is_dataset_name(path.name) and path.is_dir()
        )  # fmt: skip
    except FileNotFoundError:
        return []
    except OSError as error:
        raise LibraryError(folder, error.strerror or str(error)) from error


def read_dataset(folder: Path) -> Found:
    """Return a dataset; versions that are damaged are left out, and named.

    Without the version that is shown there is no dataset to show.
    """
    found: Found = (None, ())
    for _ in range(_TRIES):
        content = _content(folder)
        found = _read_once(folder)
        # Files that vanish while a dataset is changed or deleted are no damage.
        if not found[1] or _content(folder) == content:
            break
    return found if folder.exists() else (None, ())


def _read_once(folder: Path) -> Found:
    try:
        manifest = read_manifest(folder)
    except LibraryError as error:
        return None, (error,)
    versions, problems = [], []
    for version in manifest.versions:
        try:
            versions.append(read_version(folder, version, manifest))
        except LibraryError as error:
            problems.append(error)
    if manifest.active not in [each.about.version for each in versions]:
        return None, tuple(problems)
    dataset = StoredDataset(folder.name, tuple(versions), manifest.active, manifest.removed)
    return dataset, tuple(problems)


def read_version(folder: Path, version: str, manifest: Manifest) -> StoredVersion:
    """Return a version of the dataset in `folder`, with its card as last corrected.

    Raises:
        LibraryError: Its `import.json` is missing, damaged or another's.
    """
    own = folder / version
    about = read_about(own)
    if about.version != version:
        raise LibraryError(own / ABOUT_FILE, f"it tells of another version, {about.version!r}")
    card = manifest.cards.get(version, about.card)
    return StoredVersion(folder.name, replace(about, card=card), own)


def stamp_of(folder: Path) -> str:
    """Return what changes when any `dataset.json` does, or comes, or goes."""
    digest = hashlib.sha256()
    for name in dataset_names(folder):
        content = _content(folder / name)
        told = hashlib.sha256(content).digest() if content is not None else b""
        digest.update(name.encode() + b"\0" + told)
    return digest.hexdigest()[:16]


def _content(folder: Path) -> bytes | None:
    try:
        return (folder / MANIFEST_FILE).read_bytes()
    except OSError:
        return None
