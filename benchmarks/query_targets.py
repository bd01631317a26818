"""What questions, memory and many readers are to come to."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from benchmarks.measured import HUNDRED_THOUSAND, MILLION, TEN_MILLION
from benchmarks.questions import FILTERS, QUESTIONS
from benchmarks.report import ms, number
from benchmarks.verdicts import (
    Target,
    Verdict,
    at_most,
    join,
    judge,
    tell_ms,
    tell_ratio,
    tell_sizes,
    times,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

COLD = ("a tile of the region", "a tile of a town", "timeline, months", "figures, with actors")
"""Questions that a page asks at every choice."""
_MOST_FLOORS = 4
_FASTER = 5
_STEPS = ((HUNDRED_THOUSAND, MILLION), (MILLION, TEN_MILLION))
_FLAT = 1.5
"""So far apart two measurements of equal work may lie."""
_MOST_BYTES_A_ROW = 120
_LEAST_FRAMES = 20
_SESSIONS = 50
_MOST_SESSION_MB = 5
_MOST_P95_MS = 3_000
_MB = 1e6

Query = dict[str, list[Any]]


def list_query_targets(query: Query) -> Iterator[Target]:
    """Yield a row for each target of questions and memory."""
    for name in COLD:
        yield _near_floor(query, name)
        yield _beyond_pandas(query, name)
    yield from (_linear(query, *step) for step in _STEPS)
    yield from (_flat(query, words) for words in FILTERS)
    yield _memory(query)


def list_playing_targets(found: list[dict[str, Any]]) -> list[Target]:
    """Return what a selection that is played must show."""
    rows = [each for each in found if each["size"] == MILLION]
    told = (
        f"{each['mode']}: {each['frames_a_second']:.0f} frames and "
        f"{each['moments_a_second']:.0f} steps a second, {each['requests']} requests in all"
        for each in rows
    )
    return [
        Target(
            f"1 000 000, played at 20 steps a second: at least {_LEAST_FRAMES} frames a second",
            join(*told) or Verdict.UNMEASURED,
            judge(each["frames_a_second"] >= _LEAST_FRAMES for each in rows),
        )
    ]


def list_session_targets(sessions: dict[str, Any] | None) -> Iterator[Target]:
    """Yield a row for each target of many readers."""
    loads = sessions["summary"] if sessions and sessions.get("size") == MILLION else []
    found = next((each for each in loads if each["sessions"] == _SESSIONS), None)
    # figures of fewer incidents are in the tables; they say nothing about these targets
    yield _many_readers(found)
    yield _session_memory(found)


def _near_floor(query: Query, name: str) -> Target:
    asked = _timings(query, name, MILLION)
    return Target(
        f"1 000 000, cold: {name}, at most {_MOST_FLOORS} × the floor",
        _tell(asked, "ours", "floor"),
        judge(at_most(each.get("ours"), times(_MOST_FLOORS, each.get("floor")))
              for _, each in asked),
    )  # fmt: skip


def _beyond_pandas(query: Query, name: str) -> Target:
    asked = _timings(query, name, MILLION)
    return Target(
        f"1 000 000, cold: {name}, at least {_FASTER} times faster than pandas",
        _tell(asked, "plain", "ours"),
        judge(at_most(times(_FASTER, each.get("ours")), each.get("plain")) for _, each in asked),
    )


def _linear(query: Query, size: int, larger: int) -> Target:
    """Return whether every question's time grows by no more than its rows do."""
    took = {(each["question"], each["filter"], each["size"]): each["ours"]
            for each in query["timings"]}  # fmt: skip
    growth: dict[tuple[str, str], float | None] = {}
    for asked in product((each.name for each in QUESTIONS), FILTERS):
        few, many = (took.get((*asked, each)) for each in (size, larger))
        growth[asked] = many / few if many and few else None
    known = {asked: ratio for asked, ratio in growth.items() if ratio}
    most = max(known, key=known.__getitem__, default=None)
    over = sum(ratio > larger / size for ratio in known.values())
    told = [f"the most {known[most]:.1f} × ({', '.join(most)})"] if most else []
    told += [f"{over} of {len(growth)} by more"] if over else []
    unknown = len(growth) - len(known)
    told += [f"{unknown} of {len(growth)} not measured"] if unknown else []
    return Target(
        f"{number(size)} to {number(larger)} incidents: no question takes over "
        f"{number(larger / size)} × as long",
        join(*told),
        judge(at_most(ratio, larger / size) for ratio in growth.values()),
    )


def _flat(query: Query, words: str) -> Target:
    """Return whether a tile that holds as much takes as long in the largest dataset."""
    asked = {each["size"]: each for each in query["equal_tiles"] if each["filter"] == words}
    few, many = asked.get(min(asked, default=0)), asked.get(TEN_MILLION)
    compared = few if few is not many else None
    told = {
        size: f"{ms(each['ms'])} ms ({number(each['count'])} inside, zoom {each['zoom']})"
        for size, each in asked.items()
    }
    bound = times(_FLAT, compared["ms"] if compared else None)
    return Target(
        f"A tile with about 1 000, zoom 8 or deeper, {words}: at 10 000 000 at most {_FLAT} × "
        "what it takes in the smallest dataset that has one",
        tell_sizes(told) or Verdict.UNMEASURED,
        judge([at_most(many["ms"] if many else None, bound)]),
    )


def _memory(query: Query) -> Target:
    found = next((each for each in query["loaded"] if each["size"] == TEN_MILLION), None)
    must = f"10 000 000: at most {_MOST_BYTES_A_ROW} bytes a row in memory, own and columns"
    if found is None:
        return Target(must, Verdict.UNMEASURED, Verdict.UNMEASURED)
    own, pages = (found[name] * _MB / TEN_MILLION for name in ("anonymous_mb", "mapped_mb"))
    columns = found["laid_bytes_a_row"]
    return Target(
        must,
        join(
            f"{own + columns:.0f}: the process's own growth {own:.0f}, "
            f"laid-out columns {columns:.0f}",
            f"of all mapped files {pages:.0f} were in memory",
        ),
        judge([at_most(own + columns, _MOST_BYTES_A_ROW)]),
    )


def _many_readers(found: dict[str, Any] | None) -> Target:
    must = (
        f"{_SESSIONS} sessions at 1 000 000: 95th percentile of an interaction with its map under "
        f"{_MOST_P95_MS // 1000} s, none failed"
    )
    if found is None:
        return Target(must, Verdict.UNMEASURED, Verdict.UNMEASURED)
    p95, failed = found["whole_p95_ms"], found["failed"] + found["openings_failed"]
    return Target(
        must,
        join(
            tell_ms(p95),
            f"{found['failed']} of {number(found['interactions'])} interactions and "
            f"{found['openings_failed']} of {found['sessions']} openings failed",
        ),
        judge([_under(p95, _MOST_P95_MS), not failed]),
    )


def _session_memory(found: dict[str, Any] | None) -> Target:
    extra = [found[name] if found else None for name in ("extra_open_mb", "extra_end_mb")]
    told = [f"{value:.1f} MB {when}" for value, when in
            zip(extra, ("when all are open", "when all have read"), strict=True)
            if value is not None]  # fmt: skip
    return Target(
        f"1 000 000: an extra session of {_SESSIONS} takes under {_MOST_SESSION_MB} MB",
        join(*told) or Verdict.UNMEASURED,
        judge(_under(value, _MOST_SESSION_MB) for value in extra),
    )


def _under(value: float | None, bound: float) -> bool | None:
    return None if value is None else value < bound


def _timings(query: Query, name: str, size: int) -> list[tuple[str, dict[str, Any]]]:
    """Return what a question took, by filter; nothing in it where that was not measured."""
    asked = {each["filter"]: each for each in query["timings"]
             if (each["question"], each["size"]) == (name, size)}  # fmt: skip
    return [(words, asked.get(words, {})) for words in FILTERS]


def _tell(asked: list[tuple[str, dict[str, Any]]], took: str, beside: str) -> str:
    """Return in words what took how long, and how many times what stands beside it."""
    told = [
        f"{words} {tell_ms(each.get(took))} {tell_ratio(each.get(took), each.get(beside))}".rstrip()
        for words, each in asked
    ]
    return join(*told)
