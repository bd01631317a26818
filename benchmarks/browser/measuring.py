"""One run: an app is opened in a fresh browser, its map is dragged, its dates are narrowed."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from benchmarks.browser.apps import BASELINE, Gesture
from benchmarks.browser.chromium import Browser
from benchmarks.browser.errors import (
    MissingPartError,
    PageError,
    TooSlowError,
    WrongCountError,
)
from benchmarks.browser.others import OthersLoad
from benchmarks.browser.traffic import count_bytes, list_requests

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.browser.apps import App
    from benchmarks.browser.chromium import Page
    from benchmarks.browser.processes import Server

    Window = tuple[str, str]
    Count = Callable[[Window | None], int]

STILL_MS = 700
"""A drawing that has not changed for so long, while nothing loads, is complete."""
STRIP_PX = 300
"""How far the map is dragged, and how much of its left edge is then looked at."""
_STEPS_OF_VISIT = 4
_POLL_S = 0.1
_STEPS = 20
_MOST_DRAG_S = 10
_HOLD_S = 0.2
_FRAME_S = 0.016


@dataclass(frozen=True)
class Change:
    """How long a change of the drawing took, since what caused it."""

    first_ms: float
    """Until the drawing was first another one."""
    last_ms: float
    """Until it last changed."""
    since_ms: float = 0
    """When what caused it happened, since the navigation."""


@dataclass
class Visit:
    """What one reader's visit is like."""

    app: App
    server: Server
    window: Window
    limit_s: float
    found: dict[str, Any] = field(default_factory=dict)
    """What was measured, as it comes: it is kept when a later step fails."""

    async def measure(self, expected: Count, pictures: Path | None = None) -> None:
        """Open, drag, and filter in a fresh browser.

        Args:
            expected: How many incidents a window holds; all of them for None.
            pictures: Where screenshots go, as a file name without its ending.
        """
        others = OthersLoad()
        most_s = _STEPS_OF_VISIT * self.limit_s
        async with Browser(self.app) as browser:
            try:
                async with asyncio.timeout(most_s):
                    await self._measure_steps(await browser.open_page(), expected, pictures)
            except TimeoutError as error:
                raise TooSlowError(most_s, "the whole visit") from error
            finally:
                # while the browser lives: nobody counts what its ended processes have used
                self.found["others_percent"] = others.read_percent()

    async def _measure_steps(self, page: Page, expected: Count, pictures: Path | None) -> None:
        await self._measure_opening(page, expected(None))
        if pictures:
            _keep(await page.take_picture(), pictures, "opened")
        if self.app.name != BASELINE:
            await self._measure_pan(page)
        await self._measure_filter(page, expected)
        if pictures:
            _keep(await page.take_picture(), pictures, "filtered")

    async def open(self, page: Page) -> Change:
        """Load the app and wait until its data is drawn."""
        self.found["step"] = "open"
        await page.open(self.app.address(self.server.port, self.window))
        return await self._await_change(page)

    async def _measure_opening(self, page: Page, expected: int) -> None:
        opened = await self.open(page)
        self.found |= {"open_ms": opened.first_ms, "open_settled_ms": opened.last_ms}
        await self._check_count(page, expected)
        requests = await self._requests(page)
        self.found |= {
            "rss_mb": self.server.read_rss_mb(),
            "heap_mb": await page.read_heap_mb(),
            "open_bytes": count_bytes(requests),
            "open_requests": list_requests(requests),
            "refused": sorted(set(page.refused)),
        }

    async def _measure_filter(self, page: Page, expected: Count) -> None:
        self.found["step"] = "filter"
        before = count_bytes(await self._requests(page))
        narrowed = await self._narrow(page)
        self.found |= {"filter_ms": narrowed.first_ms, "filter_settled_ms": narrowed.last_ms}
        requests = await self._requests(page)
        after = count_bytes(requests)
        self.found |= {
            "filter_bytes": {kind: after[kind] - before[kind] for kind in after},
            "filter_requests": list_requests(requests, narrowed.since_ms),
        }
        await self._check_count(page, expected(await self._chosen(page)))

    async def _requests(self, page: Page) -> dict[str, Any]:
        found: dict[str, Any] = await page.ask(
            "({ requests: bench.requests, socket: bench.socketBytes })"
        )
        return found

    async def _measure_pan(self, page: Page) -> None:
        """Drag the map to the right until its left edge shows data and no longer changes."""
        self.found["step"] = "pan"
        box = await page.ask("bench.box()")
        if box is None:
            raise MissingPartError("map")
        x, y = box["x"] + box["width"] / 2 - STRIP_PX / 2, box["y"] + box["height"] / 2 + 7
        await page.hover(x, y)
        await asyncio.sleep(0.3)
        await page.ask("bench.countFrames()")
        began = time.perf_counter()
        await page.mouse("mousePressed", x, y)
        for step in range(1, _STEPS + 1):
            # a page that cannot keep up is taken to the end at once
            if time.perf_counter() - began < _MOST_DRAG_S or step == _STEPS:
                await page.mouse("mouseMoved", x + step * STRIP_PX / _STEPS, y)
                await asyncio.sleep(_FRAME_S)
        drag_ms = (time.perf_counter() - began) * 1000
        await asyncio.sleep(_HOLD_S)  # or the map would glide on after the release
        gaps = await page.ask("bench.frameGaps()")
        await page.ask(f"bench.arm('pointerup', {{ fresh: true, strip: {STRIP_PX} }})")
        await page.mouse("mouseReleased", x + STRIP_PX, y)
        settled = await self._await_change(page)
        self.found |= {
            "pan_ms": drag_ms + settled.last_ms,
            "fps": 1000 * len(gaps) / sum(gaps),
            "worst_frame_ms": max(gaps),
        }

    async def _narrow(self, page: Page) -> Change:
        """Choose the window's dates with one action; the clock starts when the button goes up."""
        if self.app.gesture is Gesture.BUTTON:
            place = await page.ask("bench.button()")
            if place is None:
                raise MissingPartError("button for the dates")
            await page.hover(**place)
            await page.mouse("mousePressed", **place)
            end = place
        else:
            places = await page.ask(f"bench.days({self.window[0]!r}, {self.window[1]!r})")
            if places is None:
                raise MissingPartError("timeline")
            end = await _drag(page, *places)
        await page.ask("bench.arm('pointerup')")
        await page.mouse("mouseReleased", **end)
        return await self._await_change(page)

    async def _chosen(self, page: Page) -> Window:
        """Return the dates that the page's address says; a timeline's pixels are no exact days."""
        keys = dict(parse_qsl(urlsplit(await page.ask("location.href")).query))
        return keys.get("from", ""), keys.get("to", "")

    async def _check_count(self, page: Page, expected: int) -> None:
        said = await page.ask("bench.count()")
        if said != expected:
            raise WrongCountError(said, expected)

    async def _await_change(self, page: Page) -> Change:
        """Wait until the drawing has changed and is complete."""
        ends = time.monotonic() + self.limit_s
        while True:
            state = await self._look(page, ends)
            if state.get("error"):
                raise PageError(state["error"])
            if state.get("last") and state["still"] > STILL_MS and state["quiet"]:
                self.found.setdefault("drawn", {})[self.found["step"]] = state["seen"]
                return Change(state["first"], state["last"], state["since"])
            await asyncio.sleep(_POLL_S)

    async def _look(self, page: Page, ends: float) -> dict[str, Any]:
        left_s = ends - time.monotonic()
        if left_s <= 0:
            raise TooSlowError(self.limit_s)
        try:
            # the page has no probe yet while it is on its way from about:blank
            looked = page.ask("window.bench?.state() ?? {}")
            return await asyncio.wait_for(looked, left_s) or {}
        except TimeoutError as error:
            raise TooSlowError(self.limit_s, "the page does not answer") from error
        except PageError:
            return {}  # it navigated meanwhile


async def _drag(page: Page, start: dict[str, float], end: dict[str, float]) -> dict[str, float]:
    """Drag from one place to another, and keep hold."""
    await page.hover(**start)
    await page.mouse("mousePressed", **start)
    for step in range(1, _STEPS + 1):
        x = start["x"] + (end["x"] - start["x"]) * step / _STEPS
        await page.mouse("mouseMoved", x, end["y"])
        await asyncio.sleep(_FRAME_S)
    return end


def _keep(picture: bytes, pictures: Path, moment: str) -> None:
    pictures.parent.mkdir(parents=True, exist_ok=True)
    pictures.with_name(f"{pictures.name}-{moment}.png").write_bytes(picture)
