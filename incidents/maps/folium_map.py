"""Builds what `st_folium` shows: a constant base map, and a layer that names one filter.

How a page uses it::

    st_folium(
        build_base_map(code),                 # anew each run: st_folium rewrites its ids
        key="map",
        height=FRAME_HEIGHT_PX,
        use_container_width=True,
        returned_objects=[],                  # panning and clicking never rerun the page
        feature_group_to_add=build_incident_layer(chosen.to_query()),
    )

`st_folium` remounts its frame when the base map's script changes and only swaps the feature
group otherwise, so the base map is told only what stays while a server runs, and whatever may
change goes in the layer. No incident passes through folium: branca puts rendered text through
Jinja once more.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import folium
from branca.element import MacroElement
from folium.template import Template
from xyzservices import providers  # type: ignore[import-untyped]  # ships no types

from incidents.maps.styles import browser_styles

if TYPE_CHECKING:
    from collections.abc import Collection

    from incidents.query.filters import BoundingBox

BROWSER_ROOT = "/api/browser"
FRAME_HEIGHT_PX = 560
"""The frame's height until its script has measured the page and set a better one."""
MIN_ZOOM, MAX_ZOOM = 3, 17


class LatLon(NamedTuple):
    """A place in Leaflet's axis order."""

    latitude: float
    longitude: float


class Base(StrEnum):
    """What lies under the incidents."""

    DRAWN = "drawn"
    """Drawn by us from bundled data; contacts nobody."""
    OSM = "osm"
    """OpenStreetMap's public tiles; its server sees which area is looked at."""


START_CENTRE = LatLon(33.1, 43.7)
"""Iraq, whole."""
START_ZOOM = 6

SCRIPTS = ("leaflet/leaflet.js", "atlas.js")
STYLES = ("leaflet/leaflet.css", "style.css", "card.css")
_UNSAFE = re.compile(r"[^A-Za-z0-9.~%&=+,:/-]")


def encode_query(query: str) -> str:
    """Return a query string in which only letters, digits and `.~%&=+,:/-` remain.

    No brace, quote, backslash, angle bracket or line break survives, so that neither Jinja nor
    a script can be made of it; no underscore either, which st_folium's renaming looks for.
    """
    return _UNSAFE.sub(_percent_encode, query)


def _percent_encode(found: re.Match[str]) -> str:
    character = found.group()
    if character == "_":
        return "%5F"
    return quote(character, safe="", errors="replace")


class _AtlasMap(folium.Map):
    """A folium map whose scripts and styles come from this server and nowhere else."""

    def __init__(self, code: str) -> None:
        super().__init__(
            location=list(START_CENTRE),
            zoom_start=START_ZOOM,
            tiles=None,
            zoom_control=False,
            world_copy_jump=True,
        )
        end = f"?v={code}" if code else ""
        self.default_js = [(name, f"{BROWSER_ROOT}/{name}{end}") for name in SCRIPTS]
        self.default_css = [(name, f"{BROWSER_ROOT}/{name}{end}") for name in STYLES]


class AtlasElement(MacroElement):
    """A line of script in a feature group, which hands `told` as JSON to a script of ours."""

    def __init__(self, told: dict[str, object]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca leaves it without types
        self._name = "AtlasLayer"
        self.told = told

    def map_name(self) -> str:
        """Return the name of the script variable that holds the map."""
        group = self._parent
        # branca's only way up: this layer stands in a group, the group on the map
        parent = group._parent if group else None  # noqa: SLF001
        return parent.get_name() if parent else ""


class _AtlasLayer(AtlasElement):
    """The line of script that hands a filter to our own layer."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        atlas.show({{ this.map_name() }}, {{ this.told|tojson }});
        {% endmacro %}
        """
    )


def build_base_map(code: str = "") -> folium.Map:
    """Return the empty map at its start view; the same map every time but for its ids.

    Args:
        code: Names the state of the scripts; the browser keeps for good what it asked of it.
    """
    return _AtlasMap(encode_query(code))


def build_incident_layer(  # noqa: PLR0913  each by its name
    query: str,
    *,
    edition: str = "",
    base: Base = Base.DRAWN,
    public_tiles: bool = True,
    reserve_px: int = 0,
    absent: Collection[str] = (),
    extent: BoundingBox | None = None,
) -> folium.FeatureGroup:
    """Return the feature group that makes the browser show the incidents of one filter.

    Args:
        query: The filter's canonical query string, `IncidentFilter.to_query()`.
        edition: Names the state of the data; the browser keeps for good what it asked of it.
        base: The base map the link asks for; the reader may switch in the map.
        public_tiles: Whether the reader may choose public tiles at all.
        reserve_px: Height to leave free under the map on the first screen, for the timeline;
            0 keeps the height given to `st_folium`.
        absent: Event types that the legend need not explain, for no incident is of them.
        extent: Where the map opens, in degrees, unless the address says a view; None is Iraq.
    """
    start: dict[str, object] = {"centre": list(START_CENTRE), "zoom": START_ZOOM}
    if extent:
        start["bounds"] = list(extent)
    told: dict[str, object] = {
        "query": encode_query(query),
        "edition": encode_query(edition),
        "base": str(base if public_tiles else Base.DRAWN),
        "start": start,
        "zooms": [MIN_ZOOM, MAX_ZOOM],
        "reserve": reserve_px,
        "styles": browser_styles(),
        "absent": sorted(absent),
    }
    if public_tiles:
        told["tiles"] = _public_tiles()
    group = folium.FeatureGroup()
    group.add_child(_AtlasLayer(told))
    return group


def _public_tiles() -> dict[str, object]:
    provider = providers.OpenStreetMap.Mapnik
    return {
        "url": provider.build_url(),
        "attribution": str(provider.attribution).replace("(C)", "©"),
        "credit": "https://www.openstreetmap.org/copyright",
        "max": int(provider["max_zoom"]),
    }
