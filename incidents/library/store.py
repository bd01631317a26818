"""The datasets that people brought, kept under `INCIDENTS_HOME` and never half there.

A version is made in a staging folder, brought to disk, renamed into place and only then named in
`dataset.json` (`library.manifest`), which alone says what there is. Whoever reads takes no lock
and sees the state before a change or the one after it; changes wait for each other. A process
that is killed leaves files that nothing names, and `Library.tidy` takes them away.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from incidents.errors import LibraryError, UnknownDatasetError
from incidents.files import sync_folder, sync_tree
from incidents.library.about import is_version, write_about
from incidents.library.catalogue import dataset_names, read_dataset, read_version, stamp_of
from incidents.library.layer_list import LayerList
from incidents.library.leftovers import (
    STAGING,
    erase,
    find_leftovers,
    lock_of,
    new_id,
    set_aside,
)
from incidents.library.locking import hold, let_go, locked
from incidents.library.manifest import (
    Manifest,
    check_dataset_name,
    read_manifest,
    write_manifest,
)

if TYPE_CHECKING:
    # the class has a method of the same name
    from builtins import list as list_of
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from incidents.library.stored import StoredCard, StoredDataset, StoredVersion, VersionAbout

FOLDER = "datasets"
LOCK = ".lock"


class Library:
    """The datasets on disk; any number of these, in any number of processes, may share them."""

    def __init__(self, home: Path) -> None:
        self.folder = home / FOLDER
        self._layers = LayerList(home)
        self._staging = self.folder / STAGING

    def list(self, *, removed: bool = False) -> list_of[StoredDataset]:
        """Return the datasets by name; those that are removed only if asked for them too.

        Damaged ones are not among them: `problems` names them.
        """
        found = (read_dataset(self.folder / name)[0] for name in dataset_names(self.folder))
        return [each for each in found if each and (removed or not each.removed)]

    def problems(self) -> tuple[LibraryError, ...]:
        """Return what is damaged: datasets, and versions of others."""
        names = dataset_names(self.folder)
        return tuple(each for name in names for each in read_dataset(self.folder / name)[1])

    def get(self, name: str) -> StoredDataset:
        """Return a dataset, removed or not.

        Raises:
            UnknownDatasetError: There is none of that name.
            LibraryError: It is damaged.
        """
        dataset, problems = read_dataset(self._find(name))
        if dataset is not None:
            return dataset
        if problems:
            raise problems[0]
        raise UnknownDatasetError(name, dataset_names(self.folder))

    def stamp(self) -> str:
        """Return what changes when anything that `list` returns does."""
        return stamp_of(self.folder)

    def begin(self) -> Path:
        """Return a new, empty folder in which to make a version; `commit` or `discard` ends it.

        Raises:
            LibraryError: It cannot be made.
        """
        with self._changing():
            if not self._staging.is_dir():
                self._staging.mkdir()
                sync_folder(self.folder)
            staging = self._staging / new_id()
            hold(lock_of(staging))
            try:
                staging.mkdir()
            except OSError:
                let_go(lock_of(staging))
                raise
        return staging

    def commit(self, staging: Path, name: str, about: VersionAbout) -> StoredVersion:
        """Make a staging folder a version, write its `import.json`, and show it.

        A version that is there already is left as it is, shown or not, and returned. A new
        version of a removed dataset brings the dataset back.

        Raises:
            DatasetNameError: A dataset cannot be called that; the staging folder stays.
            LibraryError: Something cannot be written; the staging folder is gone.
        """
        check_dataset_name(name)
        self._check_staging(staging, about.version)
        try:
            with self._reporting():
                write_about(staging, about)
                sync_tree(staging)
            with self._changing():
                manifest = self._place(staging, name, about.version)
                return read_version(self.folder / name, about.version, manifest)
        finally:
            self.discard(staging)

    def discard(self, staging: Path) -> None:
        """Remove a staging folder, with whatever is in it; one that is gone is no error."""
        self._check_staging(staging)
        erase(staging)
        let_go(lock_of(staging))

    def _check_staging(self, staging: Path, version: str = "0" * 12) -> None:
        """Refuse what would lead out of the library: mistakes of a caller, not of a person."""
        if staging.parent != self._staging or not is_version(version):
            raise ValueError(f"{staging} is no staging folder, or {version!r} no version")

    def _place(self, staging: Path, name: str, version: str) -> Manifest:
        folder = self.folder / name
        if not folder.exists():
            manifest = Manifest((version,), version)
            self._place_first(staging, folder, manifest)
            return manifest
        manifest = read_manifest(folder)
        if version in manifest.versions:
            return manifest
        changed = manifest.with_version(version)
        if (folder / version).exists():  # left by a process that was killed before it named it
            erase(set_aside(folder / version, self.folder))
        try:
            staging.rename(folder / version)
            sync_folder(folder)
            write_manifest(folder, changed)
        except OSError:
            if version not in read_manifest(folder).versions:
                erase(folder / version)
            raise
        return changed

    def _place_first(self, staging: Path, folder: Path, manifest: Manifest) -> None:
        """Make a dataset whole before it has its name: none without `dataset.json` is ours."""
        whole = self._staging / new_id()
        try:
            whole.mkdir()
            staging.rename(whole / manifest.active)
            write_manifest(whole, manifest)
            whole.rename(folder)
        finally:
            erase(whole)
        sync_folder(self.folder)

    def activate(self, name: str, version: str) -> StoredDataset:
        """Show another version of a dataset.

        Raises:
            UnknownDatasetError: There is no such dataset, or it has no such version.
            LibraryError: It is damaged, or cannot be written.
        """
        return self._change(name, lambda manifest: manifest.showing(version))

    def remove(self, name: str) -> StoredDataset:
        """Show a dataset nowhere, and keep it; the names it taught are forgotten.

        Raises:
            UnknownDatasetError: There is no such dataset.
            LibraryError: It is damaged, or cannot be written.
            LayerStoreError: Which names it taught cannot be read; nothing was changed.
        """
        return self._change(name, lambda manifest: replace(manifest, removed=True))

    def restore(self, name: str) -> StoredDataset:
        """Show a removed dataset again.

        Raises:
            UnknownDatasetError: There is no such dataset.
            LibraryError: It is damaged, or cannot be written.
        """
        return self._change(name, lambda manifest: replace(manifest, removed=False))

    def update_card(self, name: str, version: str, card: StoredCard) -> StoredDataset:
        """Put a corrected card in place of a version's; `import.json` keeps the first.

        Raises:
            UnknownDatasetError: There is no such dataset, or it has no such version.
            LibraryError: It is damaged, or cannot be written.
        """
        return self._change(name, lambda manifest: manifest.with_card(version, card))

    def delete(self, name: str) -> None:
        """Delete a dataset for good, with its files and the names it taught; damaged ones too.

        Raises:
            UnknownDatasetError: There is no such dataset.
            LibraryError: It cannot be deleted.
            LayerStoreError: Which names it taught cannot be read; nothing was changed.
        """
        with self._changing():
            folder = self._find(name)
            self._layers.forget(name)
            aside = set_aside(folder, self.folder)
        erase(aside)

    @contextmanager
    def holding(self, version: StoredVersion) -> Iterator[None]:
        """Let nobody change the datasets while something made of a version is kept elsewhere.

        Raises:
            UnknownDatasetError: The dataset, or that version of it, is removed or gone.
            LibraryError: It is damaged, or what is kept cannot be written.
        """
        with self._changing():
            manifest = read_manifest(self._find(version.dataset))
            if manifest.removed:
                raise UnknownDatasetError(version.dataset, [each.name for each in self.list()])
            manifest.showing(version.about.version)  # which refuses a version that is gone
            yield

    def tidy(self, now: datetime | None = None) -> list_of[str]:
        """Take away what killed processes left, and return what that was.

        Staging folders go never while the process that made them lives, at once where it ran on
        this machine, and else after a day. What does not bear a name that the library gives is
        left alone, and so is a dataset whose `dataset.json` is missing or damaged.

        Raises:
            LibraryError: The folder cannot be written.
        """
        if not self.folder.is_dir():
            return []
        with self._changing():
            found = find_leftovers(self.folder, now or datetime.now(UTC))
            # out of sight first: erasing a large folder takes longer than others should wait
            gone = [
                set_aside(path, self.folder)
                if path.is_dir() and path.parent != self.folder else path
                for path in found
            ]  # fmt: skip
        for path in gone:
            erase(path)
        return [path.relative_to(self.folder).as_posix() for path in found]

    def _change(self, name: str, change: Callable[[Manifest], Manifest]) -> StoredDataset:
        with self._changing():
            folder = self._find(name)
            manifest = read_manifest(folder)
            changed = change(manifest)
            if changed.removed:  # first: names that are lost in between can be taught again
                self._layers.forget(name)
            if changed != manifest:
                write_manifest(folder, changed)
        return self.get(name)

    def _find(self, name: str) -> Path:
        """Return a dataset's folder; what somebody typed is no path before it is found here."""
        names = dataset_names(self.folder)
        if name not in names:
            raise UnknownDatasetError(name, names)
        return self.folder / name

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Let nobody else change anything meanwhile."""
        with self._reporting():
            if not self.folder.is_dir():
                self.folder.mkdir(parents=True, exist_ok=True)
                sync_folder(self.folder.parent)
            with locked(self.folder / LOCK):
                yield

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        try:
            yield
        except LibraryError:
            raise
        except OSError as error:
            raise LibraryError(self.folder, error.strerror or str(error)) from error
