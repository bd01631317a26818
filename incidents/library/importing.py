"""Bringing a file in: looked at, read in a confined process, reported on, and then confirmed."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from incidents.confined.running import run_confined
from incidents.errors import DatasetNameError
from incidents.library.about import REJECTED_FILE, REPORT_FILE, original_file, version_id
from incidents.library.card import read_card
from incidents.library.differences import compare
from incidents.library.gazetteers import open_search
from incidents.library.layer_list import LayerList
from incidents.library.layer_store import layer_names
from incidents.library.manifest import check_dataset_name
from incidents.library.mappings import remember_mapping
from incidents.library.originals import check_source, hash_file
from incidents.library.report import ImportReport
from incidents.library.reviews import ReviewList
from incidents.library.store import Library
from incidents.library.stored import READER_VERSION, Composed, StoredCard, VersionAbout
from incidents.library.task import tell_task
from incidents.library.union import forget_unions
from incidents.places.surroundings import Context
from incidents.readers.raw import AS_FOUND, Container, Reading

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from incidents.library.stored import StoredVersion
    from incidents.readers.mapping import TableMapping
    from incidents.settings import Settings

    Progress = Callable[[str, float], None]

_TASKS = "incidents.library.worker:"
_WORK = "work"
_PLACES = "places"
_MOST_QUESTIONS = 500


@dataclass(frozen=True)
class Request:
    """What somebody wants to bring in."""

    file: Path
    file_name: str
    """What the file is called where it comes from; shown, and never used as a path."""
    dataset: str
    """The name in the library: 1 to 40 small letters, digits and hyphens."""
    card: StoredCard = field(default_factory=StoredCard)
    """What is said of it; what is left blank is what the format says."""
    reading: Reading = AS_FOUND
    format: str = ""
    """A `readers.raw.Format`; "" is found from the content."""
    mapping: TableMapping | None = None
    """What the columns mean; None is the likeliest, or what was remembered."""
    composed: Composed | None = None
    """What the file was put together of (`library.mending`); None of one that somebody brought."""


@dataclass(frozen=True)
class Prepared:
    """A file read and reported on, of which nothing is visible yet."""

    request: Request
    staging: Path
    about: VersionAbout
    report: ImportReport
    known: bool
    """The library has exactly this already: confirming changes nothing."""


def _silent(_step: str, _share: float) -> None:
    """Take a report of progress and do nothing."""


class Importer:
    """Brings files into the library of an installation."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._library = Library(settings.home)

    def inspect(
        self, file: Path, file_name: str, reading: Reading = AS_FOUND, progress: Progress = _silent
    ) -> dict[str, Any]:
        """Return what a file is and what its columns seem to mean (`worker.inspect_file`).

        Raises:
            SourceFileError: It cannot be used.
        """
        return self._look("inspect_file", file, file_name, reading, progress)

    def preview(self, request: Request, progress: Progress = _silent) -> dict[str, Any]:
        """Return what a mapping makes of a file's first rows (`worker.preview_file`).

        Raises:
            SourceFileError: The file cannot be used.
            MappingError: The mapping cannot.
        """
        told = {"format": request.format, "mapping": _json(request.mapping)}
        return self._look(
            "preview_file", request.file, request.file_name, request.reading, progress, **told
        )

    def _look(
        self, task: str, file: Path, file_name: str, reading: Reading, progress: Progress,
        **more: str,
    ) -> dict[str, Any]:  # fmt: skip
        check_source(file, file_name)
        staging = self._library.begin()
        try:
            told = tell_task(self._settings, file, file_name, reading, **more)
            return run_confined(f"{_TASKS}{task}", told, readable=self._readable(file),
                                writable=staging, progress=progress)  # fmt: skip
        finally:
            self._library.discard(staging)

    def prepare(self, request: Request, progress: Progress = _silent) -> Prepared:
        """Read a file whole and return the report on it; `confirm` or `discard` comes next.

        Raises:
            DatasetNameError: The dataset cannot be called that.
            SourceFileError: The file cannot be used.
            MappingError: The mapping cannot.
            LibraryError: There is no room to work in.
        """
        self._check_name(request.dataset)
        check_source(request.file, request.file_name)
        staging = self._library.begin()
        with ExitStack() as undo:
            undo.callback(self._library.discard, staging)
            prepared = self._prepare(request, staging, progress)
            undo.pop_all()
        return prepared

    def _prepare(self, request: Request, staging: Path, progress: Progress) -> Prepared:
        kept, work = staging / "original", staging / _WORK
        work.mkdir()
        kept.touch()
        hashing: list[Future[str]] = []

        def copy() -> None:
            progress("Copying the file", 0.0)
            shutil.copyfile(request.file, kept)
            hashing.append(pool.submit(hash_file, kept))  # while it is read

        with ThreadPoolExecutor(1) as pool:
            told = self._read(request, kept, work, progress, copy)
            sha256 = hashing[0].result()
        for file in [*work.glob("*.parquet"), *work.glob(REJECTED_FILE)]:
            file.rename(staging / file.name)
        shutil.rmtree(work)
        said = told["report"]
        container = Container(said["container"])
        kept.rename(staging / original_file(container))
        report = ImportReport.from_json(json.dumps(said | {"sha256": sha256}))
        how = _json(request.mapping) + (
            "" if request.reading == AS_FOUND else json.dumps(request.reading.to_dict())
        )
        version = version_id(sha256, how, report.format, READER_VERSION)
        return self._finish(request, staging, report, version, told)

    def _finish(
        self, request: Request, staging: Path, report: ImportReport, version: str,
        told: dict[str, Any],
    ) -> Prepared:  # fmt: skip
        shown = self._current(request.dataset)
        known = version in self._versions(request.dataset)
        if known:
            report = report.as_known()
        elif shown is not None:
            report = replace(report, differences=compare(shown.folder, staging).to_dict())
        if request.composed is not None:
            report = replace(report, remarks=(request.composed.tell(), *report.remarks))
        about = VersionAbout(
            version=version,
            imported=datetime.now(tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            file_name=request.file_name,
            bytes=request.file.stat().st_size,
            sha256=report.sha256,
            format=report.format,
            container=report.container,
            reader_version=READER_VERSION,
            mapping=_json(request.mapping),
            card=StoredCard(**(told["card"] | {"caveats": tuple(told["card"]["caveats"])})),
            counts=report.counts,
            warnings={each.kind: each.count for each in report.warnings},
            reading=request.reading,
            composed=request.composed,
        )
        (staging / REPORT_FILE).write_text(report.to_json(), encoding="utf-8")
        return Prepared(request, staging, about, report, known)

    def _read(
        self, request: Request, file: Path, work: Path, progress: Progress, copy: Callable[[], None]
    ) -> dict[str, Any]:
        told = tell_task(
            self._settings, file, request.file_name, request.reading, format=request.format,
            mapping=_json(request.mapping), dataset=request.dataset, card=request.card, folder=work,
        )  # fmt: skip

        def run(meanwhile: Callable[[], None] | None) -> dict[str, Any]:
            return run_confined(f"{_TASKS}import_file", told, readable=self._readable(file),
                                writable=work, progress=progress, meanwhile=meanwhile)  # fmt: skip

        found = run(copy)
        if found.get("needs_index"):
            open_search(self._settings, progress)
            found = run(None)
        return found

    def confirm(self, prepared: Prepared) -> StoredVersion:
        """Make what was prepared visible; what the library has already stays as it is.

        Raises:
            LibraryError: It cannot be written; nothing was changed.
        """
        version = self._library.commit(prepared.staging, prepared.request.dataset, prepared.about)
        if prepared.request.mapping is not None and prepared.report.columns:
            remember_mapping(self._settings.home, prepared.report.columns, prepared.request.mapping)
        self._ask(prepared)
        return version

    def discard(self, prepared: Prepared) -> None:
        """Remove what was prepared."""
        self._library.discard(prepared.staging)

    def delete(self, name: str) -> None:
        """Delete a dataset for good, and whatever was made of its rows.

        Raises:
            UnknownDatasetError: There is no such dataset.
            LibraryError: It cannot be deleted.
            LayerStoreError: What it taught cannot be read.
        """
        home = self._settings.home
        self._library.delete(name)
        forget_unions(home)
        kept = {each.name for each in LayerList(home).stored()}
        ReviewList(home).forget_layers(set(layer_names(name)) - kept)

    def _ask(self, prepared: Prepared) -> None:
        """Put the names that could mean several places on the review list."""
        asked = prepared.report.questions[:_MOST_QUESTIONS]
        if not asked:
            return
        search = open_search(self._settings)
        contexts = [Context(each.country, each.admin1) for each in asked]
        answers = search.search_many([each.name for each in asked], contexts)
        rows = [each.rows for each in asked]
        ReviewList(self._settings.home).ask(zip(contexts, answers, rows, strict=True))

    def _check_name(self, name: str) -> None:
        check_dataset_name(name)
        if name == read_card(self._settings.data).dataset_id:
            raise DatasetNameError(name, reserved=True)

    def _current(self, name: str) -> StoredVersion | None:
        listed = {each.name: each for each in self._library.list(removed=True)}
        return listed[name].current if name in listed else None

    def _versions(self, name: str) -> set[str]:
        listed = {each.name: each for each in self._library.list(removed=True)}
        return {v.about.version for v in listed[name].versions} if name in listed else set()

    def _readable(self, file: Path) -> list[Path]:
        settings = self._settings
        places = settings.home / _PLACES
        own = [settings.areas, settings.gazetteer, *([places] if places.is_dir() else [])]
        return [file, *own]


def _json(mapping: TableMapping | None) -> str:
    return mapping.to_json() if mapping else ""
