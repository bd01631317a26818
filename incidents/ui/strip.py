"""The strip above every page: figures, active choices, sharing and downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incidents.errors import FilterError
from incidents.query.filters import IncidentFilter
from incidents.query.select import count_incidents
from incidents.query.tallies import summarize_tallies
from incidents.ui.chips import Chip, list_chips, remove_chip, suggest_removals
from incidents.ui.mounting import register, send
from incidents.ui.state import choose, get_filter
from incidents.ui.tally_words import describe_tallies
from incidents.ui.wording import plural

if TYPE_CHECKING:
    from incidents.library.datasets import Dataset
    from incidents.model.frames import Tables

_KEY = "atlas_strip"
_mount = register("strip")


def render_strip(dataset: Dataset) -> int:
    """Draw the strip for the session's filter and return how many incidents match."""
    chosen = get_filter()
    query = chosen.to_query()
    tallies = summarize_tallies(dataset.tables, chosen)
    titles = {part.dataset_id: part.card.title for part in dataset.parts}
    chips = list_chips(chosen, dataset.tables, titles)
    _mount(
        key=_KEY,
        data={
            "figures": [figure.as_dict() for figure in describe_tallies(tallies)],
            "chips": [_plain(chip, chosen) for chip in chips],
            "query": query,
            "empty": None if tallies.count else _empty(dataset.tables, chosen, chips),
        },
        on_remove_change=_removed,
        on_reset_change=_reset,
        on_bbox_change=_moved,
    )
    return tallies.count


def _empty(tables: Tables, chosen: IncidentFilter, chips: list[Chip]) -> dict[str, Any]:
    found = suggest_removals(chosen, chips, lambda other: count_incidents(tables, other))
    otherwise = (
        "No single choice is to blame: take back several, or reset."
        if chips
        else "The dataset holds no incident that could be read; see “Sources and methods”."
    )
    return {
        "suggestions": [
            {"chip": _plain(each.chip, chosen), "words": plural(each.count, "incident")}
            for each in found
        ],
        "otherwise": otherwise,
    }


def _plain(chip: Chip, chosen: IncidentFilter) -> dict[str, str]:
    left = remove_chip(chosen, chip.field, chip.value).to_query()
    return {"field": chip.field, "value": chip.value, "words": chip.words, "left": left}


def _removed() -> None:
    sent = send(_KEY, "remove")
    if isinstance(sent, dict):
        choose(remove_chip(get_filter(), str(sent.get("field")), str(sent.get("value"))))


def _reset() -> None:
    choose(IncidentFilter())


def _moved() -> None:
    sent = send(_KEY, "bbox")
    box = str(sent.get("box", "")) if isinstance(sent, dict) else ""
    try:
        bounds = IncidentFilter.from_query([("bbox", box)]).bounds
    except FilterError:
        return  # a view that is no view changes nothing
    choose(get_filter().replace(bounds=bounds))
