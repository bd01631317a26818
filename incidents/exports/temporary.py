"""Files that can only be written in one piece, handed over part by part without holding them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BYTES_PER_CHUNK = 2**20


def stream_file(write: Callable[[Path], None]) -> Iterator[bytes]:
    """Yield the bytes of a file that `write` writes to a path; nothing is left behind."""
    with TemporaryDirectory(prefix="incidents-export-") as folder:
        path = Path(folder) / "download"
        write(path)
        with path.open("rb") as file:
            while chunk := file.read(_BYTES_PER_CHUNK):
                yield chunk
