"""Layers of named places: tables with a credit and a licence."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

from incidents.errors import GazetteerError
from incidents.model.vocabularies import GeoPrecision
from incidents.places.areas import load_areas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from incidents.places.areas import AreaIndex
    from incidents.places.gazetteer import Gazetteer

SCHEMA: dict[str, pl.DataType] = {
    "place_id": pl.String(),
    "name": pl.String(),
    "name_ar": pl.String(),
    "spellings": pl.List(pl.String()),
    "kind": pl.String(),
    "country": pl.String(),
    "admin1": pl.String(),
    "latitude": pl.Float64(),
    "longitude": pl.Float64(),
    "geo_precision": pl.String(),
    "radius_m": pl.Int64(),
    "population": pl.Int64(),
    "source": pl.String(),
}
KIND_OF_PRECISION = {
    GeoPrecision.SITE: "site",
    GeoPrecision.NEIGHBOURHOOD: "quarter",
    GeoPrecision.CITY: "town",
    GeoPrecision.VICINITY: "area",
}
_NO_ALIASES: Mapping[str, Sequence[str]] = MappingProxyType({})
_INSTALLATIONS = ("base", "airport", "airfield", "camp", "airbase")


@dataclass(frozen=True, eq=False)
class Layer:
    """Named places of one origin."""

    name: str
    credit: str
    licence: str
    places: pl.DataFrame = field(repr=False)
    """Columns as in `SCHEMA`; `spellings` hold every further name, in any script; `source`, which
    may be left out, is a row's own credit."""


def layer_of_rows(name: str, credit: str, licence: str, rows: Iterable[dict[str, Any]]) -> Layer:
    """Return a layer of rows that hold some or all of the columns; the rest stay empty."""
    blank = dict.fromkeys(SCHEMA)
    return Layer(name, credit, licence, pl.DataFrame([blank | row for row in rows], schema=SCHEMA))


def bundled_layers(areas_folder: Path, gazetteer: Path) -> Iterator[Layer]:
    """Yield the layers that come with the tool, most trusted first."""
    # GeoNames' and the airports' packages are large and needed only where the index is built.
    from incidents.places.airports import read_airports  # noqa: PLC0415
    from incidents.places.geonames import read_geonames  # noqa: PLC0415

    areas = load_areas(areas_folder)
    aliases = read_area_aliases(gazetteer)
    yield read_curated(gazetteer, areas)
    yield area_layer(areas, aliases)
    yield read_countries(areas_folder / "countries.csv", aliases)
    yield read_geonames(areas, gazetteer)
    yield read_airports(areas)


def read_curated(folder: Path, areas: AreaIndex) -> Layer:
    """Return our own places: every table of the folder that says how exact its points are.

    A row without a point stands for a place that is known to exist, in its governorate.

    Raises:
        GazetteerError: A row cannot be read.
    """
    rows = []
    for file, table in _tables(folder, "geo_precision"):
        for number, row in enumerate(table, 1):
            try:
                rows.append(_curated(row, f"{file.stem}-{number}", areas))
            except (KeyError, ValueError) as error:
                raise GazetteerError(file, f"row {number}: {error}") from error
    return layer_of_rows("curated", "Incident Atlas, from the sources named", "CC BY 4.0", rows)


def _tables(folder: Path, column: str) -> Iterator[tuple[Path, list[dict[str, str]]]]:
    """Yield the tables of a folder that have a column."""
    for file in sorted(folder.glob("*.csv")):
        try:
            with file.open(encoding="utf-8", newline="") as lines:
                table = csv.DictReader(lines)
                if column in (table.fieldnames or ()):
                    yield file, list(table)
        except (OSError, ValueError, csv.Error) as error:
            raise GazetteerError(file, str(error)) from error


def _curated(row: dict[str, str], place_id: str, areas: AreaIndex) -> dict[str, Any]:
    precision = GeoPrecision(row["geo_precision"])
    if row["latitude"] and row["longitude"]:
        point = float(row["longitude"]), float(row["latitude"])
    else:
        area = areas.get(row["admin1"])
        point = area.label if area else (0.0, 0.0)
        precision = max(precision, GeoPrecision.DISTRICT, key=list(GeoPrecision).index)
    return {
        "place_id": place_id,
        "name": row["name"],
        "name_ar": row["name_ar"],
        "spellings": _listed(row.get("name_ku"), row["aliases"]),
        "kind": row.get("kind") or _kind(row["name"], precision),
        "country": row["country"],
        "admin1": row["admin1"],
        "latitude": point[1],
        "longitude": point[0],
        "geo_precision": precision.value,
        "radius_m": int(row["radius_m"] or 0),
        "population": 0,
        "source": row["source"],
    }


def _listed(*texts: str | None) -> list[str]:
    return [name for text in texts if text for name in text.split("|") if name.strip()]


def read_area_aliases(folder: Path) -> dict[str, list[str]]:
    """Return further spellings of areas and countries, by identifier."""
    found: dict[str, list[str]] = {}
    for _, table in _tables(folder, "area_id"):
        for row in table:
            names = _listed(row.get("name_ku"), row.get("aliases"))
            found.setdefault(row["area_id"], []).extend(names)
    return found


def _kind(name: str, precision: GeoPrecision) -> str:
    words = name.casefold().split()
    found = next((kind for kind in _INSTALLATIONS if kind in words), "")
    return found or KIND_OF_PRECISION.get(precision, "district")


def gazetteer_layers(gazetteer: Gazetteer) -> tuple[Layer, Layer]:
    """Return the places of a gazetteer in memory, our own and those of GeoNames."""
    rows: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for place in gazetteer:
        rows[place.curated].append(
            {
                "place_id": place.source,
                "name": place.name,
                "name_ar": place.name_ar,
                "spellings": list(place.aliases),
                "kind": _kind(place.name, place.geo_precision),
                "country": place.country,
                "admin1": place.admin1,
                "latitude": place.latitude,
                "longitude": place.longitude,
                "geo_precision": place.geo_precision.value,
                "radius_m": place.radius_m or 0,
                "population": place.population,
                "source": place.source,
            }
        )
    return (
        layer_of_rows("curated", "Incident Atlas, from the sources named", "CC BY 4.0", rows[True]),
        layer_of_rows("geonames", "GeoNames", "CC BY 4.0", rows[False]),
    )


def area_layer(areas: AreaIndex, aliases: Mapping[str, Sequence[str]] = _NO_ALIASES) -> Layer:
    """Return the admin-1 areas as places, those without limits too."""
    rows: list[dict[str, Any]] = [
        {
            "place_id": area.area_id,
            "name": area.name,
            "name_ar": area.name_ar,
            "spellings": [
                *area.aliases,
                *aliases.get(area.area_id, ()),
                area.area_id.partition("~")[0],
            ],
            "kind": "governorate",
            "country": area.country,
            "admin1": area.area_id,
            "latitude": area.label[1],
            "longitude": area.label[0],
            "geo_precision": GeoPrecision.GOVERNORATE.value,
        }
        for area in areas
        if area.name
    ]
    for one in areas.unmapped:
        cover = areas.get(one.within)
        point = cover.label if cover else (0.0, 0.0)
        rows.append(
            {
                "place_id": f"unmapped-{one.name}",
                "name": one.name,
                "name_ar": one.name_ar,
                "spellings": list(one.aliases),
                "kind": "governorate",
                "country": one.country,
                "admin1": one.within,
                "latitude": point[1],
                "longitude": point[0],
                "geo_precision": GeoPrecision.GOVERNORATE.value,
            }
        )
    return layer_of_rows("areas", "Natural Earth", "public domain", rows)


def read_countries(file: Path, aliases: Mapping[str, Sequence[str]] = _NO_ALIASES) -> Layer:
    """Return the countries as places."""
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            rows = [
                {
                    "place_id": row["country"],
                    "name": row["name"],
                    "name_ar": row["name_ar"],
                    "spellings": [row["country"], *aliases.get(row["country"], ())],
                    "kind": "country",
                    "country": row["country"],
                    "latitude": float(row["label_latitude"]),
                    "longitude": float(row["label_longitude"]),
                    "geo_precision": GeoPrecision.COUNTRY.value,
                }
                for row in csv.DictReader(lines)
            ]
    except (OSError, KeyError, ValueError) as error:
        raise GazetteerError(file, str(error)) from error
    return layer_of_rows("countries", "Unicode CLDR", "Unicode License", rows)
