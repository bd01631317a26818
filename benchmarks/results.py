"""RESULTS.md: what was measured, from the files that the parts keep."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from benchmarks.browser.tables import build_size_tables
from benchmarks.report import build_query_tables, number
from benchmarks.targets import ABOUT, build_targets

if TYPE_CHECKING:
    from benchmarks.measured import Measured

_NOTHING = "Not measured."
_ABOUT_BROWSER = """\
Each app is opened in a fresh headless Chromium, its map dragged, its dates narrowed to a tenth;
medians of runs in turns. *Settled*: until the drawing no longer changed. *Others %*: the most that
other programs took of the machine during a run that counts. An app that failed is not tried with
more incidents. The first table has the figures as they are, the second those beyond the blank page
of the same round. [browser/README.md](browser/README.md) says what each app is, and how it is
measured."""
_ABOUT_SESSIONS = """\
Real sessions on a server with {data}, for {seconds:.0f} s. Each is a page with its
map, whose reader does one thing about every {pace:.0f} s. Readers and server share the machine."""

_ELSEWHERE = """\
How right and how fast places are found: [RESULTS-geocoding.md](RESULTS-geocoding.md). Bringing
files in and taking them away: [RESULTS-exchange.md](RESULTS-exchange.md). The same questions on
Spark: [RESULTS-spark.md](RESULTS-spark.md)."""


def build_results(measured: Measured) -> str:
    """Return the whole page, as Markdown."""
    parts = [
        "# Results", _about(measured),
        "## What it must show", ABOUT, build_targets(measured),
        "## In the browser", *_browser(measured),
        *_questions(measured),
        "## Many readers", *_sessions(measured),
        "## Elsewhere", _ELSEWHERE,
    ]  # fmt: skip
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _about(measured: Measured) -> str:
    # parts name different packages; whatever two of them say alike is said once
    words = dict.fromkeys(word for told in measured.machines for word in told.split(", "))
    machine = f"Measured on {', '.join(words)}." if words else ""
    about = (
        "Written by `make bench`. All incidents are synthetic, drawn with a seed "
        "(`benchmarks/synthetic.py`), and server, browser and readers share one machine, so "
        f"compare figures with each other rather than with other machines. {machine}"
    )
    return fill(about, 100, break_long_words=False, break_on_hyphens=False)


def _browser(measured: Measured) -> list[str]:
    if not measured.browser["records"]:
        return [_NOTHING]
    return [_ABOUT_BROWSER, build_size_tables(measured.browser)]


def _questions(measured: Measured) -> list[str]:
    if not measured.query["timings"]:
        return ["## Questions", _NOTHING]
    return [build_query_tables(measured.query)]


def _sessions(measured: Measured) -> list[str]:
    found = measured.sessions
    if not found:
        return [_NOTHING]
    data = f"{number(found['size'])} incidents"
    about = _ABOUT_SESSIONS.format(data=data, pace=found["pace_s"], seconds=found["seconds"])
    return [about, found["report"]]
