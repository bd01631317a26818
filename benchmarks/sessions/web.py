"""A small HTTP/1.1 client on asyncio: kept-open connections and little work a request.

A general client takes about as long for a request as the server does for a remembered tile; on
the machine that serves, that would be measured along with it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

BROWSER_CONNECTIONS = 6
"""How many connections a browser keeps to one server."""
_LARGEST_HEAD = 2**17


@dataclass(frozen=True)
class Answer:
    """One answer."""

    status: int
    headers: dict[str, str]
    """By their names in lower case."""
    body: bytes
    """As sent, compressed or not."""


class WebError(Exception):
    """The server closed the connection or said something that is no HTTP."""


class _NothingSaidError(EOFError):
    """The connection was closed before the first byte of an answer."""


class Connection:
    """One connection, opened at the first request and kept."""

    def __init__(self, host: str, port: int) -> None:
        self._address = host, port
        self._host = f"{host}:{port}"
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Return what is at `path`.

        Raises:
            WebError: There was no whole answer.
        """
        said = "".join(f"{key}: {value}\r\n" for key, value in (headers or {}).items())
        head = f"GET {path} HTTP/1.1\r\nHost: {self._host}\r\nAccept-Encoding: gzip\r\n{said}\r\n"
        try:
            return await self._exchange(head.encode("ascii"))
        except (OSError, EOFError, ValueError) as error:
            self.close()
            raise WebError(str(error) or type(error).__name__) from error
        except asyncio.CancelledError:
            self.close()  # half an answer may still be on its way
            raise

    async def _exchange(self, head: bytes) -> Answer:
        if self._streams is not None:
            # A server closes what was idle for long; a browser then asks on a new connection.
            reader, writer = self._streams
            try:
                writer.write(head)
                return await _read_answer(reader)
            except (ConnectionError, _NothingSaidError):
                self.close()
        self._streams = await asyncio.open_connection(*self._address, limit=_LARGEST_HEAD)
        reader, writer = self._streams
        writer.write(head)
        return await _read_answer(reader)

    def close(self) -> None:
        """Close the connection."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


class Browser:
    """As many connections as a browser keeps to a server; a request takes the next free one."""

    def __init__(self, host: str, port: int) -> None:
        self._all = [Connection(host, port) for _ in range(BROWSER_CONNECTIONS)]
        self._free: asyncio.LifoQueue[Connection] = asyncio.LifoQueue()
        for connection in reversed(self._all):
            self._free.put_nowait(connection)

    async def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Return what is at `path`, once a connection is free."""
        connection = await self._free.get()
        try:
            return await connection.get(path, headers)
        finally:
            self._free.put_nowait(connection)

    def close(self) -> None:
        """Close every connection."""
        for connection in self._all:
            connection.close()


async def _read_answer(reader: asyncio.StreamReader) -> Answer:
    try:
        raw = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if not error.partial:
            raise _NothingSaidError from error
        raise
    head = raw.decode("latin-1").split("\r\n")
    status = int(head[0].split(" ", 2)[1])
    headers = {}
    for line in head[1:]:
        name, mark, value = line.partition(":")
        if mark:
            headers[name.lower()] = value.strip()
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = await _read_chunks(reader)
    elif length := int(headers.get("content-length", "0")):
        body = await reader.readexactly(length)
    else:
        body = b""
    return Answer(status, headers, body)


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while True:
        size = int((await reader.readline()).split(b";")[0], 16)
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
        if not size:
            return b"".join(parts)
