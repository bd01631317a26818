"""What was measured, as tables for a file of results."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.sessions.load import Interaction, Measured
    from benchmarks.sessions.map_view import Fetch
    from benchmarks.sessions.tiles import Throughput

_NONE = "–"


@dataclass(frozen=True)
class Summary:
    """What one number of sessions came to; what targets are judged by."""

    sessions: int
    interactions: int
    whole_p95_ms: float | None
    """95th percentile until the script has finished and the map has everything it asked for."""
    failed: int
    """Interactions."""
    openings_failed: int
    extra_open_mb: float | None
    """Resident memory for each session beyond the smallest number, once all are open."""
    extra_end_mb: float | None
    """The same when all have read."""


def summarize_load(smallest: Measured, found: Measured) -> Summary:
    """Return what one load came to, its memory beside that of the load with fewest sessions."""
    whole = [one.whole_ms for one in found.interactions]
    return Summary(
        found.load.sessions, len(whole), percentile(whole, 0.95),
        sum(bool(one.failure) for one in found.interactions),
        sum(bool(one.failure) for one in found.openings),
        _extra_mb(smallest, found, "open"), _extra_mb(smallest, found, "end"),
    )  # fmt: skip


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the smallest value that `share` of all do not exceed; None when there is none."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def build_report(
    loads: Sequence[Measured],
    unpaced: Sequence[Measured],
    tiles: Sequence[Throughput],
) -> str:
    """Return every table, as Markdown, under headings of the third level.

    Args:
        loads: Readers at their pace, one for each number of sessions, the smallest first.
        unpaced: Readers who do the next thing at once: what one process manages.
        tiles: Tiles on their own.
    """
    sections = [
        ("### Readers at their own pace", [*_pace(loads), "", *_machine(loads)]),
        ("### The first run of a session", _openings(loads)),
        (f"### What {loads[-1].load.sessions} sessions did", _actions(loads[-1])),
        ("### The map's requests", _requests(loads)),
        ("### Without pauses", _unpaced(unpaced)),
        ("### Tiles", _tiles(tiles)),
    ]
    return "\n\n".join("\n".join([title, "", *lines]) for title, lines in sections) + "\n"


def _pace(loads: Iterable[Measured]) -> list[str]:
    head = (
        "sessions", "interactions", "run finished p50, ms", "p95", "max", "first change p50",
        "p95", "map or table p50", "p95", "map drawn, too: p50", "p95", "max", "failed",
    )  # fmt: skip
    return _table(head, [
        (
            found.load.sessions, len(found.interactions),
            *_spread([one.timing.finished_ms for one in found.interactions]),
            *_spread(_known(one.timing.changed_ms for one in found.interactions))[:2],
            *_spread(_known(one.timing.main_ms for one in found.interactions))[:2],
            *_spread([one.whole_ms for one in found.interactions]),
            _failures(found.interactions),
        )
        for found in loads
    ])  # fmt: skip


def _machine(loads: Sequence[Measured]) -> list[str]:
    head = (
        "sessions", "server CPU s an interaction", "cores the server used", "RSS before, MB",
        "all open", "at the end", "peak", "MB an extra session, open", "at the end", "threads",
        "cores the client used", "client late p95, ms", "cores others used", "errors in the log",
    )  # fmt: skip
    rows = []
    for found in loads:
        before, opened, end = (found.usage[when] for when in ("before", "open", "end"))
        spent = end.cpu_s - opened.cpu_s
        rows.append((
            found.load.sessions, _fixed(spent / max(1, len(found.interactions)), 3),
            _fixed(spent / found.seconds, 2), _fixed(before.rss_mb, 0), _fixed(opened.rss_mb, 0),
            _fixed(end.rss_mb, 0), _fixed(end.peak_mb, 0),
            _fixed(_extra_mb(loads[0], found, "open"), 2),
            _fixed(_extra_mb(loads[0], found, "end"), 2), end.threads,
            _fixed(found.client_cpu_s / found.seconds, 2),
            _fixed(percentile(found.lags_ms, 0.95), 1),
            _fixed(found.other_cpu_s / found.seconds, 2), found.log_errors,
        ))  # fmt: skip
    return _table(head, rows)


def _openings(loads: Iterable[Measured]) -> list[str]:
    head = ("sessions, one more each 0.2 s", "run finished p50, ms", "p95", "max", "failed")
    return _table(head, [
        (
            found.load.sessions, *_spread([one.timing.finished_ms for one in found.openings]),
            _failures(found.openings),
        )
        for found in loads
    ])  # fmt: skip


def _actions(found: Measured) -> list[str]:
    by_name: dict[str, list[Interaction]] = {}
    for one in found.interactions:
        by_name.setdefault(one.name, []).append(one)
    head = ("what", "times", "run finished p50, ms", "p95", "max", "messages", "kB", "failed")
    return _table(head, [
        (
            name, len(done), *_spread([one.timing.finished_ms for one in done]),
            _fixed(sum(one.timing.messages for one in done) / len(done), 0),
            _fixed(sum(one.timing.bytes for one in done) / len(done) / 1000, 0), _failures(done),
        )
        for name, done in sorted(by_name.items(), key=lambda item: -len(item[1]))
    ])  # fmt: skip


def _requests(loads: Iterable[Measured]) -> list[str]:
    rows = []
    for found in loads:
        by_kind: dict[str, list[Fetch]] = {}
        for one in found.interactions:
            for fetch in one.drawing.fetches if one.drawing else ():
                by_kind.setdefault(fetch.kind, []).append(fetch)
        rows += [
            (
                found.load.sessions, kind, len(asked), *_spread([each.ms for each in asked]),
                sum(each.failed for each in asked),
            )
            for kind, asked in by_kind.items()
        ]  # fmt: skip
    return _table(("sessions", "what", "requests", "p50, ms", "p95", "max", "failed"), rows)


def _unpaced(measured: Iterable[Measured]) -> list[str]:
    head = (
        "sessions", "map's requests", "interactions a second", "run finished p50, ms", "p95",
        "max", "server CPU s an interaction", "cores the server used", "cores the client used",
        "failed",
    )  # fmt: skip
    rows = []
    for found in measured:
        done, spent = found.interactions, found.usage["end"].cpu_s - found.usage["open"].cpu_s
        rows.append((
            found.load.sessions, "yes" if found.load.with_map else "no",
            _fixed(len(done) / found.seconds, 1),
            *_spread([one.timing.finished_ms for one in done]),
            _fixed(spent / max(1, len(done)), 3), _fixed(spent / found.seconds, 2),
            _fixed(found.client_cpu_s / found.seconds, 2), _failures(done),
        ))  # fmt: skip
    return _table(head, rows)


def _tiles(tiles: Iterable[Throughput]) -> list[str]:
    head = (
        "asked", "connections", "answers a second", "p50, ms", "p95", "max", "failed",
        "server CPU ms an answer", "cores the server used", "cores the client used",
    )  # fmt: skip
    return _table(head, [
        (
            found.way, found.connections, _fixed(found.per_second, 0),
            *(_fixed(percentile(found.times_ms, share), 1) for share in (0.5, 0.95, 1)),
            found.failures,
            _fixed(found.server_cpu_s * 1000 / max(1, len(found.times_ms)), 2),
            _fixed(found.server_cpu_s / found.seconds, 2),
            _fixed(found.client_cpu_s / found.seconds, 2),
        )
        for found in tiles
    ])  # fmt: skip


def _spread(values: Sequence[float]) -> tuple[str, str, str]:
    """Return median, 95th percentile and maximum."""
    half, most, longest = (_fixed(percentile(values, share), 0) for share in (0.5, 0.95, 1))
    return half, most, longest


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _failures(done: Sequence[Interaction]) -> str:
    reasons = Counter(one.failure for one in done if one.failure)
    told = ", ".join(f"{count} × {reason}" for reason, count in reasons.most_common())
    return told or "0"


def _extra_mb(smallest: Measured, found: Measured, when: str) -> float | None:
    more = found.load.sessions - smallest.load.sessions
    if not more:
        return None
    return (found.usage[when].rss_mb - smallest.usage[when].rss_mb) / more


def _fixed(value: float | None, digits: int) -> str:
    return _NONE if value is None else f"{value:,.{digits}f}".replace(",", " ")


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(map(str, cells)) + " |" for cells in lines]
