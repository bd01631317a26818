"""Many readers at once on one server: each at its own pace, all measured."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from benchmarks.sessions.behaviour import SHARED_LINKS, draw_step
from benchmarks.sessions.client import ReaderClient
from benchmarks.sessions.map_view import MapView
from benchmarks.sessions.served import machine_cpu_s

if TYPE_CHECKING:
    from benchmarks.sessions.client import Timing
    from benchmarks.sessions.map_view import Drawing
    from benchmarks.sessions.served import ServedApp, Usage

SEED = 20210719
_RAMP_S = 0.2
"""Between one reader's coming and the next one's."""
_SETTLE_S = 2.0
_TICK_S = 0.02
_LEAST, _MOST = 0.5, 1.5
"""The shortest and longest pause, as shares of the usual one."""


@dataclass(frozen=True)
class Load:
    """How many readers do how much."""

    sessions: int
    seconds: float
    pace_s: float = 10.0
    """From one interaction of a reader to its next; 0 is at once."""
    with_map: bool = True
    """Whether the map's requests are made, too."""


@dataclass(frozen=True)
class Interaction:
    """One thing a reader did."""

    session: int
    name: str
    at_s: float
    """Seconds since the measuring began."""
    timing: Timing
    drawing: Drawing | None
    """What the map asked for because of it."""
    failure: str

    @property
    def whole_ms(self) -> float:
        """Until the script has finished and the map has everything it asked for."""
        mapped = (self.timing.main_ms or 0) + self.drawing.ms if self.drawing else 0
        return max(self.timing.finished_ms, mapped)


@dataclass
class Measured:
    """What one load did to one server."""

    load: Load
    openings: list[Interaction] = field(default_factory=list)
    interactions: list[Interaction] = field(default_factory=list)
    lags_ms: list[float] = field(default_factory=list)
    """By how much the client itself was late, all through the measuring."""
    usage: dict[str, Usage] = field(default_factory=dict)
    """The server's before, with all sessions open, and at the end."""
    seconds: float = 0.0
    client_cpu_s: float = 0.0
    other_cpu_s: float = 0.0
    """What the rest of the machine took meanwhile."""
    log_errors: int = 0


async def measure_load(app: ServedApp, load: Load) -> Measured:
    """Let readers come, let them read, and return what was measured."""
    found = Measured(load, usage={"before": app.usage()})
    readers = [_Reader(app.port, number, load) for number in range(load.sessions)]
    found.openings = await asyncio.gather(*(reader.come() for reader in readers))
    await asyncio.sleep(_SETTLE_S)
    found.usage["open"] = app.usage()
    began, cpu, machine = time.perf_counter(), time.process_time(), machine_cpu_s()
    ticking = asyncio.create_task(_note_lags(found.lags_ms))
    for done in await asyncio.gather(*(reader.read(began) for reader in readers)):
        found.interactions += done
    ticking.cancel()
    found.seconds = time.perf_counter() - began
    found.usage["end"] = app.usage()
    found.client_cpu_s = time.process_time() - cpu
    served = found.usage["end"].cpu_s - found.usage["open"].cpu_s
    found.other_cpu_s = max(0.0, machine_cpu_s() - machine - served - found.client_cpu_s)
    await asyncio.gather(*(reader.leave() for reader in readers))
    found.log_errors = app.count_log_errors()
    return found


class _Reader:
    """One reader with page and map."""

    def __init__(self, port: int, number: int, load: Load) -> None:
        self._random = Random(f"{SEED}-{number}")  # noqa: S311 (a reader's whim is no secret)
        self._number = number
        self._load = load
        self._client = ReaderClient(port, self._random.choice(SHARED_LINKS))
        self._client.on_map = self._draw
        self._map = MapView(port)
        self._drawing: asyncio.Task[Drawing] | None = None

    async def come(self) -> Interaction:
        """Open the page at this reader's turn."""
        await asyncio.sleep(self._number * _RAMP_S)
        if self._load.with_map:
            await self._map.open()
        with suppress(OSError):  # the run that follows tells that there is no connection
            await self._client.open()
        timing = await self._client.run(self._client.page.rerun())
        drawing = await self._drawn()
        return Interaction(self._number, "open", 0, timing, drawing, timing.failure)

    async def read(self, began: float) -> list[Interaction]:
        """Do one thing after the other until the time is over."""
        done: list[Interaction] = []
        due = began + self._random.random() * self._load.pace_s
        while due < began + self._load.seconds:
            await asyncio.sleep(max(0, due - time.perf_counter()))
            done.append(await self._act(time.perf_counter() - began))
            if done[-1].timing.failure.startswith(("not connected", "disconnected")):
                break  # one lost session is one failure, not a thousand
            due += self._load.pace_s * self._random.uniform(_LEAST, _MOST)
            due = max(due, time.perf_counter())
        return done

    async def leave(self) -> None:
        """Close the page."""
        self._map.close()
        await self._client.close()

    async def _act(self, at_s: float) -> Interaction:
        page = self._client.page
        step = draw_step(page, self._random)
        before = page.strip["query"]
        if step.mounts_map:
            self._map.mount()
        timing = await self._client.run(step.asked)
        failure = timing.failure
        if not failure and (page.strip["query"] != before) != step.changes_filter:
            failure = "not heeded"
        drawing = await self._drawn()
        if drawing and any(fetch.failed for fetch in drawing.fetches):
            failure = failure or "the map got no answer"
        return Interaction(self._number, step.name, at_s, timing, drawing, failure)

    def _draw(self) -> None:
        if self._load.with_map:
            page = self._client.page
            self._drawing = asyncio.create_task(self._map.show(page.strip["query"], page.edition))

    async def _drawn(self) -> Drawing | None:
        drawing, self._drawing = self._drawing, None
        return await drawing if drawing else None


async def _note_lags(lags_ms: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(_TICK_S)
        lags_ms.append((time.perf_counter() - began - _TICK_S) * 1000)
