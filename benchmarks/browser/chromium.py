"""A fresh headless Chromium, and a page in it that carries our probe."""

from __future__ import annotations

import asyncio
import base64
import http.client
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from benchmarks.browser.apps import HOST
from benchmarks.browser.errors import MissingToolError
from benchmarks.browser.networks import answer_from_disk
from benchmarks.browser.processes import end_with_children
from benchmarks.browser.protocol import Tab
from tests.browser.find_chromium import CURE, NoChromiumError, find_chromium

if TYPE_CHECKING:
    from types import TracebackType

    from benchmarks.browser.apps import App

WIDTH, HEIGHT = 1400, 900
_PROBE = Path(__file__).with_name("probe.js")
_FLAGS = (
    "--headless",
    "--disable-background-networking",
    "--disable-backgrounding-occluded-windows",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-renderer-backgrounding",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    f"--window-size={WIDTH},{HEIGHT}",
    "--remote-debugging-port=0",
)
_WITHOUT_GL = ("--disable-gpu",)
_SOFTWARE_GL = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
_START_S = 30


def find_browser() -> Path:
    """Return the browser that the tests drive, too.

    Raises:
        MissingToolError: There is none.
    """
    try:
        found = find_chromium()
    except NoChromiumError as error:
        raise MissingToolError(str(error)) from error
    if found is None:
        raise MissingToolError(CURE)
    return found


class Browser:
    """A browser of its own profile, so that nothing is cached; ended when left."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __aenter__(self) -> Self:
        """Start it."""
        self._profile = tempfile.mkdtemp(prefix="benchmark-browser-")
        # Chromium's sandbox refuses to run as root, as it does in containers
        as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
        flags = (*_FLAGS, *as_root, *(_SOFTWARE_GL if self.app.uses_gl else _WITHOUT_GL))
        self._process = subprocess.Popen(  # noqa: ASYNC220, S603 (returns at once; the browser that was found)
            [str(find_browser()), *flags, f"--user-data-dir={self._profile}", "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self._port = await self._read_port()
        except MissingToolError:
            await self.__aexit__(None, None, None)
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it and forget its profile."""
        end_with_children(self._process)
        shutil.rmtree(self._profile, ignore_errors=True)

    async def _read_port(self) -> int:
        file = Path(self._profile) / "DevToolsActivePort"
        for _ in range(_START_S * 20):
            lines = file.read_text("ascii").split() if file.is_file() else []
            if lines:
                return int(lines[0])
            await asyncio.sleep(0.05)
        raise MissingToolError(f"{find_browser()} does not start.")

    async def open_page(self) -> Page:
        """Return a new page of the benchmark's size, in front."""
        connection = http.client.HTTPConnection(HOST, self._port, timeout=_START_S)
        connection.request("PUT", "/json/new?about:blank")
        address = json.load(connection.getresponse())["webSocketDebuggerUrl"]
        connection.close()
        tab = await Tab.open(address)
        page = Page(tab, await answer_from_disk(tab))
        await tab.send("Page.enable")
        await tab.send("Page.bringToFront")
        await tab.send(
            "Emulation.setDeviceMetricsOverride",
            width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip
        options = json.dumps(self.app.looks_at())
        probe = f"({_PROBE.read_text(encoding='utf-8')}\n)({options})"
        await tab.send("Page.addScriptToEvaluateOnNewDocument", source=probe)
        return page


class Page:
    """What the benchmark does with a page."""

    def __init__(self, tab: Tab, refused: list[str]) -> None:
        self._tab = tab
        self.refused = refused
        """Requests to other machines that were not answered."""

    async def open(self, url: str) -> None:
        """Begin to load `url`."""
        await self._tab.send("Page.navigate", url=url)

    async def ask(self, expression: str) -> Any:  # noqa: ANN401 (whatever the script returns)
        """Return the value of an expression in the page."""
        return await self._tab.evaluate(expression)

    async def mouse(self, kind: str, x: float, y: float) -> None:
        """Let the mouse do `kind`: mouseMoved, mousePressed or mouseReleased."""
        await self._tab.send(
            "Input.dispatchMouseEvent",
            type=kind, x=x, y=y, button="left", buttons=int(kind != "mouseReleased"), clickCount=1,
        )  # fmt: skip

    async def hover(self, x: float, y: float) -> None:
        """Move the mouse without a button pressed."""
        await self._tab.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    async def read_heap_mb(self) -> float:
        """Return the scripts' memory that is in use after a collection, buffers included."""
        await self._tab.send("HeapProfiler.collectGarbage")
        used = await self._tab.send("Runtime.getHeapUsage")
        return (used["usedSize"] + used.get("backingStorageSize", 0)) / 1e6

    async def take_picture(self) -> bytes:
        """Return a screenshot as PNG."""
        picture = await self._tab.send("Page.captureScreenshot")
        return base64.b64decode(picture["data"])
