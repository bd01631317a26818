"""Layers of named places that a user brought or taught, with their places."""

from __future__ import annotations

import hashlib
import io
import re
from itertools import chain, count
from typing import TYPE_CHECKING

import polars as pl

from incidents.errors import LayerNameError, LayerStoreError
from incidents.files import write_atomically
from incidents.library.layer_list import LayerKind, LayerList, StoredLayer
from incidents.places.layers import SCHEMA, Layer

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

REMEMBERED = "remembered"
"""The layer of a person's own choices; its name is taken."""
_NAME = re.compile(r"\w[\w .()+-]{0,59}")


class LayerStore(LayerList):
    """The user's layers on disk."""

    def load(self) -> tuple[Layer, ...]:
        """Return the layers with their places.

        Raises:
            LayerStoreError: A file cannot be read.
        """
        stored = self.stored()
        try:
            return tuple(map(self._load, stored))
        except LayerStoreError:
            # a change that came in between takes the files of what it replaced away
            again = self.stored()
            if again == stored:
                raise
            return tuple(map(self._load, again))

    def _load(self, stored: StoredLayer) -> Layer:
        path = self.folder / stored.file
        try:
            places = pl.read_parquet(path).select(SCHEMA.keys()).cast(pl.Schema(SCHEMA))
        except (OSError, pl.exceptions.PolarsError) as error:
            raise LayerStoreError(path, str(error)) from error
        return Layer(stored.name, stored.credit, stored.licence, places)

    def add(
        self, layer: Layer, kind: LayerKind, today: date, *, dataset: str = "", version: str = ""
    ) -> StoredLayer:
        """Keep a layer; one of the same name is replaced.

        Args:
            layer: The places.
            kind: Where they came from.
            today: When they came.
            dataset: The dataset of the library that taught them, if one did. Then only what that
                dataset taught before is replaced, and a name that is taken gives way to one like
                it.
            version: The version of that dataset.

        Raises:
            LayerNameError: The name is empty, taken, or holds letters that a name may not.
            LayerStoreError: The manifest cannot be read.
            OSError: The files cannot be written; the store is as before.
        """
        if not dataset and not _may_be_called(layer.name):
            raise LayerNameError(layer.name)
        buffer = io.BytesIO()
        layer.places.write_parquet(buffer)
        content = buffer.getvalue()
        with self._changing():
            found = self.stored()
            if dataset:
                others = [each for each in found if each.dataset != dataset]
                name = _free_name(layer.name, {each.name for each in others})
            else:
                others = [each for each in found if each.name != layer.name]
                name = layer.name
            stored = StoredLayer(
                name=name,
                kind=kind,
                credit=layer.credit,
                licence=layer.licence,
                places=layer.places.height,
                added=today.isoformat(),
                file=f"{hashlib.sha256(content).hexdigest()[:20]}.parquet",
                dataset=dataset,
                version=version,
            )
            write_atomically(self.folder / stored.file, [content])
            self._write(sorted([stored, *others], key=lambda each: each.kind is LayerKind.TAUGHT))
        return stored


def _may_be_called(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and name.casefold() != REMEMBERED


def layer_names(dataset: str) -> tuple[str, str]:
    """Return what the layer that a dataset teaches is called, and where that is taken."""
    return dataset, f"{dataset} (dataset)"


def _free_name(name: str, taken: Collection[str]) -> str:
    first, second = layer_names(name)
    tries = chain((first, second), (f"{second} {at}" for at in count(2)))
    return next(each for each in tries if each not in taken and _may_be_called(each))
