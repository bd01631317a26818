"""All named places in a compact index on disk, mapped into memory when opened."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from incidents.errors import GazetteerError
from incidents.model.vocabularies import GeoPrecision
from incidents.places.keys import hash_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from incidents.places.layers import Layer

FORMAT = 3
"""Raised when the layout changes, so that an older index is built anew."""
BUCKET_BITS = 18
LEVELS = ("exact", "sound", "skeleton")
NUMBERS = {
    "latitude": np.float64,
    "longitude": np.float64,
    "population": np.uint32,
    "radius_m": np.uint32,
    "kind": np.uint8,
    "country": np.uint16,
    "admin1": np.uint16,
    "geo_precision": np.uint8,
    "layer": np.uint8,
    "first": np.uint32,
}
"""One array each, a value a place; the last is its first spelling."""
TEXTS = ("name", "name_ar", "place_id", "source", "spelling")
PRECISIONS = list(GeoPrecision)
META = "meta.json"


class LayerInfo(NamedTuple):
    """Where places come from and on what terms."""

    name: str
    credit: str
    licence: str
    places: int


def _view(array: np.ndarray[Any, Any]) -> memoryview[Any]:
    """Return an array for reading single values, several times as fast as NumPy does."""
    return memoryview(array)  # type: ignore[arg-type]  # NumPy's arrays are buffers, untold


class Texts:
    """Strings end to end in one array of bytes."""

    __slots__ = ("_offsets", "_raw")

    def __init__(self, raw: np.ndarray[Any, Any], offsets: np.ndarray[Any, Any]) -> None:
        self._raw = _view(raw)
        self._offsets = _view(offsets)

    def __getitem__(self, row: int) -> str:
        start, end = self._offsets[row], self._offsets[row + 1]
        return str(self._raw[start:end], "utf-8") if start < end else ""

    def __len__(self) -> int:
        return len(self._offsets) - 1


class PlaceIndex:
    """Named places by any of their spellings.

    `find` gives rows; `numbers` and `texts` hold what is known of a row, one column each; `owner`
    is the place of a spelling, `usual` whether it is one of the place's usual name.
    """

    def __init__(self, meta: dict[str, Any], arrays: dict[str, np.ndarray[Any, Any]]) -> None:
        self.layers = tuple(LayerInfo(*one) for one in meta["layers"])
        self.kinds: tuple[str, ...] = tuple(meta["kinds"])
        self.countries: tuple[str, ...] = tuple(meta["countries"])
        self.areas: tuple[str, ...] = tuple(meta["areas"])
        self.country_rows = {name: (start, end) for name, start, end in meta["country_rows"]}
        self.numbers = {name: _view(arrays[name]) for name in NUMBERS}
        self.texts = {
            name: Texts(arrays[f"{name}.raw"], arrays[f"{name}.offsets"]) for name in TEXTS
        }
        self.owner = _view(arrays["owner"])
        self.usual = _view(arrays["usual"])
        self._buckets = {level: _view(arrays[f"{level}.buckets"]) for level in LEVELS}
        self._marks = {level: _view(arrays[f"{level}.marks"]) for level in LEVELS}
        self._rows = {level: _view(arrays[f"{level}.rows"]) for level in LEVELS}

    def __len__(self) -> int:
        """Return how many places there are."""
        return len(self.owner and self.numbers["kind"])

    def find(self, level: str, key: str) -> list[int]:
        """Return the rows filed under a key: of spellings, of places at level `skeleton`."""
        bucket, mark = hash_key(level, key)
        bucket >>= 32 - BUCKET_BITS
        buckets = self._buckets[level]
        start, end = buckets[bucket], buckets[bucket + 1]
        marks = self._marks[level][start:end].tolist()
        if mark not in marks:
            return []
        rows = self._rows[level]
        return [rows[start + at] for at, one in enumerate(marks) if one == mark]

    def spellings(self, place: int) -> Iterator[str]:
        """Yield every spelling of a place."""
        first = self.numbers["first"]
        texts = self.texts["spelling"]
        end = first[place + 1] if place + 1 < len(first) else len(texts)
        for row in range(first[place], end):
            yield texts[row]


def load_index(path: Path) -> PlaceIndex:
    """Return the index in the folder `path`.

    Raises:
        GazetteerError: It is missing, damaged or of another version.
    """
    try:
        meta = json.loads((path / META).read_text(encoding="utf-8"))
        if meta.get("format") != FORMAT:
            raise GazetteerError(path, "it was written by another version")
        arrays = {
            name: np.load(path / f"{name}.npy", mmap_mode="r" if size else None)
            for name, size in meta["arrays"].items()
        }
        return PlaceIndex(meta, arrays)
    except (OSError, EOFError, KeyError, ValueError) as error:
        raise GazetteerError(path, str(error)) from error


def build_index(
    layers: Iterable[Layer], path: Path, progress: Callable[[str, float], None]
) -> PlaceIndex:
    """Write the index of `layers` to the folder `path`, and return it opened.

    Args:
        layers: Most trusted first.
        path: A folder; replaced as a whole or not at all.
        progress: Told what is being done and the share done, 0 to 1.
    """
    # The builder brings polars expressions and the whole of romanisation; readers need neither.
    from incidents.places.indexing import collect_arrays  # noqa: PLC0415

    meta, arrays = collect_arrays(layers, progress)
    meta |= {"format": FORMAT, "arrays": {name: int(array.size) for name, array in arrays.items()}}
    path.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        for name, array in arrays.items():
            np.save(work / f"{name}.npy", array)
        (work / META).write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
        _replace(work, path)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    progress("ready", 1.0)
    return load_index(path)


def memory_index(layers: Iterable[Layer]) -> PlaceIndex:
    """Return an index of a few layers without writing it."""
    from incidents.places.indexing import collect_arrays  # noqa: PLC0415  as above

    meta, arrays = collect_arrays(layers, lambda _step, _share: None)
    return PlaceIndex(meta, arrays)


def _replace(work: Path, path: Path) -> None:
    """Put the finished folder in place; another process that was quicker keeps its own."""
    if path.exists():
        shutil.rmtree(path)
    try:
        work.rename(path)
    except OSError:
        if not (path / META).exists():
            raise
