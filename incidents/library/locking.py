"""Locks between processes; the system lifts them when their process ends, however it ends."""

from __future__ import annotations

import os
import platform
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
PATIENCE_S = 30.0
"""Changes take milliseconds: who waits longer waits for a process that hangs."""
_PAUSE_S = 0.005
_HELD: dict[Path, int] = {}
"""What this process holds, so that any part of it can let go."""

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock `path` alone, in this process too; its folder exists.

    Raises:
        TimeoutError: Somebody else held it all the time.
        OSError: The file cannot be made.
    """
    until = time.monotonic() + PATIENCE_S
    descriptor = _open(path)
    try:
        while not _take(descriptor):
            if time.monotonic() > until:
                raise TimeoutError(None, "another process has been changing it for too long")
            time.sleep(_PAUSE_S)
        yield
    finally:
        os.close(descriptor)


def hold(path: Path) -> None:
    """Hold a lock of one's own until `let_go`, or until the process ends.

    Raises:
        OSError: The file cannot be made, or somebody holds it.
    """
    descriptor = _open(path)
    if not _take(descriptor):
        os.close(descriptor)
        raise BlockingIOError(None, f"{path.name} is held by another process")
    with suppress(OSError):  # a lock that does not say where it is held is a lock
        os.write(descriptor, _here().encode())
    _HELD[path] = descriptor


def let_go(path: Path) -> None:
    """Give up a lock, held by this process or by none, and take its file away."""
    descriptor = _HELD.pop(path, None)
    if descriptor is not None:
        os.close(descriptor)
    path.unlink(missing_ok=True)


def is_held(path: Path) -> bool:
    """Return whether a living process holds a lock, this one included."""
    if not path.exists():
        return False
    descriptor = _open(path)
    try:
        return not _take(descriptor)
    finally:
        os.close(descriptor)


def is_abandoned(path: Path) -> bool:
    """Return whether whoever held a lock is certainly gone: nobody holds it, and it was held here.

    A folder may be shared by machines that do not see each other's locks.
    """
    if not path.exists() or is_held(path):
        return False
    said = path.read_text(encoding="utf-8", errors="replace")
    return said != "" and said == _here()


def _here() -> str:
    """Return what names the kernel that keeps the locks, until it is started again."""
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:  # not Linux
        return platform.node()


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
