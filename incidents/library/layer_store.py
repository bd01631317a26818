"""Layers of named places that a user brought or taught, kept under `INCIDENTS_HOME`.

A manifest names each layer's Parquet file by its content; it is replaced last and whole, so that
a reader sees the layers from before a change or those from after it, never a mixture.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

from incidents.errors import LayerNameError, LayerStoreError, UnknownLayerError
from incidents.files import write_atomically
from incidents.places.layers import SCHEMA, Layer

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

FOLDER = "places"
MANIFEST = "layers.json"
REMEMBERED = "remembered"
"""The layer of a person's own choices; its name is taken."""
_NAME = re.compile(r"\w[\w .()+-]{0,59}")


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


class LayerStore:
    """The user's layers on disk."""

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

    def load(self) -> tuple[Layer, ...]:
        """Return the layers with their places.

        Raises:
            LayerStoreError: A file cannot be read.
        """
        return tuple(map(self._load, self.stored()))

    def _load(self, stored: StoredLayer) -> Layer:
        path = self.folder / stored.file
        try:
            places = pl.read_parquet(path).select(SCHEMA.keys()).cast(pl.Schema(SCHEMA))
        except (OSError, pl.exceptions.PolarsError) as error:
            raise LayerStoreError(path, str(error)) from error
        return Layer(stored.name, stored.credit, stored.licence, places)

    def add(self, layer: Layer, kind: LayerKind, today: date) -> StoredLayer:
        """Keep a layer; one of the same name is replaced.

        Raises:
            LayerNameError: The name is empty, taken, or holds letters that a name may not.
            OSError: The files cannot be written; the store is as before.
        """
        if not _NAME.fullmatch(layer.name) or layer.name.casefold() == REMEMBERED:
            raise LayerNameError(layer.name)
        buffer = io.BytesIO()
        layer.places.write_parquet(buffer)
        content = buffer.getvalue()
        stored = StoredLayer(
            name=layer.name,
            kind=kind,
            credit=layer.credit,
            licence=layer.licence,
            places=layer.places.height,
            added=today.isoformat(),
            file=f"{hashlib.sha256(content).hexdigest()[:20]}.parquet",
        )
        others = [each for each in self.stored() if each.name != layer.name]
        self.folder.mkdir(parents=True, exist_ok=True)
        write_atomically(self.folder / stored.file, [content])
        kept = sorted([stored, *others], key=lambda each: each.kind is LayerKind.TAUGHT)
        self._write(kept)
        return stored

    def remove(self, name: str) -> StoredLayer:
        """Take a layer out and return what it was.

        Raises:
            UnknownLayerError: There is none of that name.
        """
        found = self.stored()
        gone = next((each for each in found if each.name == name), None)
        if gone is None:
            raise UnknownLayerError(name, [each.name for each in found])
        self._write([each for each in found if each is not gone])
        return gone

    def _write(self, layers: list[StoredLayer]) -> None:
        text = json.dumps([asdict(each) for each in layers], ensure_ascii=False, indent=1)
        write_atomically(self.folder / MANIFEST, [text.encode()])
        kept = {each.file for each in layers}
        for file in self.folder.glob("*.parquet"):
            if file.name not in kept:
                file.unlink(missing_ok=True)

    def stamp(self) -> tuple[str, ...]:
        """Return what changes when the layers do."""
        return tuple(f"{each.name}:{each.file}" for each in self.stored())
