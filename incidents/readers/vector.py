"""Every format whose rows have geometries, in one place."""

from __future__ import annotations

from incidents.readers.geojson_table import read_geojson
from incidents.readers.geopackage import read_geopackage
from incidents.readers.geoparquet_table import read_geoparquet
from incidents.readers.kml import read_kml
from incidents.readers.shapefile import read_shapefile_zip

__all__ = ["read_geojson", "read_geopackage", "read_geoparquet", "read_kml", "read_shapefile_zip"]
