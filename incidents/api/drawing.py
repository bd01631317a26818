"""How files for maps draw what this installation serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from incidents.exports.drawing import Drawing, DrawnArea
from incidents.maps.styles import KINDS

if TYPE_CHECKING:
    from incidents.library.datasets import Atlas


def drawing_of(atlas: Atlas) -> Drawing:
    """Return the colours of the page, and the shapes of the atlas's areas."""

    def find_area(area_id: str) -> DrawnArea | None:
        area = atlas.areas.get(area_id)
        if area is None:
            return None
        return DrawnArea(area.name, shapely.to_wkb(area.geometry, byte_order=1), area.bounds)

    return Drawing(KINDS, find_area)
