"""The app as a process of its own, on a free port, with a folder of tables."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).resolve().parents[2]
START_SECONDS = 120


@dataclass(frozen=True)
class Server:
    """A running app."""

    url: str
    log: Path

    def get(self, path: str) -> httpx.Response:
        """Return the answer to a GET for `path`, which has to be 200."""
        response = httpx.get(self.url + path, timeout=60, trust_env=False)
        response.raise_for_status()
        return response


@contextmanager
def serve(data: Path, log: Path) -> Iterator[Server]:
    """Serve the tables in `data` while the block runs; what the app prints goes to `log`."""
    port = _free_port()
    command = [
        sys.executable, "-m", "streamlit", "run", "app.py",
        "--server.address", "127.0.0.1", "--server.port", str(port),
    ]  # fmt: skip
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  # fixed words
            command,
            cwd=PROJECT,
            env={**os.environ, "INCIDENTS_DATA": str(data), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            server = Server(f"http://127.0.0.1:{port}", log)
            _wait_until_ready(server, process)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        if process.poll() is not None:
            break
        try:
            if server.get("/api/health").json()["status"] == "ok":
                return
        except (httpx.HTTPError, ValueError):
            time.sleep(0.1)  # between two polls of a condition, never instead of one
    said = server.log.read_text(encoding="utf-8", errors="replace")
    pytest.fail(f"The app did not get ready. It printed:\n{said}", pytrace=False)
