"""A GeoPackage: incidents as points, their areas, every other table, and how QGIS shows them."""

from __future__ import annotations

import struct
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from incidents.exports.about_lines import describe
from incidents.exports.belonging import select_belonging
from incidents.exports.flat import FLAT_COLUMNS, read_flat_frames
from incidents.exports.geopackage import GEOMETRY, WGS84, open_geopackage
from incidents.exports.points import bound, located, write_points
from incidents.exports.qgis_styles import style_areas, style_incidents
from incidents.exports.temporary import stream_file
from incidents.model.frames import build_frames
from incidents.model.tables import TABLES
from incidents.query.engine import engine_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from incidents.exports.drawing import Drawing, DrawnArea
    from incidents.exports.geopackage import GeoPackage
    from incidents.exports.provenance import Provenance
    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

_UNDATED = date(1970, 1, 1)
# GeoPackage's own header: magic, version 0, little-endian without or with an envelope, the SRS.
_POINT_HEADER = struct.pack("<2sBBi", b"GP", 0, 0b0001, WGS84)
_AREA_HEADER = struct.pack("<2sBBi", b"GP", 0, 0b0011, WGS84)
_WORDS = {
    "incidents": "One row per incident, with its place and the other tables read into it. No "
    "geometry where no point is known. Blank figures are not reported.",
    "areas": "Admin-1 areas of the selected incidents, and how many each holds.",
    "about": "What this file is, its terms and how to cite it.",
    "layer_styles": "How QGIS shows the layers.",
}
_ABOUT = {"label": pl.String(), "words": pl.String()}
_AREAS = {"area_id": pl.String(), "name": pl.String(), "incidents": pl.Int64()}


def build_gpkg(
    tables: Tables, chosen: IncidentFilter, provenance: Provenance, drawing: Drawing
) -> Iterator[bytes]:
    """Yield the selected incidents and the rows of every table that belong to them."""
    return stream_file(lambda path: _write(path, tables, chosen, provenance, drawing))


def _write(
    path: Path,
    tables: Tables,
    chosen: IncidentFilter,
    provenance: Provenance,
    drawing: Drawing,
) -> None:
    with open_geopackage(path, provenance.accessed or _UNDATED) as file:
        _write_incidents(file, tables, chosen)
        _write_areas(file, tables, chosen, drawing)
        for name, frame in select_belonging(tables, chosen).items():
            file.add_table(name, TABLES[name].meaning, frame.schema)
            file.add_rows(name, frame)
        about = pl.DataFrame([*describe(provenance)], schema=_ABOUT, orient="row")
        file.add_table("about", _WORDS["about"], _ABOUT)
        file.add_rows("about", about.filter(pl.col("words") != ""))
        _write_styles(file, provenance, drawing)


def _write_incidents(file: GeoPackage, tables: Tables, chosen: IncidentFilter) -> None:
    own = dict(build_frames({})["incidents"].schema) | {"radius_m": pl.Int64()}
    schema = {name: own.get(name, pl.String()) for name in FLAT_COLUMNS}
    file.add_table("incidents", _WORDS["incidents"], schema, "POINT")
    bounds: tuple[float, ...] = ()
    for frame in read_flat_frames(tables, chosen):
        there = located(frame)
        points = frame.filter(pl.Series(there, dtype=pl.Boolean))
        written = write_points(points, _POINT_HEADER)
        size, cells = written.dtype.itemsize, written.tobytes()
        shapes = iter(cells[at : at + size] for at in range(0, len(cells), size))
        file.add_rows("incidents", frame, (next(shapes) if each else None for each in there))
        bounds = bound(points, bounds)
    file.set_bounds("incidents", bounds)


def _write_areas(
    file: GeoPackage, tables: Tables, chosen: IncidentFilter, drawing: Drawing
) -> None:
    counts = engine_of(tables).count_words(chosen, "area_id")
    names = dict(tables.areas.select("area_id", "name").iter_rows())
    ids = sorted(area_id for area_id, count in counts.items() if area_id and count)
    found = [drawing.find_area(area_id) for area_id in ids]
    rows = [
        (area_id, area.name if area else names.get(area_id, area_id), counts[area_id])
        for area_id, area in zip(ids, found, strict=True)
    ]
    file.add_table("areas", _WORDS["areas"], _AREAS, "GEOMETRY")
    frame = pl.DataFrame(rows, schema=_AREAS, orient="row")
    file.add_rows("areas", frame, [_shape(area) if area else None for area in found])
    corners = [area.bounds for area in found if area]
    if corners:
        west, south, east, north = zip(*corners, strict=True)
        file.set_bounds("areas", (min(west), min(south), max(east), max(north)))


def _shape(area: DrawnArea) -> bytes:
    west, south, east, north = area.bounds
    return _AREA_HEADER + struct.pack("<4d", west, east, south, north) + area.wkb


def _write_styles(file: GeoPackage, told: Provenance, drawing: Drawing) -> None:
    """Write the table in which QGIS looks for the styles of layers."""
    styles = {"areas": style_areas()}
    if drawing.kinds:
        styles["incidents"] = style_incidents(drawing.kinds)
    changed = (told.accessed or _UNDATED).isoformat()
    rows = [
        {
            "f_table_catalog": "", "f_table_schema": "", "f_table_name": layer,
            "f_geometry_column": GEOMETRY, "styleName": layer, "styleQML": qml, "styleSLD": "",
            "useAsDefault": 1, "description": "", "owner": "", "ui": "",
            "update_time": f"{changed}T00:00:00.000Z",
        }
        for layer, qml in styles.items()
    ]  # fmt: skip
    frame = pl.DataFrame(rows)
    file.add_table("layer_styles", _WORDS["layer_styles"], frame.schema, key="id")
    file.add_rows("layer_styles", frame, blank=True)  # by which QGIS finds them
