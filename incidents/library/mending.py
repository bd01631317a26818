"""Mended rows put back into the dataset whose rows they are, as a new version of it.

The version is made of a file that is put together (`library.composing`): the original of the
version that is shown, in which the rejected rows that were mended stand as mended. It then comes in
as any file does, so that whatever holds for a file holds for it.
"""

from __future__ import annotations

import shutil
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from incidents.confined.running import run_confined
from incidents.errors import LibraryError, SourceFileError
from incidents.library.about import REJECTED_FILE, REPORT_FILE, original_file
from incidents.library.composing import COMPOSED_FILE, Kept
from incidents.library.importing import Importer
from incidents.library.originals import check_source, hash_file
from incidents.library.report import ImportReport
from incidents.library.store import Library
from incidents.library.stored import Composed, StoredCard
from incidents.library.task import tell_task
from incidents.readers.mapping import TableMapping
from incidents.readers.raw import AS_FOUND, Container, Format, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from incidents.library.importing import Prepared, Request
    from incidents.library.stored import StoredDataset, StoredVersion, VersionAbout
    from incidents.settings import Settings

    Progress = Callable[[str, float], None]

_TASK = "incidents.library.worker:compose_file"
_MENDED = "-mended"
_WHOLE = "Mend the rows in the original, and bring that whole as a new version."


def _silent(_step: str, _share: float) -> None:
    """Take a report of progress and do nothing."""


def prepare_mended(settings: Settings, request: Request, progress: Progress = _silent) -> Prepared:
    """Read a dataset with mended rows in it whole; `Importer.confirm` or `discard` comes next.

    Args:
        settings: Where the library lies.
        request: The file of mended rows, how to read it and the dataset. What its card leaves
            blank is what is said of the dataset; format and mapping are the dataset's.
        progress: Told how far this is.

    Raises:
        UnknownDatasetError: There is no such dataset.
        SourceFileError: The file cannot be used, or its rows cannot be put back there.
        MappingError: The dataset's mapping cannot be used any more.
        LibraryError: The dataset is damaged, or there is no room to work in.
    """
    library = Library(settings.home)
    version = library.get(request.dataset).current
    about = version.about
    _check(version, request.file_name)
    check_source(request.file, request.file_name)
    folder = library.begin()
    try:
        # what is read and what is said to have been read are the same bytes
        mended = _copy(request.file, folder / "mended")
        told = _compose(settings, replace(request, file=mended), version, folder, progress)
        composed = replace(
            request,
            file=folder / COMPOSED_FILE,
            file_name=_name(about.file_name),
            card=_card(about.card, request.card),
            reading=replace(Reading(**told["reading"]), turned=_reading(about).turned),
            format=about.format,
            mapping=TableMapping.from_json(about.mapping) if about.mapping else None,
            composed=Composed(
                original=about.file_name,
                original_sha256=about.sha256,
                version=about.version,
                mended=request.file_name,
                mended_sha256=hash_file(mended),
                replaced=told["replaced"],
                unlike=told["unlike"],
            ),
        )
        prepared = Importer(settings).prepare(composed, progress)
    finally:
        library.discard(folder)
    return replace(prepared, request=request)


def find_owners(datasets: Iterable[StoredDataset], columns: Iterable[str]) -> list[StoredDataset]:
    """Return the datasets into which rows with these columns may be put back."""
    wanted = set(columns)
    return [each for each in datasets if _may_take(each.current, wanted)]


def _may_take(version: StoredVersion, columns: set[str]) -> bool:
    if not version.about.counts.rejected or version.about.format == Format.OWN:
        return False
    try:
        return set(_report(version).columns) == columns
    except LibraryError:
        return False


def _check(version: StoredVersion, file_name: str) -> None:
    name, about = version.dataset, version.about
    if about.format == Format.OWN:
        reason = f"{name!r} is an export of this app, whose tables belong together"
        raise SourceFileError(file_name, reason, _WHOLE)
    if not about.counts.rejected:
        reason = f"the version of {name!r} that is shown has no rejected rows"
        cure = "Show the version whose rows these are, or bring them as a dataset of their own."
        raise SourceFileError(file_name, reason, cure)


def _compose(
    settings: Settings, request: Request, version: StoredVersion, folder: Path, progress: Progress
) -> dict[str, Any]:
    about = version.about
    kept = Kept(
        file=version.folder / original_file(Container(about.container)),
        file_name=about.file_name,
        reading=_reading(about),
        columns=_report(version).columns,
        rows=about.counts.rows,
        rejected=version.folder / REJECTED_FILE,
    )
    for file in (kept.file, kept.rejected):
        if not file.is_file():
            raise LibraryError(file, "it is missing; restore it, or bring the whole file again")
    if hash_file(kept.file) != about.sha256:
        raise LibraryError(kept.file, "it is not what was brought; bring the whole file again")
    told = tell_task(
        settings, request.file, request.file_name, request.reading, folder=folder,
        kept=kept.to_json(),
    )  # fmt: skip
    readable = [request.file, kept.file, kept.rejected]
    return run_confined(_TASK, told, readable=readable, writable=folder, progress=progress)


def _report(version: StoredVersion) -> ImportReport:
    path = version.folder / REPORT_FILE
    try:
        return ImportReport.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LibraryError(path, "the report on how it came in cannot be read") from error


def _copy(file: Path, copy: Path) -> Path:
    try:
        return Path(shutil.copyfile(file, copy))
    except OSError as error:
        raise LibraryError(copy, error.strerror or str(error)) from error


def _reading(about: VersionAbout) -> Reading:
    """Return how a version's original was read; of older ones only the mapping says."""
    if about.reading is not None or not about.mapping:
        return about.reading or AS_FOUND
    said = TableMapping.from_json(about.mapping)
    return Reading(said.encoding or None, said.separator or None, part=said.part or None)


def _name(file_name: str) -> str:
    """Return what to call the file that is put together: it is text, whatever the original is."""
    stem = file_name.rpartition(".")[0] or file_name
    return f"{stem.removesuffix(_MENDED)}{_MENDED}.csv"


def _card(known: StoredCard, said: StoredCard) -> StoredCard:
    blank = StoredCard()
    new = {name: value for name, value in asdict(said).items() if value != getattr(blank, name)}
    return replace(known, **new)
