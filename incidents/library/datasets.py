"""A folder of tables, validated and placed: what every page and answer is computed from."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from threading import RLock
from typing import TYPE_CHECKING

from incidents.errors import UnpackedFolderError
from incidents.library.card import CARD_FILE, DatasetCard, read_card
from incidents.library.cards import card_of, join_cards
from incidents.library.layouts import is_parquet_folder, open_folder, states_of
from incidents.library.placing import place_incidents
from incidents.library.store import Library
from incidents.library.union import open_union
from incidents.library.unread import open_unread
from incidents.library.version_files import read_native
from incidents.model.frames import Tables, build_frames, lay_out
from incidents.model.tables import TABLES
from incidents.model.validation import RejectedRow, validate_tables
from incidents.places.areas import load_areas
from incidents.places.gazetteer import load_gazetteer
from incidents.places.geocoder import Geocoder
from incidents.readers.curated import read_curated
from incidents.settings import EngineKind, Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from incidents.library.stored import StoredVersion
    from incidents.places.areas import AreaIndex
    from incidents.places.gazetteer import Gazetteer

    Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Part:
    """One of the datasets that are served together."""

    card: DatasetCard
    version: str
    folder: Path
    """Where its files lie."""

    @property
    def dataset_id(self) -> str:
        """The dataset's id: the `dataset_id` of each of its incidents."""
        return self.card.dataset_id

    def describe(self) -> dict[str, str]:
        """Return what every record says of the dataset it belongs to."""
        return {
            "dataset_id": self.dataset_id,
            "title": self.card.title,
            "version": self.version,
            "licence": self.card.licence,
            "citation": self.card.citation,
            "toll_convention": self.card.toll_convention,
        }

    def read_native(self, incident_id: str) -> dict[str, str]:
        """Return an incident's cells as the file that was brought has them; none of our own."""
        return read_native(self.folder, incident_id.removeprefix(f"{self.dataset_id}."))


@dataclass(frozen=True)
class Dataset:
    """What is served: one dataset, or several as one."""

    card: DatasetCard
    """Of the one dataset, or of the whole that several make."""
    version: str
    """12 hexadecimal digits that no other state of the files has."""
    folder: Path
    tables: Tables
    rejected: tuple[RejectedRow, ...]
    """Rows that are not served, and why."""
    parts: tuple[Part, ...] = ()
    """The datasets in it, the installation's own first."""

    def __post_init__(self) -> None:
        if not self.parts:
            object.__setattr__(self, "parts", (Part(self.card, self.version, self.folder),))

    @property
    def dataset_id(self) -> str:
        """The dataset's id."""
        return self.card.dataset_id

    def part_of(self, dataset_id: str) -> Part:
        """Return the dataset that an incident's `dataset_id` names; the first if none does."""
        return next((part for part in self.parts if part.dataset_id == dataset_id), self.parts[0])


@dataclass(frozen=True)
class Atlas:
    """Everything the installation serves: a dataset and the places it is drawn on."""

    dataset: Dataset
    areas: AreaIndex
    gazetteer: Gazetteer


def _silent(_step: str, _share: float) -> None:
    """Take a report of progress and do nothing."""


class _Loading:
    """Lets one at a time load what many ask for, and tells all of them how far it is."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._progress: Progress = _silent
        self._last: tuple[str, float] | None = None

    @contextmanager
    def alone(self, progress: Progress) -> Iterator[None]:
        """Wait until nobody else loads, and be told then what `tell` is told."""
        while not self._lock.acquire(timeout=_LOOK_EVERY_S):
            if self._last:
                progress(*self._last)
        try:
            self._progress = progress
            yield
        finally:
            self._progress, self._last = _silent, None
            self._lock.release()

    def tell(self, step: str, share: float) -> None:
        """Tell whoever loads, and whoever waits for that."""
        self._last = step, share
        self._progress(step, share)


_LOOK_EVERY_S = 0.5
_loading = _Loading()


def load_atlas(settings: Settings | None = None, progress: Progress = _silent) -> Atlas:
    """Return what the settings point at; computed once for each state of the files.

    The folder holds CSV files, or Parquet files as `incidents pack` writes them; Spark reads only
    the latter.

    Args:
        settings: The installation's; None for those of the environment.
        progress: Told what is being done and the share done, 0 to 1; only called when datasets
            have to be put together or laid out first.

    Raises:
        DataFolderError: The folder of tables is missing.
        DatasetFolderError: Its Parquet files cannot be used.
        UnpackedFolderError: Spark was asked to read CSV files.
        SparkMissingError: Spark was asked for and is not installed.
        TableError: incidents.csv or the card cannot be read at all.
    """
    chosen = settings or read_settings()
    # a cluster reads the folder it was given and nothing else
    kept = "" if chosen.engine is EngineKind.SPARK else Library(chosen.home).stamp()
    stamp = _stamp(chosen.data), kept
    with _loading.alone(progress):
        return _load(chosen, stamp)


@lru_cache(maxsize=2)
def _load(settings: Settings, stamp: tuple[object, str]) -> Atlas:
    areas = load_areas(settings.areas)
    gazetteer = load_gazetteer(settings.gazetteer)
    # a changed file gives another stamp, and is loaded anew
    dataset = _load_own(settings, stamp[0], areas, gazetteer)
    brought = [each.current for each in Library(settings.home).list()] if stamp[1] else []
    if brought:
        dataset = _join(settings, dataset, brought)
    return Atlas(dataset, areas, gazetteer)


@lru_cache(maxsize=2)
def _load_own(settings: Settings, stamp: object, areas: AreaIndex, gazetteer: Gazetteer) -> Dataset:
    del stamp  # part of the key only
    by_spark = settings.engine is EngineKind.SPARK
    if is_parquet_folder(settings.data):
        open_ = open_unread if by_spark else partial(open_folder, progress=_loading.tell)
        tables, version = open_(settings.data, settings)
        return Dataset(read_card(settings.data), version, settings.data, tables, ())
    if by_spark and _files(settings.data):
        raise UnpackedFolderError(settings.data)
    return load_dataset(settings.data, Geocoder(areas, gazetteer))


def _join(settings: Settings, own: Dataset, brought: Sequence[StoredVersion]) -> Dataset:
    """Return the installation's own dataset and those that were brought, as one."""
    tables, version = open_union(settings, own.tables.by_name, own.version, brought, _loading.tell)
    parts = (*own.parts, *(_part(each) for each in brought))
    return Dataset(join_cards(part.card for part in parts), version, own.folder, tables,
                   own.rejected, parts)  # fmt: skip


def _part(version: StoredVersion) -> Part:
    return Part(card_of(version), version.about.version, version.folder)


def load_dataset(folder: Path, geocoder: Geocoder) -> Dataset:
    """Return the folder's good rows, placed, and its other rows with the reason for each.

    Raises:
        DataFolderError: The folder or its incidents.csv is missing.
        TableError: incidents.csv or the card cannot be read at all.
    """
    found = read_curated(folder)
    if "incidents" in found.unreadable:
        raise found.unreadable["incidents"]
    card = read_card(folder)
    result = validate_tables(found.rows)
    unreadable = [
        RejectedRow(name, 1, "", "", str(error)) for name, error in found.unreadable.items()
    ]
    frames = build_frames(result.accepted)
    frames["incidents"] = place_incidents(frames, geocoder, card.dataset_id)
    return Dataset(
        card, hash_folder(folder), folder, lay_out(frames), (*unreadable, *result.rejected)
    )


def hash_folder(folder: Path) -> str:
    """Return the version of a folder of tables: equal files give equal versions."""
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _files(folder: Path) -> list[Path]:
    names = [CARD_FILE, *(table.file_name for table in TABLES.values())]
    return [folder / name for name in names if (folder / name).is_file()]


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    own = ((path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in _files(folder))
    return (*own, *states_of(folder))
