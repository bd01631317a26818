"""What the measurements must show, as a table: the target, what was measured, whether it is met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.browser_targets import list_browser_targets
from benchmarks.query_targets import (
    list_playing_targets,
    list_query_targets,
    list_session_targets,
)
from benchmarks.report import table
from benchmarks.shortfalls import build_shortfalls

if TYPE_CHECKING:
    from benchmarks.measured import Measured
    from benchmarks.verdicts import Target

ABOUT = """\
Times in the browser are *beyond the blank page*: each run less that of the page without a map in
the same round, the median of those. Data is what is received over the WebSocket and as JSON. What
has no figure, in part or whole, is *not measured*, and no target is met by it; a failure of ours
meets none."""


def list_targets(measured: Measured) -> list[Target]:
    """Return every target, in the order of the table."""
    return [
        *list_browser_targets(measured.browser),
        *list_query_targets(measured.query),
        *list_session_targets(measured.sessions),
        *list_playing_targets(measured.playing),
    ]


def build_targets(measured: Measured) -> str:
    """Return the table, and why what is not met is not, as Markdown."""
    targets = list_targets(measured)
    rows = [(each.must, each.measured, each.met) for each in targets]
    why = build_shortfalls(targets)
    return "\n\n".join(filter(None, [table(("target", "measured", "met"), rows), why]))
