"""Admin-1 areas as GeoJSON, with what is documented in each."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

import shapely
from shapely.geometry import mapping

from incidents.api.filters import Asked
from incidents.api.responses import answer_json
from incidents.api.state import current_atlas
from incidents.library.editions import current_edition
from incidents.query.areas import AreaSummary, summarize_areas
from incidents.query.tallies import Toll, summarize_tallies

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from incidents.library.datasets import Atlas
    from incidents.places.areas import Area
    from incidents.query.filters import IncidentFilter

# About 600 m: half a pixel at the zoom at which a governorate fills the map.
_TOLERANCE = 0.005
_DECIMALS = 3
_NOTHING = Toll(0, 0, 0, 0)


class Geometry(StrEnum):
    """What of the shapes an answer leaves out."""

    NONE = "none"


def read_areas(request: Request) -> Response:
    """`/api/areas/admin1.json`: the areas of the dataset's countries with their counts."""
    asked, atlas = Asked(request, "geometry"), current_atlas()
    geometry = asked.word("geometry", Geometry)
    key = (current_edition(atlas.dataset.version), "areas", asked.query, geometry or "")
    return answer_json(
        request,
        key,
        lambda: _collect(atlas, asked.chosen, shaped=geometry is None),
        media_type="application/geo+json",
    )


def _collect(atlas: Atlas, chosen: IncidentFilter, *, shaped: bool) -> dict[str, Any]:
    tables = atlas.dataset.tables
    summaries = summarize_areas(tables, chosen)
    tallies = summarize_tallies(tables, chosen)
    areas = _drawn_areas(atlas, summaries)
    shapes = _simplify(areas) if shaped else [None] * len(areas)
    return {
        "type": "FeatureCollection",
        "count": tallies.count,
        "unlocated": tallies.unlocated,
        "without_area": tallies.count - sum(each.count for each in summaries.values()),
        "features": [
            _feature(area, shape, summaries.get(area.area_id))
            for area, shape in zip(areas, shapes, strict=True)
        ],
    }


def _drawn_areas(atlas: Atlas, summaries: Mapping[str, AreaSummary]) -> tuple[Area, ...]:
    """Return the areas of the dataset's countries, and any other that holds an incident."""
    ours = {
        area.area_id: area
        for country in atlas.dataset.card.countries
        for area in atlas.areas.in_country(country)
    }
    others = (atlas.areas.get(area_id) for area_id in summaries if area_id not in ours)
    return (*ours.values(), *(area for area in others if area is not None))


@lru_cache(maxsize=32)
def _simplify(areas: tuple[Area, ...]) -> list[dict[str, Any]]:
    """Return the areas' shapes for the screen; neighbours keep one common border."""
    shapes = np.array([area.geometry for area in areas], dtype=object)
    if not len(shapes):
        return []
    simple = shapely.coverage_simplify(shapes, _TOLERANCE, simplify_boundary=True)
    outward = shapely.orient_polygons(simple)  # RFC 7946: outer rings run counterclockwise
    return [mapping(shapely.transform(shape, lambda xy: xy.round(_DECIMALS))) for shape in outward]


def _feature(area: Area, shape: dict[str, Any] | None, found: AreaSummary | None) -> dict[str, Any]:
    summary = found or AreaSummary(area.area_id, 0, 0, _NOTHING)
    return {
        "type": "Feature",
        "id": area.area_id,
        "geometry": shape,
        "properties": {
            "area_id": area.area_id,
            "name": area.name,
            "name_ar": area.name_ar,
            "count": summary.count,
            "area_only": summary.area_only,
            "fatalities": vars(summary.fatalities),
            "label": [round(float(degrees), _DECIMALS) for degrees in _label(area)],
        },
    }


def _label(area: Area) -> tuple[float, float]:
    if np.isfinite(area.label).all():
        return area.label
    point = area.geometry.representative_point()
    return point.x, point.y
