"""What a reader in a browser is to see: ours beside the usual ways, beyond the blank page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.browser.apps import APPS, BASELINE
from benchmarks.browser.tables import read_figure, tell_failure
from benchmarks.measured import HUNDRED_THOUSAND, MILLION, SIZES, TEN_MILLION, THOUSAND
from benchmarks.report import number
from benchmarks.verdicts import (
    Target,
    Verdict,
    at_most,
    join,
    judge,
    tell_missing,
    tell_ms,
    tell_ratio,
    tell_sizes,
    times,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OURS = "atlas"
PEERS = tuple(name for name in APPS if name not in {OURS, BASELINE})
FOLIUM = ("naive", "fast", "geojson")
_GROWTH = {MILLION: 1.3, TEN_MILLION: 2}
"""How many times what opening takes at a thousand it may take."""
_FILTER_BESIDE_PEER = 1.5
_MOST_BYTES = 300e3
_FASTER = 5
_FEWER_BYTES = 10
_OPEN, _FILTER = "open ms", "filter ms"
_STEPS = {_OPEN: "opening", _FILTER: "a filter"}
_BYTES = {"data MB": "opening", "data MB of filter": "a filter"}
_MB = 1e6


@dataclass(frozen=True)
class Seen:
    """What the browser showed."""

    results: dict[str, Any]

    def beyond(self, app: str, size: int, column: str) -> float | None:
        """Return a figure beyond the blank page's of the same round."""
        return read_figure(self.results, app, size, column)

    def data_bytes(self, app: str, size: int, column: str) -> float | None:
        """Return bytes of incidents, over the WebSocket and as JSON."""
        return times(_MB, read_figure(self.results, app, size, column, beyond=False))

    def failure(self, app: str, size: int) -> str:
        """Return why an app failed with so many incidents or fewer; "" if it did not."""
        failed = {
            each["size"]: each["fail"]
            for each in self.results["records"]
            if each["app"] == app and each["size"] <= size and each["fail"]
        }
        if not failed:
            return ""
        return f"failed at {number(max(failed))}: {tell_failure(failed[max(failed)])}"

    def tell(self, app: str, size: int, column: str, unknown: str = Verdict.UNMEASURED) -> str:
        """Return the app's time, or why there is none."""
        value = self.beyond(app, size, column)
        return self.failure(app, size) or unknown if value is None else tell_ms(value)

    def check_ours(self, size: int, value: float | None, bound: float | None) -> bool | None:
        """Return whether ours keeps to a bound; where it failed, it does not."""
        return False if value is None and self.failure(OURS, size) else at_most(value, bound)

    def beside(self, peers: Iterable[str], size: int, column: str) -> Beside:
        """Return what several peers took."""
        found = {app: self.beyond(app, size, column) for app in peers}
        without = [app for app, value in found.items() if value is None]
        return Beside(
            {app: value for app, value in found.items() if value is not None},
            {app: why for app in without if (why := self.failure(app, size))},
            [app for app in without if not self.failure(app, size)],
        )


@dataclass(frozen=True)
class Beside:
    """Peers at one size."""

    took: dict[str, float]
    failed: dict[str, str]
    missing: list[str]
    """Those not measured: any of them may be the fastest."""

    @property
    def fastest(self) -> str:
        """The fastest peer of those that have a figure; "" if none has."""
        return min(self.took, key=self.took.__getitem__) if self.took else ""

    @property
    def least(self) -> float | None:
        """What that one took."""
        return self.took.get(self.fastest)

    def tell_fastest(self) -> str:
        """Return that in words."""
        return f"{self.fastest} {tell_ms(self.least)}" if self.took else "no peer has a time"

    def tell_others(self) -> list[str]:
        """Return in words of whom there is no figure, and why."""
        return [*(f"{app} {why}" for app, why in self.failed.items()), *tell_missing(self.missing)]

    def checks(self, *found: bool | None) -> list[bool | None]:
        """Return what was found beside the peers, and that all of these have to be known."""
        return [*found, *([None] if self.missing else [])]


def list_browser_targets(results: dict[str, Any]) -> Iterator[Target]:
    """Yield a row for each target, in the order in which they are read."""
    seen = Seen(results)
    yield from (_growth(seen, size, factor) for size, factor in _GROWTH.items())
    yield _light_opening(seen)
    yield _redraw(seen)
    yield from (_few_bytes(seen, column) for column in _BYTES)
    for column in _STEPS:
        yield _times_faster(seen, column, ("fast",), "`fast` (FastMarkerCluster)")
        yield _times_faster(seen, column, FOLIUM, "the fastest folium peer")
        yield _faster_than_all(seen, column)
    yield _fewer_bytes(seen)
    yield from (_beside_peer(seen, app) for app in PEERS)


def _growth(seen: Seen, size: int, factor: float) -> Target:
    value, base = (seen.beyond(OURS, each, _OPEN) for each in (size, THOUSAND))
    told = [seen.tell(OURS, size, _OPEN), f"at 1 000 {seen.tell(OURS, THOUSAND, _OPEN)}"]
    return Target(
        f"{number(size)}: opening takes at most {factor} × ours at 1 000",
        join(*told, tell_ratio(value, base)),
        judge([seen.check_ours(size, value, times(factor, base))]),
    )


def _light_opening(seen: Seen) -> Target:
    value = seen.beyond(OURS, THOUSAND, _OPEN)
    peers = seen.beside(PEERS, THOUSAND, _OPEN)
    return Target(
        "1 000: opening takes no longer than the lightest peer's",
        join(seen.tell(OURS, THOUSAND, _OPEN), peers.tell_fastest(), *peers.tell_others()),
        judge(peers.checks(seen.check_ours(THOUSAND, value, peers.least))),
    )


def _redraw(seen: Seen) -> Target:
    peers = seen.beside(PEERS, THOUSAND, _FILTER)
    bound = times(_FILTER_BESIDE_PEER, peers.least)
    checks = [seen.check_ours(size, seen.beyond(OURS, size, _FILTER), bound) for size in SIZES]
    told = {size: seen.tell(OURS, size, _FILTER, unknown="") for size in SIZES}
    allowed = "" if bound is None else f", which allows {tell_ms(bound)}"
    fastest = f"{peers.tell_fastest()} at 1 000{allowed}"
    return Target(
        f"Every size: a filter redraws within {_FILTER_BESIDE_PEER} × the lightest peer at 1 000",
        join(tell_sizes(told), fastest, *peers.tell_others()),
        judge(peers.checks(*checks)),
    )


def _few_bytes(seen: Seen, column: str) -> Target:
    sent = {size: seen.data_bytes(OURS, size, column) for size in SIZES}
    told = {
        size: seen.failure(OURS, size) if value is None else _tell_kilobytes(value)
        for size, value in sent.items()
    }
    return Target(
        f"Every size: {_BYTES[column]} sends at most {_tell_kilobytes(_MOST_BYTES)} of data",
        tell_sizes(told),
        judge(seen.check_ours(size, value, _MOST_BYTES) for size, value in sent.items()),
    )


def _times_faster(seen: Seen, column: str, apps: Iterable[str], words: str) -> Target:
    value = seen.beyond(OURS, HUNDRED_THOUSAND, column)
    peers = seen.beside(apps, HUNDRED_THOUSAND, column)
    told = [seen.tell(OURS, HUNDRED_THOUSAND, column), peers.tell_fastest()]
    check = seen.check_ours(HUNDRED_THOUSAND, times(_FASTER, value), peers.least)
    return Target(
        f"100 000: {_STEPS[column]} is at least {_FASTER} times faster than {words}",
        join(*told, tell_ratio(peers.least, value), *peers.tell_others()),
        judge(peers.checks(check)),
    )


def _faster_than_all(seen: Seen, column: str) -> Target:
    value = seen.beyond(OURS, HUNDRED_THOUSAND, column)
    peers = seen.beside([app for app in PEERS if app not in FOLIUM], HUNDRED_THOUSAND, column)
    took = [f"{app} {tell_ms(each)}" for app, each in peers.took.items()]
    check = seen.check_ours(HUNDRED_THOUSAND, value, peers.least)
    return Target(
        f"100 000: {_STEPS[column]} is faster than with every other peer",
        join(seen.tell(OURS, HUNDRED_THOUSAND, column), *took, *peers.tell_others()),
        judge(peers.checks(check)),
    )


def _fewer_bytes(seen: Seen) -> Target:
    peers = seen.beside(FOLIUM, HUNDRED_THOUSAND, _OPEN)
    ours, theirs = (
        seen.data_bytes(app, HUNDRED_THOUSAND, "data MB") for app in (OURS, peers.fastest)
    )
    found = seen.check_ours(HUNDRED_THOUSAND, times(_FEWER_BYTES, ours), theirs)
    told = [_tell_kilobytes(ours)]
    told += [f"{peers.fastest} {_tell_kilobytes(theirs)}"] if peers.fastest else []
    return Target(
        f"100 000: opening sends at least {_FEWER_BYTES} times less data than the fastest folium "
        "peer",
        join(*told, tell_ratio(theirs, ours), *peers.tell_others()),
        # a peer that is not known may be the fastest, and send less or more
        judge([None if peers.missing else found]),
    )


def _beside_peer(seen: Seen, app: str) -> Target:
    told = [
        f"{words} {seen.tell(app, MILLION, column)}, ours {seen.tell(OURS, MILLION, column)}"
        for column, words in _STEPS.items()
    ]
    return Target(f"1 000 000: {app} beside ours", join(*told), Verdict.NONE)


def _tell_kilobytes(value: float | None) -> str:
    return Verdict.UNMEASURED if value is None else f"{number(value / 1e3)} kB"
