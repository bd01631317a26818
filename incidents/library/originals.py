"""The file that somebody brings, before anybody opens it."""

from __future__ import annotations

import hashlib
import stat
from typing import TYPE_CHECKING

from incidents.errors import SourceFileError

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 8_000_000_000


def check_source(file: Path, file_name: str) -> None:
    """Refuse what is no plain file, before anything waits for it.

    Raises:
        SourceFileError: It is missing, no plain file, empty or too large.
    """
    try:
        state = file.stat()
    except OSError as error:
        raise SourceFileError(file_name, error.strerror or str(error), "Check its name.") from error
    if not stat.S_ISREG(state.st_mode):
        raise SourceFileError(file_name, "it is no plain file", "Give a file that was saved.")
    if not state.st_size:
        raise SourceFileError(file_name, "it is empty", "Check that it was saved whole.")
    if state.st_size > MOST_BYTES:
        most = f"it is larger than {MOST_BYTES // 1_000_000_000} GB"
        raise SourceFileError(file_name, most, "Bring it in parts.")


def hash_file(file: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal digits."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
