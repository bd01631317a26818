"""A connection to one tab of the browser: the Chrome DevTools Protocol over its WebSocket."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Self

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from benchmarks.browser.errors import PageError, TabCrashedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from websockets.asyncio.client import ClientConnection

    Listener = Callable[[dict[str, Any]], Awaitable[None]]


class Tab:
    """Commands to a tab, their answers, and the events somebody listens for."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._count = 0
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._listeners: dict[str, Listener] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._gone = False
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, address: str) -> Self:
        """Connect to the tab at `address`."""
        # the answers may be screenshots; a page that is busy must not be taken for dead
        socket = await connect(address, max_size=None, ping_interval=None, proxy=None)
        return cls(socket)

    async def close(self) -> None:
        """End the connection; the tab itself stays."""
        await self._socket.close()
        await self._reading

    def listen(self, event: str, listener: Listener) -> None:
        """Call `listener` with the parameters of each `event`."""
        self._listeners[event] = listener

    async def send(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send one command and return its result.

        Raises:
            TabCrashedError: The tab is gone.
            PageError: The browser refused the command.
        """
        if self._gone:
            raise TabCrashedError
        self._count += 1
        number = self._count
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        message = {"id": number, "method": method, "params": parameters}
        try:
            await self._socket.send(json.dumps(message))
        except ConnectionClosed as error:
            raise TabCrashedError from error
        return await answer

    async def evaluate(self, expression: str) -> Any:  # noqa: ANN401 (whatever the script returns)
        """Return the value of a script's expression in the page.

        Raises:
            PageError: The script failed.
        """
        answer = await self.send(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"]
            raise PageError(thrown.get("exception", {}).get("description") or thrown["text"])
        return answer.get("result", {}).get("value")

    async def _read(self) -> None:
        try:
            async for text in self._socket:
                message = json.loads(text)
                if message.get("method") == "Inspector.targetCrashed":
                    break
                self._take(message)
        except ConnectionClosed:
            pass
        self._gone = True
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(TabCrashedError())

    def _take(self, message: dict[str, Any]) -> None:
        answer = self._waiting.pop(message.get("id", 0), None)
        if answer is not None and not answer.done():
            if "error" in message:
                answer.set_exception(PageError(message["error"].get("message", "refused")))
            else:
                answer.set_result(message["result"])
        listener = self._listeners.get(message.get("method", ""))
        if listener is not None:
            task = asyncio.ensure_future(listener(message["params"]))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
