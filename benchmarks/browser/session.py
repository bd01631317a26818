"""A session: every app with data of one size, its runs taken in turn with those of the others."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from benchmarks.browser.apps import APPS, BASELINE, AtlasApp
from benchmarks.browser.chromium import Browser
from benchmarks.browser.errors import MeasuringError, PageError
from benchmarks.browser.measuring import Visit
from benchmarks.browser.networks import install_packages
from benchmarks.browser.others import QUIET_PERCENT, await_quiet
from benchmarks.browser.processes import Server
from benchmarks.machine import describe_machine
from benchmarks.prepared import TABLE, prepare_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from benchmarks.browser.apps import App
    from benchmarks.browser.measuring import Window

_WINDOW = (date(2018, 1, 1), date(2019, 7, 2))
"""A tenth of the period."""
_SHIFT = timedelta(days=17)
"""Each run chooses other dates, so that no server answers from what it remembers."""
_OF_BLANK = 1_000
"""How many incidents the blank page's server filters: more would be time that is not the page's."""
_ONE_AT_A_TIME = 1_000_000
"""From this many incidents on, the memory may not hold several servers."""
_SLOW_MS = 20_000
"""An app whose first session takes longer is measured once."""


@dataclass(frozen=True)
class Plan:
    """What is to be measured."""

    apps: tuple[str, ...]
    sizes: tuple[int, ...]
    runs: int
    tries: int
    """How often a run is repeated at most, because others used the machine meanwhile."""
    limit_s: float
    data: Path
    """Where synthetic datasets are kept between calls."""
    pictures: Path
    """Where screenshots of each first run go."""


@dataclass
class Record:
    """What was found of one app with one size."""

    app: str
    size: int
    cold_open_ms: float | None = None
    """The server's first session, which is not among the runs."""
    runs: list[dict[str, Any]] = field(default_factory=list)
    """What was measured, with the number of the round."""
    fail: str = ""


def measure(plan: Plan) -> Iterator[dict[str, Any]]:
    """Yield the results of a plan, ready for JSON, after each size anew with all there is.

    An app that fails with one size is not tried with those after it.
    """
    apps = [APPS[name] for name in plan.apps]
    if any(app.uses_networks for app in apps):
        install_packages()
    records: list[Record] = []
    for size in plan.sizes:
        failed = {record.app for record in records if record.fail}
        left = [app for app in apps if app.name not in failed]
        records += asyncio.run(_measure_size(plan, size, left))
        yield {
            "machine": describe_machine("pydeck", "plotly"),
            "records": [vars(record) for record in records],
        }


def count_incidents(folder: Path, window: Window | None) -> int:
    """Return how many incidents of a dataset a window holds."""
    table = pl.scan_parquet(folder / TABLE)
    if window:
        first, last = map(date.fromisoformat, window)
        table = table.filter(pl.col("end_date") >= first, pl.col("event_date") <= last)
    return int(table.select(pl.len()).collect().item())


class _Servers:
    """The servers of one size: all at once, or one at a time where the memory is short."""

    def __init__(self, folder: Path, blank: Path, *, together: bool) -> None:
        self._folder = folder
        self._blank = blank
        self._together = together
        self._running: dict[str, Server] = {}

    async def get(self, app: App, limit_s: float, record: Record) -> Server:
        """Return the app's server, warmed by a first session."""
        if app.name not in self._running:
            if not self._together:
                self.stop()
            server = self._running[app.name] = Server(app, self.folder_of(app))
            visit = Visit(app, server, _window(-1), limit_s)
            try:
                async with Browser(app) as browser:
                    opened = await visit.open(await browser.open_page())
            except MeasuringError:
                self.drop(app.name)
                raise
            record.cold_open_ms = record.cold_open_ms or opened.first_ms
        return self._running[app.name]

    def folder_of(self, app: App) -> Path:
        """Return the dataset of an app; the blank page's is always a small one."""
        return self._blank if app.name == BASELINE else self._folder

    def drop(self, name: str) -> None:
        """End one app's server."""
        if name in self._running:
            self._running.pop(name).stop()

    def stop(self) -> None:
        """End all servers."""
        for name in tuple(self._running):
            self.drop(name)


def _window(number: int) -> Window:
    first, last = (day + number * _SHIFT for day in _WINDOW)
    return first.isoformat(), last.isoformat()


async def _measure_size(plan: Plan, size: int, apps: Iterable[App]) -> list[Record]:
    records = {app.name: Record(app.name, size) for app in apps}
    served = any(isinstance(app, AtlasApp) for app in apps)
    folder = prepare_data(size, plan.data, served=served)
    with ExitStack() as stack:
        blank = prepare_data(_OF_BLANK, plan.data, served=False)
        servers = _Servers(folder, blank, together=size < _ONE_AT_A_TIME)
        stack.callback(servers.stop)
        for number in range(plan.runs):
            for app in apps:
                record = records[app.name]
                slow = (record.cold_open_ms or 0) > _SLOW_MS
                if record.fail or (slow and number > 0):
                    continue
                await _measure_run(plan, number, servers, app, record)
                _say(record)
    return list(records.values())


async def _measure_run(
    plan: Plan, number: int, servers: _Servers, app: App, record: Record
) -> None:
    """Add a run to the record: the first that others left undisturbed, or that least disturbed."""
    whole: list[dict[str, Any]] = []
    broken: list[dict[str, Any]] = []
    while len(whole) + len(broken) < plan.tries:
        found: dict[str, Any] = {"round": number}
        try:
            await _try_run(plan, servers, app, record, found)
        except MeasuringError as error:
            found["fail"] = f"{found.get('step', 'start')}: {error}"
            broken.append(found)
            # an accident in loading happens once, a defect again
            accident = isinstance(error, PageError) and len(broken) == 1
            if not accident and not _was_disturbed(found):
                break
        else:
            whole.append(found)
            if not _was_disturbed(found):
                break
    record.runs.append(min(whole, key=_others_percent) if whole else broken[-1])
    if not whole:
        record.fail = broken[-1]["fail"]
        servers.drop(app.name)


def _was_disturbed(found: dict[str, Any]) -> bool:
    return _others_percent(found) > QUIET_PERCENT


def _others_percent(found: dict[str, Any]) -> float:
    return float(found.get("others_percent", 0))


async def _try_run(
    plan: Plan, servers: _Servers, app: App, record: Record, found: dict[str, Any]
) -> None:
    number = found["round"]
    server = await servers.get(app, plan.limit_s, record)
    await await_quiet()
    visit = Visit(app, server, _window(number), plan.limit_s, found)
    pictures = plan.pictures / f"{app.name}-{record.size}" if number == 0 else None
    await visit.measure(partial(count_incidents, servers.folder_of(app)), pictures)


def _say(record: Record) -> None:
    found = record.runs[-1]
    told = ("open_ms", "filter_ms", "pan_ms")
    words = ", ".join(f"{key} {found[key]:.0f}" for key in told if key in found)
    if _was_disturbed(found):
        words += f" (others used {found['others_percent']:.0f} % of the machine)"
    print(f"{record.size:,} {record.app}, run {found['round'] + 1}: {words} {record.fail}",
          flush=True)  # fmt: skip
