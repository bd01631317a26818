"""What a dataset of the library consists of: `dataset.json`, the only file that says so.

It is replaced whole, and last: whatever else lies in a dataset's folder is not part of it.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from incidents.errors import DatasetNameError, LibraryError, UnknownDatasetError
from incidents.files import write_atomically
from incidents.library.about import is_version
from incidents.library.stored import StoredCard  # noqa: TC001 (read_json asks for it)
from incidents.library.typed_json import read_json

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST_FILE = "dataset.json"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True)
class Manifest:
    """The versions of a dataset."""

    versions: tuple[str, ...]
    """Oldest first."""
    active: str
    removed: bool = False
    cards: dict[str, StoredCard] = field(default_factory=dict)
    """The cards that a person corrected after the import, by version."""

    def __post_init__(self) -> None:
        """Refuse what no library writes: versions become names of folders.

        Raises:
            ValueError: A version is no version, or stands there twice, or the active one is not
                among them.
        """
        for version in self.versions:
            if not is_version(version) or self.versions.count(version) > 1:
                raise ValueError(f"the version {version!r} is no id, or stands there twice")
        if self.active not in self.versions:
            raise ValueError(f"the active version {self.active!r} is not one of its versions")

    def with_version(self, version: str) -> Manifest:
        """Return the dataset with a new version, which is shown from now on."""
        return replace(self, versions=(*self.versions, version), active=version, removed=False)

    def showing(self, version: str) -> Manifest:
        """Return the dataset with another version shown.

        Raises:
            UnknownDatasetError: It has no such version.
        """
        self._check(version)
        return replace(self, active=version)

    def with_card(self, version: str, card: StoredCard) -> Manifest:
        """Return the dataset with a version's card corrected.

        Raises:
            UnknownDatasetError: It has no such version.
        """
        self._check(version)
        return replace(self, cards={**self.cards, version: card})

    def _check(self, version: str) -> None:
        if version not in self.versions:
            raise UnknownDatasetError(version, self.versions)


def is_dataset_name(name: str) -> bool:
    """Return whether a dataset may have the name, which then is fit for a folder's."""
    return _NAME.fullmatch(name) is not None


def check_dataset_name(name: str) -> None:
    """Refuse a name that a dataset may not have.

    Raises:
        DatasetNameError: It is not 1 to 40 small letters, digits and hyphens after a letter.
    """
    if not is_dataset_name(name):
        raise DatasetNameError(name)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace a dataset's `dataset.json`.

    Raises:
        OSError: It cannot be written; it is as before.
    """
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1) + "\n"
    write_atomically(folder / MANIFEST_FILE, [text.encode()])


def read_manifest(folder: Path) -> Manifest:
    """Return what a dataset consists of.

    Raises:
        LibraryError: The file is missing, or says something else.
    """
    path = folder / MANIFEST_FILE
    cure = "restore it, or move its folder away"
    try:
        return read_json(Manifest, path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LibraryError(path, f"{error.strerror or error}; {cure}") from error
    except ValueError as error:
        raise LibraryError(path, f"{error}; {cure}") from error
