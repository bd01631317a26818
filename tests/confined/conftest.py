"""A child process that may do the tests' own tasks, a file it must not see, and a listener."""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from incidents.confined import Limits, run_confined, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TESTS = Path(__file__).parent.parent
QUICK = Limits(memory_bytes=3 << 30, cpu_seconds=30, wall_seconds=30)


@pytest.fixture
def confined(tmp_path, monkeypatch) -> Callable[..., dict[str, Any]]:
    """Return what one of `tests.confined.tasks` answers, from a folder of its own."""
    monkeypatch.setattr(running, "TASKS_BEGIN", ("tests.confined.",))
    home = tmp_path / "home"
    home.mkdir()

    def run(task: str, arguments: dict[str, Any] | None = None, **others: Any) -> dict[str, Any]:
        readable = [TESTS, *others.pop("readable", [])]
        given = {"writable": home, "limits": QUICK} | others
        asked = {"file_name": "a.csv"} | (arguments or {})
        return run_confined(f"tests.confined.tasks:{task}", asked, readable=readable, **given)

    return run


class Listener:
    """Counts who connects."""

    def __init__(self) -> None:
        self.hits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.hits += 1
            connection.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@pytest.fixture(scope="session")
def listener() -> Iterator[Listener]:
    """A listener on this machine."""
    listening = Listener()
    yield listening
    listening.close()
