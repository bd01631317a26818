"""A server that says always the same at once: what our own client can take at most."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from benchmarks.paths import PROJECT
from benchmarks.sessions.served import HOST, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

_BODY = b'{"count":0,"clusters":[]}'.ljust(600)
_ANSWER = (
    b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nETag: "x"\r\n'
    b"Content-Length: " + str(len(_BODY)).encode() + b"\r\n\r\n" + _BODY
)  # fmt: skip
_PATIENCE_S = 10


class _Canned(asyncio.Protocol):
    """Answers each request, whatever it asks."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        transport = self._transport
        if isinstance(transport, asyncio.WriteTransport):
            transport.write(_ANSWER * data.count(b"\r\n\r\n"))


@contextlib.contextmanager
def serve_canned() -> Iterator[int]:
    """Run the server as a process of its own and give its port."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.sessions.canned", str(port)]
    process = subprocess.Popen(command, cwd=PROJECT)  # noqa: S603 (our own module)
    try:
        _await(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _await(port: int) -> None:
    limit = time.monotonic() + _PATIENCE_S
    while time.monotonic() < limit:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.05)
    raise SystemExit("The canned server did not start.")


async def _serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(_Canned, HOST, port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
