"""Incidents given their place on the map and the text that search reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from incidents.model.folding import fold
from incidents.model.frames import PLACED_COLUMNS
from incidents.model.mercator import project
from incidents.model.vocabularies import GeoPrecision, Placement
from incidents.places.geocoder import PlaceQuery

if TYPE_CHECKING:
    from incidents.places.geocoder import Geocoder, Placed

_SEARCHED = (
    "incident_id", "title_en", "title_ar", "location", "location_ar", "admin1", "weapon",
    "target", "summary",
)  # fmt: skip


def place_incidents(
    frames: dict[str, pl.DataFrame], geocoder: Geocoder, dataset_id: str
) -> pl.DataFrame:
    """Return the incidents with `PLACED_COLUMNS` added.

    Coordinates and precision become those that the geocoder found true; each record says how it
    got its place.
    """
    incidents = frames["incidents"]
    names = _names_by_incident(frames)
    added = []
    for row in incidents.iter_rows(named=True):
        placed = geocoder.locate(_query(row))
        words = [str(row[column]) for column in _SEARCHED]
        search = fold(" ".join([*words, *names.get(row["incident_id"], ())]))
        added.append(_columns(placed) | {"search": search, "dataset_id": dataset_id})
    schema = PLACED_COLUMNS | {
        "latitude": pl.Float64,
        "longitude": pl.Float64,
        "geo_precision": pl.String,
    }
    columns = pl.DataFrame(added, schema=schema)
    return incidents.with_columns(columns.get_columns())


def _query(row: dict[str, Any]) -> PlaceQuery:
    return PlaceQuery(
        location=row["location"],
        admin1=row["admin1"],
        country=row["country"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        geo_precision=GeoPrecision(row["geo_precision"]),
        coordinate_source=row["coordinate_source"],
    )


def _columns(placed: Placed) -> dict[str, Any]:
    located = placed.placement is Placement.LOCATED
    west, south, east, north = placed.area.bounds if placed.area else (None,) * 4
    x = y = None
    if located and placed.longitude is not None and placed.latitude is not None:
        x, y = project(placed.longitude, placed.latitude)
    return {
        "latitude": placed.latitude if located else None,
        "longitude": placed.longitude if located else None,
        "geo_precision": placed.geo_precision.value,
        "placement": placed.placement.value,
        "radius_m": placed.radius_m,
        "placed_by": placed.explanation,
        "area_id": placed.area.area_id if placed.area else "",
        "area_west": west,
        "area_south": south,
        "area_east": east,
        "area_north": north,
        "x": x,
        "y": y,
    }


def _names_by_incident(frames: dict[str, pl.DataFrame]) -> dict[str, list[str]]:
    """Return the names of everyone with a part in each incident, aliases included."""
    known = {
        row["actor_id"]: " ".join((row["name_en"], row["name_ar"], row["aliases"]))
        for row in frames["actors"].iter_rows(named=True)
    }
    found: dict[str, list[str]] = {}
    for table in ("attributions", "involvements"):
        for incident_id, actor_id in frames[table].select("incident_id", "actor_id").iter_rows():
            found.setdefault(incident_id, []).append(known[actor_id])
    return found
