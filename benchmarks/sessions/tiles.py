"""How many tiles a second the server gives out: computed, remembered, and asked for again."""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from benchmarks.sessions.canned import serve_canned
from benchmarks.sessions.map_view import view_tiles
from benchmarks.sessions.served import HOST
from benchmarks.sessions.web import Connection, WebError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.sessions.served import ServedApp

_FIRST_DAY = date(2020, 12, 11)
_DAYS = 370
_STRIDE = 7919
"""A prime: requests that follow one another ask for quite different periods."""
_GOOD = {200, 304}

Asked = tuple[str, dict[str, str]]


@dataclass(frozen=True)
class Throughput:
    """What one way of asking gave."""

    way: str
    connections: int
    seconds: float
    times_ms: tuple[float, ...]
    """One for each good answer."""
    failures: int
    server_cpu_s: float
    client_cpu_s: float

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.times_ms) / self.seconds


async def measure_tiles(
    app: ServedApp, connections: Sequence[int], seconds: float
) -> list[Throughput]:
    """Return what the server gives for each way of asking and each number of connections."""
    paths = [f"/api/tiles/{tile}.json" for tile in view_tiles()]
    first = Connection(HOST, app.port)
    tags = [(await first.get(path)).headers["etag"] for path in paths]
    first.close()
    known = [(path, {"If-None-Match": tag}) for path, tag in zip(paths, tags, strict=True)]
    ways: dict[str, Iterator[Asked]] = {
        "computed, each with a filter of its own": _draw_cold(),
        "remembered, without a filter": itertools.cycle([(path, {}) for path in paths]),
        "asked for again with its ETag (304)": itertools.cycle(known),
    }
    return [
        await _press(way, asked, app.port, count, seconds, lambda: app.usage().cpu_s)
        for way, asked in ways.items()
        for count in connections
    ]


async def measure_ceiling(connections: Sequence[int], seconds: float) -> list[Throughput]:
    """Return what the client takes from a server that does nothing."""
    way = "the client alone, on a server that says always the same"
    with serve_canned() as port:
        return [
            await _press(way, _draw_cold(), port, count, seconds, lambda: 0.0)
            for count in connections
        ]


def _draw_cold() -> Iterator[Asked]:
    """Yield tiles with filters that nobody has asked for before."""
    for number, tile in enumerate(itertools.cycle(view_tiles())):
        start, length = divmod(number * _STRIDE % (_DAYS * _DAYS), _DAYS)
        first = _FIRST_DAY + timedelta(start)
        yield f"/api/tiles/{tile}.json?from={first}&to={first + timedelta(length)}", {}


async def _press(  # noqa: PLR0913, PLR0917 (a measurement has this many sides)
    way: str,
    asked: Iterator[Asked],
    port: int,
    count: int,
    seconds: float,
    server_cpu_s: Callable[[], float],
) -> Throughput:
    """Ask on `count` connections, each again as soon as it has its answer."""
    times_ms: list[float] = []
    failures = 0
    server, client, began = server_cpu_s(), time.process_time(), time.perf_counter()

    async def ask(connection: Connection) -> None:
        nonlocal failures
        while (sent := time.perf_counter()) < began + seconds:
            path, headers = next(asked)
            try:
                answer = await connection.get(path, headers)
            except WebError:
                failures += 1
                continue
            if answer.status in _GOOD:
                times_ms.append((time.perf_counter() - sent) * 1000)
            else:
                failures += 1
        connection.close()

    await asyncio.gather(*(ask(Connection(HOST, port)) for _ in range(count)))
    took = time.perf_counter() - began
    return Throughput(
        way, count, took, tuple(times_ms), failures,
        server_cpu_s() - server, time.process_time() - client,
    )  # fmt: skip
