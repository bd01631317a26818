"""Three usual ways to put incidents on a folium map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import folium
from folium.plugins import FastMarkerCluster, MarkerCluster
from streamlit_folium import st_folium

from benchmarks.peers.view import HEIGHT_PX, LATITUDE, LONGITUDE, ZOOM

if TYPE_CHECKING:
    import pandas as pd


def draw_naive(incidents: pd.DataFrame) -> None:
    """One Python object and one popup for each incident, clustered: the tutorials' way."""
    empty = _start()
    group = MarkerCluster().add_to(empty)
    columns = (incidents[name] for name in ("latitude", "longitude", "text"))
    for latitude, longitude, text in zip(*columns, strict=True):
        folium.Marker((latitude, longitude), popup=text).add_to(group)
    _show(empty)


def draw_fast(incidents: pd.DataFrame) -> None:
    """Positions only, made markers in the browser: no popups."""
    empty = _start()
    FastMarkerCluster(incidents[["latitude", "longitude"]].to_numpy().tolist()).add_to(empty)
    _show(empty)


def draw_geojson(incidents: pd.DataFrame) -> None:
    """One layer of circles on Leaflet's canvas, with popups, not clustered."""
    empty = _start(prefer_canvas=True)
    columns = (incidents[name].tolist() for name in ("longitude", "latitude", "text"))
    features = [
        {
            "type": "Feature",
            "properties": {"text": text},
            "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        }
        for longitude, latitude, text in zip(*columns, strict=True)
    ]
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        marker=folium.CircleMarker(radius=3, weight=1, fill=True),
        popup=folium.GeoJsonPopup(["text"], labels=False),
    ).add_to(empty)
    _show(empty)


def _start(**options: bool) -> folium.Map:
    empty = folium.Map((LATITUDE, LONGITUDE), zoom_start=ZOOM, tiles=None, **options)
    # without a layer of tiles nothing else says how far one may zoom, and clustering needs it
    empty.options["maxZoom"] = 18
    return empty


def _show(drawn: folium.Map) -> None:
    # by default every pan and zoom reruns the script; a careful author turns that off
    st_folium(drawn, key="map", height=HEIGHT_PX, use_container_width=True, returned_objects=[])
