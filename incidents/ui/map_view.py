"""The map on the page; the one module that imports `streamlit_folium`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit_folium import st_folium

from incidents.library.editions import current_edition
from incidents.maps import places_map
from incidents.maps.folium_map import FRAME_HEIGHT_PX, Base, build_base_map, build_incident_layer
from incidents.model.vocabularies import EventType
from incidents.query.extent import find_extent
from incidents.query.filters import IncidentFilter
from incidents.query.select import remember
from incidents.query.tallies import count_kinds
from incidents.ui.state import get_filter, get_page_key

if TYPE_CHECKING:
    from incidents.library.datasets import Dataset
    from incidents.maps.places_map import Drawing
    from incidents.query.filters import BoundingBox

# What stands under the map on the first screen: the timeline and the page's edge.
_RESERVED_PX = 172


def render_map(dataset: Dataset) -> None:
    """Draw the map for the session's filter."""
    base = get_page_key("base")
    st_folium(
        # built anew each run: st_folium rewrites the ids of what it is given
        build_base_map(current_edition("")),
        key="map",
        height=FRAME_HEIGHT_PX,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=build_incident_layer(
            get_filter().to_query(),
            edition=current_edition(dataset.version),
            base=Base(base) if base in set(Base) else Base.DRAWN,
            reserve_px=_RESERVED_PX,
            absent=_absent(dataset),
            extent=_extent(dataset),
        ),
    )


def _extent(dataset: Dataset) -> BoundingBox | None:
    """Return where the chosen datasets lie; None where none is chosen."""
    datasets = get_filter().datasets
    return find_extent(dataset.tables, IncidentFilter(datasets=datasets)) if datasets else None


def _absent(dataset: Dataset) -> list[str]:
    """Return the kind of tables that say none, where every incident's is stated."""
    everything = IncidentFilter()
    known = remember(
        dataset.tables, "kinds", everything, lambda: count_kinds(dataset.tables, everything)
    )
    return [] if EventType.UNCODED in known else [EventType.UNCODED.value]


def render_answer_map(drawing: Drawing) -> None:
    """Draw the map of one answer of the geocoder."""
    st_folium(
        build_base_map(current_edition("")),
        key="places_map",
        height=places_map.FRAME_HEIGHT_PX,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=places_map.build_answer_layer(drawing),
    )
