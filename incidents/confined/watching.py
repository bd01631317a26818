"""The second fence, which every system has: Python's own report of what it is about to do."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# Named by their beginning. What reaches another machine, starts a program or another process,
# or calls what is not Python.
_REFUSED = (
    "socket.", "ctypes.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn",
    "os.startfile", "os.system", "os.kill", "pty.", "winreg.", "webbrowser.", "urllib.",
    "http.client.", "ftplib.", "smtplib.", "imaplib.", "poplib.", "nntplib.", "telnetlib.",
    "pickle.find_class", "sqlite3.enable_load_extension", "sqlite3.load_extension", "syslog.",
    "signal.pthread_kill", "_winapi.CreateProcess", "_winapi.CreateFile", "_winapi.CreatePipe",
    "_winapi.OpenProcess", "resource.setrlimit", "resource.prlimit", "cpython.remote_debugger",
)  # fmt: skip
# What names files, and which of its arguments do.
_READS = {"os.listdir": 1, "os.scandir": 1, "os.chdir": 1, "os.listxattr": 1, "os.getxattr": 1}
_WRITES = {
    "os.mkdir": 1, "os.remove": 1, "os.rmdir": 1, "os.rename": 2, "os.link": 2, "os.symlink": 2,
    "os.truncate": 1, "os.chmod": 1, "os.chown": 1, "os.chflags": 1, "os.utime": 1,
    "os.setxattr": 1, "os.removexattr": 1,
}  # fmt: skip
_WRITING_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class ReachError(PermissionError):
    """A reader, led by the file it reads or not, reached for what is not its own."""

    def __init__(self, event: str) -> None:
        super().__init__(f"{event} is refused here")


def watch(readable: Iterable[Path], writable: Iterable[Path]) -> None:
    """Refuse from now on, for good, whatever Python does outside these folders and files."""
    may_write = [_Below(path) for path in writable]
    may_read = [*may_write, *(_Below(path) for path in readable)]

    def judge(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            _require(may_write if (flags or 0) & _WRITING_FLAGS else may_read, path, event)
        elif event == "sqlite3.connect":
            # Whether it may write, too, is for the kernel to say: SQLite opens files by itself.
            _require(may_read, _plain_path(arguments[0]), event)
        elif event in _READS:
            _require(may_read, arguments[0], event)
        elif event in _WRITES:
            for path in arguments[: _WRITES[event]]:
                _require(may_write, path, event)
        elif event.startswith(_REFUSED) and not (event.startswith("ctypes.") and _importing()):
            raise ReachError(event)

    sys.addaudithook(judge)


def _importing() -> bool:
    """Return whether a package is being imported: Polars asks the processor then what it can."""
    frame = sys._getframe()  # noqa: SLF001 (the stack has no public name)
    while frame.f_back:
        frame = frame.f_back
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
    return False


class _Below:
    """Whether a path is a file or lies under a folder, wherever links lead."""

    def __init__(self, place: Path) -> None:
        self.whole = os.path.realpath(place)
        self.start = self.whole.rstrip(os.sep) + os.sep

    def holds(self, path: str) -> bool:
        return path == self.whole or path.startswith(self.start)


def _plain_path(database: str | bytes) -> str:
    name = os.fsdecode(database)
    return unquote(urlsplit(name).path) if name.startswith("file:") else name


def _require(places: list[_Below], path: Any, event: str) -> None:  # noqa: ANN401 (as reported)
    # A number is a file that is open already. SQLite's own name for no file at all is let be.
    if path is None or isinstance(path, int) or path in {"", b"", ":memory:"}:
        return
    real = os.path.realpath(os.fsdecode(path))
    if not any(place.holds(real) for place in places):
        raise ReachError(event)
