"""The parts of the benchmark: what each runs, what it needs, and where its results go."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.browser.apps import APPS, BASELINE
from benchmarks.browser.errors import MissingToolError
from benchmarks.browser.networks import install_packages
from benchmarks.browser_targets import OURS
from benchmarks.measured import HUNDRED_THOUSAND, MILLION, file_of, list_failed
from benchmarks.paths import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

RUNS = 3
LIMIT_S = 60
_PACKAGES = ("plotly", "psutil")
"""What `benchmarks/requirements.txt` adds, by the names under which they are imported."""


@dataclass(frozen=True)
class Step:
    """One process of a part."""

    words: str
    command: tuple[str, ...]
    """What Python is given."""
    kept: Path | None = None
    """Where its results go; None if it writes its own page."""


def _ask_questions(sizes: Sequence[int], kept: Path) -> Iterator[Step]:
    for size in sizes:
        command = ("-m", "benchmarks.query", "--sizes", str(size))
        yield Step(f"query, {size:,} incidents", command, file_of("query", kept, size))


def _open_browsers(sizes: Sequence[int], kept: Path) -> Iterator[Step]:
    """Yield a step for each size, without the apps that failed with fewer incidents."""
    for size in sizes:
        # at ten million the peers have nothing left to show; see RESULTS.md at one million
        apps = tuple(APPS) if size <= MILLION else (BASELINE, OURS)
        failed = list_failed(kept, size)
        left = ",".join(app for app in apps if app not in failed)
        if left:
            command = ("-m", "benchmarks.browser", "--sizes", str(size), "--apps", left,
                       "--runs", str(RUNS), "--limit", str(LIMIT_S))  # fmt: skip
            yield Step(f"browser, {size:,} incidents", command, file_of("browser", kept, size))


def _send_readers(sizes: Sequence[int], kept: Path) -> Iterator[Step]:
    size = max((size for size in sizes if size <= MILLION), default=min(sizes))
    command = ("-m", "benchmarks.sessions", "--size", str(size),
               "--sessions", "1,10,50", "--seconds", "60")  # fmt: skip
    yield Step(f"sessions, {size:,} incidents", command, file_of("sessions", kept, size))


def _play(sizes: Sequence[int], kept: Path) -> Iterator[Step]:
    size = max((size for size in sizes if size <= MILLION), default=min(sizes))
    command = ("-m", "benchmarks.playing", "--size", str(size))
    yield Step(f"playing, {size:,} incidents", command, file_of("playing", kept, size))


def _find_places(sizes: Sequence[int], kept: Path) -> Iterator[Step]:
    del sizes, kept
    yield Step("geocoding", (str(PROJECT / "benchmarks" / "geocoding.py"),))


def _exchange_files(sizes: Sequence[int], kept: Path) -> Iterator[Step]:
    del kept
    chosen = [size for size in sizes if HUNDRED_THOUSAND <= size <= MILLION] or [min(sizes)]
    yield Step("exchange", ("-m", "benchmarks.exchange", "--sizes", ",".join(map(str, chosen))))


def _ask_spark(sizes: Sequence[int], kept: Path) -> Iterator[Step]:
    del kept
    chosen = [size for size in sizes if size >= MILLION] or sizes
    yield Step("spark", ("-m", "benchmarks.spark", "--sizes", ",".join(map(str, chosen))))


PARTS: dict[str, Callable[[Sequence[int], Path], Iterator[Step]]] = {
    "query": _ask_questions,
    "browser": _open_browsers,
    "sessions": _send_readers,
    "playing": _play,
    "exchange": _exchange_files,
    "geocoding": _find_places,
    "spark": _ask_spark,
}
"""Run in this order. A part's steps are told one by one: the next may depend on the last."""


def usual_parts() -> tuple[str, ...]:
    """Return what is measured where nobody asks for less or more."""
    usual = ("query", "browser", "sessions", "playing", "exchange", "geocoding")
    published = Path(os.getenv("INCIDENTS_REAL_DATA") or PROJECT.parent / "shared" / "data")
    if (published / "open").is_dir():
        return usual
    print(
        "The geocoder is left out: INCIDENTS_REAL_DATA names no folder of published data, and "
        "RESULTS-geocoding.md would lose its accuracy. --parts geocoding measures the rest."
    )
    return tuple(part for part in usual if part != "geocoding")


def check_tools(parts: Sequence[str]) -> None:
    """See to it that parts find what they need, before the first of them takes its time.

    Raises:
        MissingToolError: Something is missing; it says what to do.
    """
    if "browser" in parts:
        missing = [name for name in _PACKAGES if find_spec(name) is None]
        if missing:
            raise MissingToolError(
                f"The browser's part needs {' and '.join(missing)}, which `make bench` installs."
            )
        from benchmarks.browser.chromium import find_browser  # noqa: PLC0415  # needs psutil

        find_browser()
        install_packages()
    if "spark" in parts and not (find_spec("pyspark") and shutil.which("java")):
        raise MissingToolError(
            "Spark's part needs pyspark, which `make spark` installs, and Java 17 or newer "
            "(Debian: `apt-get install default-jre-headless`)."
        )
