"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# What file systems that keep no folders apart, such as some shared ones, answer when asked to.
_NOT_OFFERED = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}


def write_atomically(path: Path, chunks: Iterable[bytes]) -> None:
    """Write `chunks` to `path`, which keeps its former content until everything is on disk.

    Raises:
        OSError: The folder is missing, full or may not be written to; nothing is left behind.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes it private; a file to hand on has the permissions of any new file.
        unfinished.chmod(0o666 & ~_umask())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring to disk which files a folder holds, as far as the system can.

    Raises:
        OSError: The folder is missing, or the disk does not answer.
    """
    if os.name == "nt":  # which opens no folder as a file
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NOT_OFFERED:
            raise
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Bring a folder to disk: every file in it, at any depth, and which files there are.

    Raises:
        OSError: Something cannot be opened, or the disk does not answer.
    """
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            sync_tree(path)
        else:
            with path.open("r+b") as file:  # Windows brings only what may be written to disk
                os.fsync(file.fileno())
    sync_folder(folder)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
