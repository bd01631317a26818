"""Results in Markdown: medians, as they are and beyond those of the blank page."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.browser.apps import BASELINE
from benchmarks.browser.traffic import DATA, SCRIPTS, SOCKET, STYLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Run = dict[str, Any]
    Measure = Callable[[Run], float | None]


def _plain(key: str) -> Measure:
    return lambda run: None if _failed(run, key.split("_", maxsplit=1)[0]) else run.get(key)


def _megabytes(step: str, *kinds: str) -> Measure:
    def read(run: Run) -> float | None:
        seen = None if _failed(run, step) else run.get(f"{step}_bytes")
        return None if seen is None else sum(seen[kind] for kind in kinds) / 1e6

    return read


def _failed(run: Run, step: str) -> bool:
    """Return whether a run failed in a step, so that what it noted of it does not count."""
    return str(run.get("fail", "")).startswith(f"{step}:")


def _requests(run: Run) -> float | None:
    return len(run["open_requests"]) if "open_requests" in run else None


COLUMNS: dict[str, Measure] = {
    "open ms": _plain("open_ms"),
    "open settled ms": _plain("open_settled_ms"),
    "filter ms": _plain("filter_ms"),
    "filter settled ms": _plain("filter_settled_ms"),
    "pan ms": _plain("pan_ms"),
    "worst frame ms": _plain("worst_frame_ms"),
    "data MB": _megabytes("open", SOCKET, DATA),
    "data MB of filter": _megabytes("filter", SOCKET, DATA),
    "scripts, styles MB": _megabytes("open", SCRIPTS, STYLES),
    "requests": _requests,
    "server RSS MB": _plain("rss_mb"),
    "browser heap MB": _plain("heap_mb"),
}
_WITHOUT_BASELINE = ("pan ms", "worst frame ms")
"""The blank page has no map to drag."""
_BEYOND = tuple(name for name in COLUMNS if name not in _WITHOUT_BASELINE)
FEW = (
    "open ms", "filter ms", "pan ms", "worst frame ms", "data MB", "data MB of filter",
    "server RSS MB", "browser heap MB",
)  # fmt: skip
"""Columns for a reader who does not want all of them."""
FEW_BEYOND = (
    "open ms", "open settled ms", "filter ms", "filter settled ms", "scripts, styles MB",
    "requests",
)  # fmt: skip
_LONGEST_FAILURE = 100


def build_tables(results: dict[str, Any]) -> str:
    """Return two tables for each size, with everything measured."""
    about = f"Median of each app's runs, which took turns. {results['machine']}."
    return f"{about}\n\n{build_size_tables(results, tuple(COLUMNS), _BEYOND)}"


def build_size_tables(
    results: dict[str, Any], plain: Sequence[str] = FEW, beyond: Sequence[str] = FEW_BEYOND
) -> str:
    """Return two tables for each size: medians, and medians of what is beyond the blank page.

    Args:
        results: What was measured.
        plain: Those of `COLUMNS` that the first table has.
        beyond: Those that the second has.
    """
    records, parts = results["records"], []
    for size in sorted({record["size"] for record in records}):
        chosen = [record for record in records if record["size"] == size]
        parts += [f"### {_number(size)} incidents", _table(chosen, plain, _median, _ABOUT)]
        others = [each for each in chosen if each["app"] != BASELINE]
        if len(others) < len(chosen):
            own = _beyond(_rounds_of_baseline(chosen, size))
            parts += ["Beyond the blank page of the same round:", _table(others, beyond, own, {})]
    return "\n\n".join(parts) + "\n"


def read_figure(
    results: dict[str, Any], app: str, size: int, column: str, *, beyond: bool = True
) -> float | None:
    """Return one of the tables' figures, beyond the blank page or as it is.

    Returns:
        A median in the unit that the name of the column says; None if there is none.
    """
    records = results["records"]
    runs = [
        run
        for record in records
        if (record["app"], record["size"]) == (app, size)
        for run in record["runs"]
    ]
    summarize = _beyond(_rounds_of_baseline(records, size)) if beyond else _median
    return summarize(runs, COLUMNS[column])


def _rounds_of_baseline(records: Iterable[dict[str, Any]], size: int) -> dict[int, Run]:
    return {
        run["round"]: run
        for record in records
        if (record["app"], record["size"]) == (BASELINE, size)
        for run in record["runs"]
    }


def _table(
    records: Iterable[dict[str, Any]],
    columns: Sequence[str],
    summarize: Callable[[list[Run], Measure], float | None],
    about: dict[str, Callable[[dict[str, Any]], str]],
) -> str:
    head = ["app", *columns, *about]
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for record in records:
        cells = [_cell(summarize(record["runs"], COLUMNS[name])) for name in columns]
        cells += [tell(record) for tell in about.values()]
        lines.append(f"| {record['app']} | {' | '.join(cells)} |")
    return "\n".join(lines)


def tell_failure(reason: str) -> str:
    """Return the reason for a failure as it can stand in a cell: servers print much else."""
    line = " ".join(reason.split())
    short = line if len(line) <= _LONGEST_FAILURE else f"{line[:_LONGEST_FAILURE]}…"
    return short.replace("|", "\\|").replace("<", "&lt;")


def _median(runs: list[Run], of: Measure) -> float | None:
    values = [value for run in runs if (value := of(run)) is not None]
    return median(values) if values else None


def _beyond(baseline: dict[int, Run]) -> Callable[[list[Run], Measure], float | None]:
    """Return what sums up each run less the blank page's run of the same round."""

    def summarize(runs: list[Run], of: Measure) -> float | None:
        pairs = [(of(run), of(baseline.get(run["round"], {}))) for run in runs]
        known = [mine - blank for mine, blank in pairs if mine is not None and blank is not None]
        return median(known) if known else None

    return summarize


def _cell(value: float | None) -> str:
    if value is None:
        return ""
    exact = 10
    return _number(round(value)) if abs(value) >= exact else f"{value:.2f}"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", " ")


def _others_percent(run: Run) -> float:
    return float(run.get("others_percent", 0))


_ABOUT: dict[str, Callable[[dict[str, Any]], str]] = {
    "first session ms": lambda record: _cell(record["cold_open_ms"]),
    "runs": lambda record: str(len(record["runs"])),
    "others %": lambda record: f"{max(map(_others_percent, record['runs']), default=0):.0f}",
    "failed": lambda record: tell_failure(record["fail"]),
}
"""What is said of an app besides its runs' figures."""


def build_waterfall(results: dict[str, Any], app: str, size: int, step: str) -> str:
    """Return the requests of an app's first run, in order; `step` is open or filter.

    Raises:
        LookupError: That was not measured.
    """
    runs = {(record["app"], record["size"]): record["runs"] for record in results["records"]}
    lines = ["| start ms | took ms | kB | kind | path |", "|---|---|---|---|---|"]
    for each in runs[app, size][0][f"{step}_requests"]:
        cells = [f"{each['start_ms']:.0f}", f"{each['took_ms']:.0f}", f"{each['bytes'] / 1e3:.1f}"]
        lines.append(f"| {' | '.join(cells)} | {each['kind']} | {each['path']} |")
    return "\n".join(lines) + "\n"
