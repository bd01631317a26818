"""Filters at random: over the bundled tables, and any that can be written at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from incidents.model.vocabularies import (
    EventType,
    GeoPrecision,
    Relevance,
    Role,
    Verification,
    Viewpoint,
)
from incidents.query.filters import BoundingBox, IncidentFilter
from tests.factories import bundled_tables

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

ACTOR_FIELDS = ("actors", "roles", "viewpoint", "without_denied")
"""The fields that `involvements` and the ledger answer together, as one question."""


@st.composite
def boxes(draw: Any, decimals: int = 5) -> BoundingBox:
    """Draw a view of the map, now and then across 180°."""
    south, north = sorted(round(draw(st.floats(-90, 90)), decimals) for _ in range(2))
    west, east = (round(draw(st.floats(-180, 180)), decimals) for _ in range(2))
    return BoundingBox(west, south, east, north)


def chosen_from(values: Any) -> SearchStrategy[frozenset[Any]]:
    """Draw a few of some values."""
    return st.frozensets(st.sampled_from(sorted(values)), max_size=3)


def writable_filters() -> SearchStrategy[IncidentFilter]:
    """Draw any filter whose values are not blank and not too long."""
    texts = st.frozensets(st.text(min_size=1, max_size=30), max_size=3)
    return _built(
        dates=st.dates(),
        datasets=texts,
        actors=texts,
        sub_event_types=texts,
        countries=texts,
        areas=texts,
        sites=texts,
        text=st.text(max_size=60),
        bounds=st.none() | boxes(),
        killed=st.none() | st.integers(0, 9_999_999),
    )


def bundled_filters() -> SearchStrategy[IncidentFilter]:
    """Draw filters that the bundled tables answer with more than nothing, if often little."""
    incidents = bundled_tables().incidents
    days = sorted({*incidents["event_date"], *incidents["end_date"]})
    words = sorted({word for text in incidents["search"] for word in text.split()})
    sites = {part for cell in incidents["site_type"] for part in cell.split(";")}
    near = st.builds(
        lambda west, south, width, height: BoundingBox(west, south, west + width, south + height),
        *(st.floats(low, high) for low, high in ((38, 46), (29, 36), (0, 8), (0, 8))),
    )
    return _built(
        dates=st.sampled_from(days) | st.dates(min_value=days[0], max_value=days[-1]),
        datasets=st.sampled_from([frozenset(), frozenset({"iraq-2021"}), frozenset({"other"})]),
        actors=chosen_from([*bundled_tables().actors["actor_id"], "nobody"]),
        sub_event_types=chosen_from(set(incidents["sub_event_type"])),
        countries=chosen_from(["IRQ", "SYR", "TUR"]),
        areas=chosen_from({*incidents["area_id"], "IQ-XX"} - {""}),
        sites=chosen_from(sites - {""}),
        text=st.sampled_from(words) | st.sampled_from(["", "اربيل", "ERBIL صواريخ", "؟", "إربيل"]),
        bounds=near | boxes(),
        killed=st.integers(0, 40),
    )


def _built(dates: Any, **given: Any) -> SearchStrategy[IncidentFilter]:
    """Draw filters in which most fields ask for nothing, so that the others can be seen."""
    fields = {
        "date_from": dates,
        "date_to": dates,
        "roles": chosen_from(Role),
        "viewpoint": st.sampled_from(Viewpoint),
        "without_denied": st.booleans(),
        "event_types": chosen_from(EventType),
        "precisions": chosen_from(GeoPrecision),
        "with_casualties": st.booleans(),
        "relevances": chosen_from(Relevance),
        "verifications": chosen_from(Verification),
        **given,
    }

    @st.composite
    def build(draw: Any) -> IncidentFilter:
        names = draw(st.lists(st.sampled_from(sorted(fields)), max_size=5, unique=True))
        return IncidentFilter(**{name: draw(fields[name]) for name in names})

    return build()
