"""Servers of the apps: started on a free port, measured, and ended with all they started."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from benchmarks.browser.apps import HOST
from benchmarks.browser.errors import ServerError
from benchmarks.paths import HOME, PROJECT

if TYPE_CHECKING:
    from benchmarks.browser.apps import App

_START_S = 180
_STOP_S = 10
_OK = 200


class Server:
    """An app's running server with one dataset."""

    def __init__(self, app: App, folder: Path) -> None:
        self.app = app
        self._scratch = tempfile.TemporaryDirectory(prefix="benchmark-server-")
        self.port = _free_port()
        self._log = Path(self._scratch.name) / "log.txt"
        environ = os.environ | app.environ(folder) | {
            "PORT": str(self.port),
            "INCIDENTS_HOME": str(HOME),
            "PYTHONPATH": os.pathsep.join(filter(None, (str(PROJECT), os.getenv("PYTHONPATH")))),
        }  # fmt: skip
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 (our own words)
                [sys.executable, "-m", *app.command(folder, self.port)],
                cwd=app.folder, env=environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        self._await_health()

    def stop(self) -> None:
        """End it."""
        end_with_children(self._process)
        self._scratch.cleanup()

    def read_rss_mb(self) -> float:
        """Return the memory of the server and of all it started.

        Raises:
            ServerError: It has ended.
        """
        try:
            server = psutil.Process(self._process.pid)
            every = [server, *server.children(recursive=True)]
            return sum(each.memory_info().rss for each in every) / 1e6
        except psutil.Error as error:
            raise ServerError(self.app.name, self._read_log()) from error

    def _await_health(self) -> None:
        ends = time.monotonic() + _START_S
        while time.monotonic() < ends and self._process.poll() is None:
            connection = http.client.HTTPConnection(HOST, self.port, timeout=_START_S)
            try:
                connection.request("GET", self.app.health)
                if connection.getresponse().status == _OK:
                    return
            except OSError:
                time.sleep(0.1)
            finally:
                connection.close()
        said = self._read_log()
        self.stop()
        raise ServerError(self.app.name, said)

    def _read_log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")


def end_with_children(process: subprocess.Popen[bytes]) -> None:
    """End a process that we started, and those that it started."""
    try:
        family = psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        family = []
    process.terminate()
    try:
        process.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for each in family:
        with suppress(psutil.NoSuchProcess):
            each.kill()
    psutil.wait_procs(family, _STOP_S)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
