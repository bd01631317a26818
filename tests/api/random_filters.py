"""Filters at random: mostly values that the tables hold, now and then junk."""

from __future__ import annotations

from datetime import date
from functools import cache

from hypothesis import strategies as st

from incidents.library.datasets import load_atlas
from incidents.model.vocabularies import (
    EventType,
    GeoPrecision,
    Relevance,
    Role,
    Verification,
    Viewpoint,
)
from incidents.query.filters import BoundingBox, IncidentFilter
from incidents.settings import read_settings
from tests.hostile import HOSTILE

JUNK = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=20)).map(
    lambda text: text[:400]
)
WORDS = ("rocket", "بغداد", "convoy", "KATYUSHA", "عبوة", "al-asad", "أربيل", "2021", "drone")


@cache
def known_values():
    tables = load_atlas(read_settings()).dataset.tables
    incidents = tables.incidents
    return {
        "actors": sorted(tables.actors["actor_id"]),
        "sub_event_types": sorted(set(incidents["sub_event_type"])),
        "areas": sorted(set(incidents["area_id"]) - {""}),
        "sites": sorted({part for cell in incidents["site_type"] for part in cell.split(";")}),
        "datasets": sorted(set(incidents["dataset_id"])),
        "countries": sorted({part for cell in incidents["country"] for part in cell.split(";")}),
    }


def some(values, *, junk=False):
    each = st.sampled_from(list(values))
    if junk:
        each = st.one_of(each, each, each, each, JUNK.filter(bool))
    return st.frozensets(each, max_size=3)


def optional(strategy):
    """Mostly left out, so that filters select something."""
    return st.one_of(st.just(None), st.just(None), st.just(None), strategy)


@st.composite
def bounding_boxes(draw):
    west, east = draw(st.tuples(st.floats(-180, 180), st.floats(-180, 180)))
    if draw(st.booleans()):
        west, east = 36 + west / 30, 46 + east / 60
    south, north = sorted((draw(st.floats(-90, 90)), draw(st.floats(20, 60))))
    # As a link says it: five decimals.
    return BoundingBox(*(round(x, 5) + 0.0 for x in (west, south, east, north)))


@st.composite
def filters(draw):
    """A filter of at most a few fields."""
    known = known_values()
    fields = {
        "date_from": st.dates(date(2020, 11, 1), date(2022, 1, 31)),
        "date_to": st.dates(date(2020, 11, 1), date(2022, 1, 31)),
        "actors": some(known["actors"], junk=True),
        "roles": some(Role),
        "viewpoint": st.sampled_from(Viewpoint),
        "without_denied": st.booleans(),
        "event_types": some(EventType),
        "sub_event_types": some(known["sub_event_types"], junk=True),
        "areas": some(known["areas"], junk=True),
        "sites": some(known["sites"], junk=True),
        "datasets": some(known["datasets"], junk=True),
        "countries": some(known["countries"], junk=True),
        "precisions": some(GeoPrecision),
        "killed": st.integers(0, 40),
        "with_casualties": st.booleans(),
        "relevances": some(Relevance),
        "verifications": some(Verification),
        "text": st.one_of(st.sampled_from(WORDS), JUNK),
        "bounds": bounding_boxes(),
    }
    names = draw(st.lists(st.sampled_from(sorted(fields)), max_size=4, unique=True))
    return IncidentFilter(**{name: draw(fields[name]) for name in names})
