"""The timeline under the map: plain data for its script, `ui/components/timeline.js`.

An SVG of our own rather than Altair: dragging and keys choose dates, statements and spans need
marks of their own, and a page on a poor network is spared Vega's megabyte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incidents.query.bins import Bin, count_bins
from incidents.query.timeline import suit_bin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from incidents.query.timeline import Timeline

_FEWEST, _MOST = 4, 400
Extent = tuple["date", "date"]


def pick_bin(extent: Extent | None, asked: str = "") -> Bin:
    """Return the bars' width: what the reader asked for, else what suits the period."""
    if asked in set(Bin) and (extent is None or count_bins(Bin(asked), *extent) <= _MOST):
        return Bin(asked)
    return suit_bin(*extent) if extent else Bin.WEEK


def offer_bins(extent: Extent | None) -> list[str]:
    """Return the widths of bars that a period can be drawn in: several bars, and not too many."""
    if extent is None:
        return []
    suiting = {pick_bin(extent), *(w for w in Bin if _FEWEST <= count_bins(w, *extent) <= _MOST)}
    return [width.value for width in Bin if width in suiting]


def build_timeline(
    timeline: Timeline,
    extent: Extent | None,
    selected: tuple[date | None, date | None],
    palette: Sequence[dict[str, str]],
) -> dict[str, Any]:
    """Return what the script draws.

    `bars` are rows of start, end, how many are of an uncertain day, and the count of each kind of
    the palette; `undrawn` counts the incidents known only to a span where `spans` are too many.

    Args:
        timeline: The selection over time, without its dates: what lies outside them is context.
        extent: First and last day of the data; None when there is none.
        selected: The chosen dates.
        palette: For each kind, in stacking order, `event_type`, `label`, `colour`,
            `edge_light` and `edge_dark`.
    """
    first, last = _widen(extent, timeline.bin)
    return {
        "bin": timeline.bin.value,
        "bins": offer_bins(extent),
        "first": first,
        "last": last,
        "selected": [_iso(day) for day in selected],
        "bars": [_row(bar, palette) for bar in timeline.bins],
        **_spans(timeline),
        "statements": timeline.statements,
        "kinds": list(palette),
    }


def _row(bar: dict[str, Any], palette: Sequence[dict[str, str]]) -> list[Any]:
    """Return a bar as a short row, for there may be hundreds: each run sends them all."""
    counts = [bar["types"].get(kind["event_type"], 0) for kind in palette]
    return [bar["start"], bar["end"], bar["uncertain"], *counts]


def _spans(timeline: Timeline) -> dict[str, Any]:
    """Return the spans to draw; where there are too many, a part of them would mislead."""
    spans, more = timeline.spans, timeline.more_spans
    if not more["spans"]:
        return {"spans": spans, "undrawn": 0}
    return {"spans": [], "undrawn": more["count"] + sum(span["count"] for span in spans)}


def _widen(extent: Extent | None, width: Bin) -> tuple[str | None, str | None]:
    """Return the period in whole bars, so that none is cut at an end."""
    if extent is None:
        return None, None
    return width.start(extent[0]).isoformat(), width.end(extent[1]).isoformat()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
