"""Sends each answer at once, instead of waiting for a receipt of its head.

Streamlit opens the server's socket in a way that leaves Nagle's algorithm on, so the body of an
answer waits until the browser acknowledges the head, which it puts off for some 40 ms. A page is
made of a hundred answers.
"""

from __future__ import annotations

import os
import socket
import stat
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

# Where Linux, macOS and the BSDs list a process's open files; elsewhere nothing is done.
_OPEN_FILES = Path("/dev/fd")
_TCP = {socket.AF_INET, socket.AF_INET6}


@asynccontextmanager
async def send_at_once(_app: object) -> AsyncIterator[None]:
    """Lifespan of the server: when it begins, the socket listens and nobody has been answered."""
    disable_delays()
    yield


def disable_delays() -> int:
    """Set `TCP_NODELAY` on each listening socket of this process, and return how many there are.

    The connections that it accepts inherit the option.
    """
    found = 0
    for one in _list_sockets():
        with one:
            if one.family in _TCP and one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                found += 1
    return found


def _list_sockets() -> Iterator[socket.socket]:
    """Yield a second handle, to be closed, on each socket that this process has open."""
    for path in list(_OPEN_FILES.iterdir()) if _OPEN_FILES.is_dir() else ():
        with suppress(OSError):  # what listed the folder is among them, and closed by now
            handle = int(path.name)
            if stat.S_ISSOCK(os.fstat(handle).st_mode):
                yield socket.socket(fileno=os.dup(handle))
