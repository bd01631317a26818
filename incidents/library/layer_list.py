"""Which layers of named places a user has, kept under `INCIDENTS_HOME`; light to import.

A manifest names each layer's Parquet file by its content; it is replaced last and whole, so that
a reader sees the layers from before a change or those from after it, never a mixture. Changes
wait for each other.
"""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from incidents.errors import LayerStoreError, UnknownLayerError
from incidents.files import write_atomically
from incidents.library.locking import locked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

FOLDER = "places"
MANIFEST = "layers.json"
INDEX_PREFIX = "index-"
"""Begins the name of an index of names (`library.opening`)."""
LOCK = ".lock"


class LayerKind(StrEnum):
    """Where a layer came from."""

    BROUGHT = "brought"
    """A file of places that the user added."""
    TAUGHT = "taught"
    """Learnt from the places of a located dataset."""


@dataclass(frozen=True)
class StoredLayer:
    """One layer in the store."""

    name: str
    kind: LayerKind
    credit: str
    licence: str
    places: int
    added: str
    """ISO date."""
    file: str
    dataset: str = ""
    """The dataset of the library that taught it; "" for a file."""
    version: str = ""
    """Which version of that dataset."""


class LayerList:
    """The user's layers on disk, without their places."""

    def __init__(self, home: Path) -> None:
        self.folder = home / FOLDER

    def stored(self) -> tuple[StoredLayer, ...]:
        """Return the layers, the most trusted first: brought before taught, newest first.

        Raises:
            LayerStoreError: The manifest cannot be read.
        """
        path = self.folder / MANIFEST
        if not path.is_file():
            return ()
        try:
            rows = json.loads(path.read_text(encoding="utf-8"))
            return tuple(StoredLayer(**row | {"kind": LayerKind(row["kind"])}) for row in rows)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise LayerStoreError(path, str(error)) from error

    def stamp(self) -> tuple[str, ...]:
        """Return what changes when the layers do."""
        return tuple(
            f"{each.name}:{each.file}:{each.credit}:{each.licence}" for each in self.stored()
        )

    def taught_by(self, dataset: str) -> StoredLayer | None:
        """Return the layer that a dataset of the library taught, if it is used.

        Raises:
            LayerStoreError: The manifest cannot be read.
        """
        return next((each for each in self.stored() if each.dataset == dataset), None)

    def remove(self, name: str) -> StoredLayer:
        """Take a layer out and return what it was.

        Raises:
            UnknownLayerError: There is none of that name.
            LayerStoreError: The manifest cannot be read.
            OSError: The manifest cannot be written; the layers are as before.
        """
        if self.stored():
            with self._changing():
                gone = next((each for each in self.stored() if each.name == name), None)
                if gone is not None:
                    self._drop(gone)
                    return gone
        raise UnknownLayerError(name, [each.name for each in self.stored()])

    def forget(self, dataset: str) -> None:
        """Take out the layer that a dataset of the library taught; none is no error.

        Raises:
            LayerStoreError: The manifest cannot be read.
            OSError: The manifest cannot be written; the layers are as before.
        """
        if not self.folder.is_dir():
            return
        with self._changing():
            gone = self.taught_by(dataset)
            if gone is not None:
                self._drop(gone)
            else:  # what a process that was killed had not named yet
                self._sweep(self.stored())

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Let nobody else change the layers meanwhile."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with locked(self.folder / LOCK):
            yield

    def _drop(self, gone: StoredLayer) -> None:
        self._write([each for each in self.stored() if each != gone])
        # every index holds the names of the layers it was built of
        for index in self.folder.glob(f"{INDEX_PREFIX}*"):
            shutil.rmtree(index, ignore_errors=True)

    def _write(self, layers: Sequence[StoredLayer]) -> None:
        text = json.dumps([asdict(each) for each in layers], ensure_ascii=False, indent=1)
        write_atomically(self.folder / MANIFEST, [text.encode()])
        self._sweep(layers)

    def _sweep(self, layers: Sequence[StoredLayer]) -> None:
        """Remove files of places that no layer names."""
        kept = {each.file for each in layers}
        for file in self.folder.glob("*.parquet"):
            if file.name not in kept:
                file.unlink(missing_ok=True)
