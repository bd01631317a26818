"""Figures of a selection, and how it lies in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incidents.api.filters import Asked, refuse_unknown
from incidents.api.responses import answer_json
from incidents.api.state import current_atlas
from incidents.library.editions import current_edition
from incidents.query.bins import Bin
from incidents.query.tallies import summarize_tallies
from incidents.query.timeline import date_extent, suit_bin, summarize_timeline

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter


def read_tallies(request: Request) -> Response:
    """`/api/tallies.json`: what a selection adds up to."""
    asked, dataset = Asked(request), current_atlas().dataset
    refuse_unknown(dataset, asked.chosen)
    key = (current_edition(dataset.version), "tallies", asked.query)
    return answer_json(
        request, key, lambda: summarize_tallies(dataset.tables, asked.chosen).as_dict()
    )


def read_timeline(request: Request) -> Response:
    """`/api/timeline.json`: a selection by day, week or month."""
    asked, dataset = Asked(request, "bin"), current_atlas().dataset
    refuse_unknown(dataset, asked.chosen)
    width = asked.word("bin", Bin)

    def build() -> dict[str, Any]:
        chosen_bin = width or _suit(dataset.tables, asked.chosen)
        timeline = summarize_timeline(dataset.tables, asked.chosen, chosen_bin)
        return vars(timeline)

    key = (current_edition(dataset.version), "timeline", width or "", asked.query)
    return answer_json(request, key, build)


def _suit(tables: Tables, chosen: IncidentFilter) -> Bin:
    """Return the width of bar that suits the dates of what is selected."""
    extent = date_extent(tables, chosen)
    return suit_bin(*extent) if extent else Bin.DAY
