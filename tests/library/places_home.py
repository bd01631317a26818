"""Small places, answers and rows for tests of what is kept under INCIDENTS_HOME."""

from __future__ import annotations

import polars as pl

from incidents.model.vocabularies import GeoPrecision
from incidents.places.answers import Answer, Candidate, Status
from incidents.places.layers import SCHEMA, Layer
from incidents.readers.located_names import LocatedName


def make_candidate(**fields):
    """Return a village in Diyala, with `fields` put in."""
    usual = {
        "name": "Rashidiya", "name_ar": "الراشدية", "kind": "village", "country": "IRQ",
        "admin1": "IQ-DI", "latitude": 33.9, "longitude": 44.9,
        "geo_precision": GeoPrecision.CITY, "radius_m": 5000, "population": 0,
        "layer": "made", "source": "a test", "score": 0.8, "matched": "Rashidiya",
        "why": "same name", "place_id": "1",
    }  # fmt: skip
    return Candidate(**usual | fields)


def make_ambiguous(query="Rashidiya", *candidates):
    """Return an answer that a person has to decide."""
    found = candidates or (
        make_candidate(),
        make_candidate(admin1="IQ-NI", latitude=36.4, longitude=43.1, place_id="2"),
    )
    return Answer(query, Status.AMBIGUOUS, alternatives=tuple(found), explanation="Two places.")


def make_layer(name="Field list", *rows):
    """Return a layer; each row is a dict of what differs from one village."""
    usual = {
        "place_id": "1", "name": "Tall Test", "name_ar": "تل تست", "spellings": ["Tell Test"],
        "kind": "village", "country": "IRQ", "admin1": "IQ-NI", "latitude": 36.1,
        "longitude": 42.2, "geo_precision": "city", "radius_m": 2000, "population": 0,
    }  # fmt: skip
    filled = [usual | row for row in rows or ({},)]
    return Layer(name, "a test", "CC0", pl.DataFrame(filled, schema=SCHEMA))


def make_name(**fields):
    """Return a located row that says Tall Test, in Nineveh, with `fields` put in."""
    usual = {
        "name": "Tall Test", "admin1": "Ninewa", "country": "Iraq", "latitude": 36.1,
        "longitude": 42.2, "geo_precision": GeoPrecision.CITY,
    }  # fmt: skip
    return LocatedName(**usual | fields)
