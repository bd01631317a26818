"""GeoJSON (RFC 7946): a point only where a point is known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from incidents.exports.flat import read_flat_rows
from incidents.exports.points import DECIMALS
from incidents.model.vocabularies import GeoPrecision, Placement
from incidents.query.records import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incidents.exports.provenance import Provenance
    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

_FEATURES_PER_CHUNK = 500


def build_geojson(
    tables: Tables, chosen: IncidentFilter, provenance: Provenance
) -> Iterator[bytes]:
    """Yield the selected incidents as a FeatureCollection, one feature each.

    Located records are points, longitude first, rounded to their precision. Records known only
    to an area, or to no place, have the geometry null; `geo_precision`, `radius_m`, `placement`,
    `area_id` and `placed_by` say what is known. The foreign member `metadata` says where the
    file comes from.
    """
    yield b'{"type": "FeatureCollection", "metadata": ' + _dump(provenance.as_dict())
    yield b', "features": ['
    chunk, separator = [], b"\n"
    for row in read_flat_rows(tables, chosen):
        chunk.append(_dump(_feature(row)))
        if len(chunk) == _FEATURES_PER_CHUNK:
            yield separator + b",\n".join(chunk)
            chunk, separator = [], b",\n"
    if chunk:
        yield separator + b",\n".join(chunk)
    yield b"\n]}\n"


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    precision = GeoPrecision(row["geo_precision"])
    geometry = None
    if row["placement"] == Placement.LOCATED.value:
        decimals = DECIMALS.get(precision, min(DECIMALS.values()))
        point = [round(row["longitude"], decimals), round(row["latitude"], decimals)]
        geometry = {"type": "Point", "coordinates": point}
    properties = {
        name: plain(value) for name, value in row.items() if name not in {"longitude", "latitude"}
    }
    return {
        "type": "Feature",
        "id": row["incident_id"],
        "geometry": geometry,
        "properties": properties,
    }


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
