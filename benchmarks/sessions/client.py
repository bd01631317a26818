"""One reader's connection: Streamlit's protocol over a WebSocket, timed."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from benchmarks.sessions.page import BrowserPage, Run
from benchmarks.sessions.served import HOST

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.proto.BackMsg_pb2 import BackMsg
    from websockets.asyncio.client import ClientConnection

PATIENCE_S = 60.0
"""A run that takes longer has failed."""
_MAP = "component_instance"
_MAIN_PARTS = (_MAP, "dataframe")
"""What a reader looks at: the map, or the table."""


@dataclass(frozen=True)
class Timing:
    """How long the page took to answer one interaction, from sending the request."""

    finished_ms: float
    changed_ms: float | None
    """Until the first element that is not what stood in its place; None if there was none."""
    main_ms: float | None
    """Until the map's or the table's message; None if it did not change."""
    messages: int
    bytes: int
    failure: str
    """What went wrong; "" when nothing did."""


class ReaderClient:
    """One session with the server."""

    def __init__(self, port: int, query: str = "") -> None:
        self.page = BrowserPage(query)
        self.on_map: Callable[[], None] = lambda: None
        """Called as soon as the map is told something new."""
        self._port = port
        self._socket: ClientConnection | None = None

    async def open(self) -> None:
        """Open the WebSocket as Streamlit's page does; the first run is asked for by `run`.

        Raises:
            OSError: There was no connection.
        """
        origin = f"http://{HOST}:{self._port}"
        try:
            self._socket = await connect(
                f"ws://{HOST}:{self._port}/_stcore/stream",
                origin=origin,  # type: ignore[arg-type]
                subprotocols=["streamlit"],  # type: ignore[list-item]
                max_size=None,
                open_timeout=PATIENCE_S,
            )
        except WebSocketException as error:
            raise OSError(f"refused: {error}") from error

    async def run(self, asked: BackMsg) -> Timing:
        """Send a request for a run and take what comes until the script has finished."""
        if self._socket is None:
            return _failed("not connected")
        run, watch = Run(), _Watch()
        self.page.begin_run()
        began = time.perf_counter()
        failure = ""
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._socket.send(asked.SerializeToString())
                while not run.finished:
                    raw = await self._socket.recv(decode=False)
                    self.page.take(raw, run)
                    now_ms = (time.perf_counter() - began) * 1000
                    if watch.look(run, now_ms) == _MAP:
                        self.on_map()
        except TimeoutError:
            failure = "timeout"
        except (WebSocketException, OSError) as error:
            failure = f"disconnected: {type(error).__name__}"
            self._socket = None
        took = (time.perf_counter() - began) * 1000
        failure = failure or ", ".join(run.errors)
        return Timing(took, watch.changed_ms, watch.main_ms, run.messages, run.bytes, failure)

    async def close(self) -> None:
        """Leave, as a closed tab does."""
        if self._socket is not None:
            await self._socket.close()


class _Watch:
    """Notes when the first change was seen, and when the main part."""

    def __init__(self) -> None:
        self.changed_ms: float | None = None
        self.main_ms: float | None = None
        self._known = 0

    def look(self, run: Run, now_ms: float) -> str:
        """Note the time if something changed, and return its kind; "" when nothing did."""
        if len(run.changed) == self._known:
            return ""
        self._known = len(run.changed)
        kind = run.changed[-1]
        if self.changed_ms is None:
            self.changed_ms = now_ms
        if self.main_ms is None and kind in _MAIN_PARTS:
            self.main_ms = now_ms
        return kind


def _failed(reason: str) -> Timing:
    return Timing(0, None, None, 0, 0, reason)
