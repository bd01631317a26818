"""A file on its way into the library, for as long as a session works on it."""

from __future__ import annotations

import weakref
from itertools import count
from typing import TYPE_CHECKING, Any

import streamlit as st

from incidents.errors import IncidentsError, LibraryError
from incidents.library.importing import Importer
from incidents.library.originals import hash_file
from incidents.library.store import Library
from incidents.readers.raw import AS_FOUND

if TYPE_CHECKING:
    from pathlib import Path

    from incidents.library.importing import Prepared, Request
    from incidents.readers.raw import Reading
    from incidents.settings import Settings

_WORK = "import_work"
_UPLOADS = "import_uploads"
_FILE = "upload"
_KEPT = 3
"""How many previews are kept."""
_numbers = count(1)


class Work:
    """One file, what was found in it and what was made of it; its folders go when it goes."""

    def __init__(self, settings: Settings, file_name: str, folder: Path) -> None:
        self.number = next(_numbers)
        """Tells the widgets about this file from those about another."""
        self.file_name = file_name
        self.file = folder / _FILE
        self.importer = Importer(settings)
        self.sha256 = hash_file(self.file)
        self.reading: Reading = AS_FOUND
        self.told: dict[str, Any] = {}
        """What `Importer.inspect` found, of the last reading that could be used."""
        self.turned = False
        """Whether points are turned round (`Reading.turned`)."""
        self.again = False
        """Whether the rows are to be checked anew at once."""
        self.problem: IncidentsError | None = None
        """Why the reading that is chosen cannot be used."""
        self.prepared: Prepared | None = None
        self._inspected: Reading | None = None
        self._previewed: list[tuple[Request, dict[str, Any] | IncidentsError]] = []
        self._words: dict[tuple[Reading, str], list[tuple[str, int]]] = {}
        self._folders = [folder]
        # also when the session ends without a word
        self._end = weakref.finalize(self, _discard, Library(settings.home), self._folders)

    def inspect(self, reading: Reading) -> None:
        """Look at the file once for each way of reading it."""
        if reading == self._inspected:
            return
        self.reading, self.problem = reading, None
        try:
            self.told = self.importer.inspect(self.file, self.file_name, reading)
        except IncidentsError as error:
            self.problem = error
        self._inspected = reading

    def preview(self, request: Request) -> dict[str, Any] | IncidentsError:
        """Return what a request makes of the first rows, or why it cannot; kept until then."""
        for asked, told in self._previewed:
            if asked == request:
                return told
        answer: dict[str, Any] | IncidentsError
        try:
            answer = self.importer.preview(request)
        except IncidentsError as error:
            answer = error
        self._previewed = [(request, answer), *self._previewed[: _KEPT - 1]]
        return answer

    def count_words(self, request: Request) -> list[tuple[str, int]] | None:
        """Return the words in the column of kinds with their counts; None if it cannot be read.

        They are the same whatever else is mapped, so that only another column is looked at anew.
        """
        column = request.mapping.columns.get("event_type", "") if request.mapping else ""
        if not column:
            return []
        key = (request.reading, column)
        if key not in self._words:
            told = self.preview(request)
            if isinstance(told, IncidentsError):
                return None
            self._words[key] = [(word, count) for word, count in told["words"]]
        return self._words[key]

    def take(self, prepared: Prepared) -> None:
        """Keep what was prepared until it is confirmed, let go or the session ends."""
        self.prepared = prepared
        self._folders.append(prepared.staging)

    def let_go(self) -> None:
        """Discard what was prepared, if anything was."""
        if self.prepared is not None:
            self.importer.discard(self.prepared)
            self._folders.remove(self.prepared.staging)
            self.prepared = None

    def end(self) -> None:
        """Discard everything; called once more it does nothing."""
        self.prepared = None
        self._end()


def _discard(library: Library, folders: list[Path]) -> None:
    for folder in folders:
        library.discard(folder)


def get_work() -> Work | None:
    """Return the session's file."""
    work: Work | None = st.session_state.get(_WORK)
    return work


def begin_work(settings: Settings, file_name: str, content: bytes | memoryview) -> None:
    """Make a file the session's, in a folder of its own, and forget the one before.

    Raises:
        LibraryError: There is no room for it.
    """
    end_work()
    library = Library(settings.home)
    library.tidy()
    folder = library.begin()
    try:
        (folder / _FILE).write_bytes(content)
    except OSError as error:
        library.discard(folder)
        raise LibraryError(folder, error.strerror or str(error)) from error
    st.session_state[_WORK] = Work(settings, file_name, folder)


def end_work() -> None:
    """Forget the session's file, with whatever was made of it."""
    work = st.session_state.pop(_WORK, None)
    if work is not None:
        work.end()


def upload_key() -> str:
    """Return the uploader's key: a new one lets Streamlit forget the bytes it holds."""
    return f"import_file_{st.session_state.get(_UPLOADS, 0)}"


def forget_upload() -> None:
    """Let go of the uploaded bytes that Streamlit holds in memory."""
    st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1
