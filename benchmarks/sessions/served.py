"""The app as a process of its own, and what that process takes of the machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from benchmarks.paths import HOME, PROJECT

if TYPE_CHECKING:
    from types import TracebackType

HOST = "127.0.0.1"
_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE_S = 180
_STOPPING_S = 15
_WRONG = ("Traceback (most recent call last)", " ERROR ", "Uncaught ")


class ServedApp:
    """A server with one folder of data on a free port; stopped when left."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()

    @property
    def origin(self) -> str:
        """The address of the app, as a page's origin."""
        return f"http://{HOST}:{self.port}"

    def __enter__(self) -> Self:
        """Start the server and wait until it has its data."""
        self._scratch = tempfile.TemporaryDirectory()
        environ = os.environ | {
            "PORT": str(self.port),
            "INCIDENTS_DATA": str(self.data),
            "INCIDENTS_HOME": str(HOME),
        }
        log_file = Path(self._scratch.name) / "server.log"
        with log_file.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "incidents.cli", "serve"],
                cwd=PROJECT, env=environ, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        self._log_file = log_file
        self._await_health()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the server."""
        self._process.terminate()
        try:
            self._process.wait(_STOPPING_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._scratch.cleanup()

    def _await_health(self) -> None:
        limit = time.monotonic() + _PATIENCE_S
        while time.monotonic() < limit:
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.origin}/api/health", timeout=60) as answer:  # noqa: S310 (our own server)
                    if answer.status == 200:  # noqa: PLR2004
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        log = self._read_log()
        self.__exit__(None, None, None)
        raise SystemExit(f"The server did not start:\n{log}")

    def count_log_errors(self) -> int:
        """Return how many lines of the server's log tell of a defect."""
        log = self._read_log()
        return sum(any(mark in line for mark in _WRONG) for line in log.splitlines())

    def usage(self) -> Usage:
        """Return what the server has taken so far.

        Raises:
            SystemExit: It has ended; what it printed is told.
        """
        code = self._process.poll()
        if code is not None:
            raise SystemExit(f"The server ended by itself ({code}):\n{self._read_log()[-2000:]}")
        return read_usage(self._process.pid)

    def _read_log(self) -> str:
        return self._log_file.read_text(encoding="utf-8", errors="replace")


@dataclass(frozen=True)
class Usage:
    """What a process has taken until now."""

    cpu_s: float
    """Seconds of processor time, of all threads, those that ended included."""
    rss_mb: float
    """Memory that is in RAM."""
    peak_mb: float
    threads: int


def read_usage(pid: int) -> Usage:
    """Return what a process has taken, as /proc says."""
    folder = Path(f"/proc/{pid}")
    # The name in brackets may hold blanks; what follows it does not.
    fields = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    said = dict(
        line.split(":", 1)
        for line in (folder / "status").read_text(encoding="utf-8").splitlines()
        if ":" in line
    )
    kilobytes = {key: int(said[key].split()[0]) for key in ("VmRSS", "VmHWM")}
    return Usage(
        cpu_s=(int(fields[11]) + int(fields[12])) / _TICKS,
        rss_mb=kilobytes["VmRSS"] * 1024 / 1e6,
        peak_mb=kilobytes["VmHWM"] * 1024 / 1e6,
        threads=int(said["Threads"]),
    )


def machine_cpu_s() -> float:
    """Return the processor time that all processes of the machine have taken so far."""
    first = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()
    user, nice, system, _idle, _waiting, interrupts, soft = map(int, first[1:8])
    return (user + nice + system + interrupts + soft) / _TICKS


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
