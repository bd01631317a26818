"""The map of one answer of the geocoder: a point with its radius, an area, numbered alternatives.

Only numbers pass through folium; what they are called stands beside the map.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import folium
from folium.template import Template

from incidents.maps.folium_map import (
    MAX_ZOOM,
    MIN_ZOOM,
    START_CENTRE,
    START_ZOOM,
    AtlasElement,
    LatLon,
)
from incidents.maps.styles import browser_styles

if TYPE_CHECKING:
    from collections.abc import Sequence

FRAME_HEIGHT_PX = 460
Ring = list[LatLon]


class _PlacesLayer(AtlasElement):
    """The line of script that hands one answer's numbers to our own drawing."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        atlas.place({{ this.map_name() }}, {{ this.told|tojson }});
        {% endmacro %}
        """
    )


@dataclass(frozen=True)
class Drawing:
    """The numbers of one answer."""

    point: LatLon | None
    """What was resolved, if anything was."""
    radius_m: int
    """How far around the point the place may reach."""
    area: Sequence[Sequence[Ring]]
    """Polygons, each an outer ring and its holes; empty for no area."""
    exact: bool
    """Whether the point is the place itself; a mere centre of a radius gets no dot."""
    others: Sequence[LatLon | None]
    """What else could be meant, in the order of their numbers; None for what is only an area."""


def build_answer_layer(drawing: Drawing) -> folium.FeatureGroup:
    """Return the feature group that draws one answer."""
    told: dict[str, object] = {
        "point": drawing.point,
        "radius": drawing.radius_m,
        "exact": drawing.exact,
        "area": [[list(ring) for ring in polygon] for polygon in drawing.area] or None,
        "others": list(drawing.others),
        "base": "drawn",
        "start": {"centre": list(START_CENTRE), "zoom": START_ZOOM},
        "zooms": [MIN_ZOOM, MAX_ZOOM],
        "styles": browser_styles(),
    }
    group = folium.FeatureGroup()
    group.add_child(_PlacesLayer(told))
    return group
