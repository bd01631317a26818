"""What may be wrong with the places of a table: found, counted and said, never mended unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

import shapely

from incidents.model.vocabularies import LOCATED_PRECISIONS
from incidents.readers.coded import WARNING_COLUMNS, empty, stack
from incidents.readers.repeats import say_of_each

if TYPE_CHECKING:
    from incidents.places.areas import AreaIndex

PROVINCE = "province disagrees with the point"
CROWDED = "many rows on one coordinate"
CENTRED = "point at the centre of an area"
SWAPPED = "latitude and longitude may be swapped"

_TURNED = "outside its country, inside it swapped"
_MANY_ROWS = 20
_MANY_SHARE = 0.05
_AROUND = 1.0
"""Degrees: so far around its country a point may lie."""
_AT_CENTRE = 0.003
"""Degrees, about 300 m: how near the centre of an area a point lies that was computed from it."""


def find_doubts(coded: pl.DataFrame, placed: pl.DataFrame, areas: AreaIndex) -> pl.DataFrame:
    """Return `WARNING_COLUMNS` on the places of accepted rows.

    Args:
        coded: `CODED_COLUMNS`.
        placed: The same rows in the same order, with `PLACED_COLUMNS`.
        areas: Where provinces lie.
    """
    rows = coded.select("row", "admin1", "country", "latitude", "longitude").with_columns(
        placed["area_id"], placed["placement"]
    )
    exact = coded["geo_precision"].is_in([each.value for each in LOCATED_PRECISIONS])
    pointed = rows.filter(pl.col("latitude").is_not_null())
    own = rows.filter(exact & pl.col("latitude").is_not_null())
    found = (_provinces(own, areas), _crowds(own), _centres(own, areas), _swaps(pointed, areas))
    return stack(found, WARNING_COLUMNS)


def count_swapped(coded: pl.DataFrame, areas: AreaIndex) -> int:
    """Return how many rows of `CODED_COLUMNS` lie in their country only when turned round."""
    return find_swapped(coded, areas).len()


def find_swapped(coded: pl.DataFrame, areas: AreaIndex) -> pl.Series:
    """Return the numbers of the rows of `CODED_COLUMNS` that lie in their country only turned."""
    rows = coded.select("row", "country", "latitude", "longitude")
    return _swaps(rows.filter(pl.col("latitude").is_not_null()), areas)["row"]


def _provinces(rows: pl.DataFrame, areas: AreaIndex) -> pl.DataFrame:
    def say(admin1: str, country: str, area_id: str) -> tuple[str]:
        if not (admin1 and area_id):
            return ("",)
        said, inside = areas.find_name(admin1, country), areas.get(area_id)
        if said is None or inside is None or said is inside:
            return ("",)
        return (f"it says {admin1}, its point lies in {inside.name}",)

    return _warn(say_of_each(rows, ("admin1", "country", "area_id"), ("words",), say), PROVINCE)


def _crowds(rows: pl.DataFrame) -> pl.DataFrame:
    least = max(_MANY_ROWS, round(_MANY_SHARE * rows.height))
    # where no latitude has so many, no point has
    if not (rows["latitude"].value_counts()["count"] >= least).any():
        return empty(WARNING_COLUMNS)
    count = pl.len().over("latitude", "longitude")
    at = pl.format("{} rows at {}, {}", count, "latitude", "longitude")
    return _warn(rows.with_columns(pl.when(count >= least).then(at).alias("words")), CROWDED)


def _centres(rows: pl.DataFrame, areas: AreaIndex) -> pl.DataFrame:
    known = {area.area_id: area for area in areas}
    used = rows["area_id"].unique().to_list()
    centres = [(each, known[each].geometry.centroid) for each in used if each in known]
    table = pl.DataFrame(
        [(name, point.x, point.y, known[name].name) for name, point in centres],
        schema={
            "area_id": rows.schema["area_id"],
            "cx": pl.Float64,
            "cy": pl.Float64,
            "name": pl.String,
        },
        orient="row",
    )
    at = ((pl.col("longitude") - pl.col("cx")).abs() < _AT_CENTRE) & (
        (pl.col("latitude") - pl.col("cy")).abs() < _AT_CENTRE
    )
    found = rows.join(table, on="area_id", maintain_order="left").filter(at)
    words = pl.format("its point is the centre of {}", "name")
    return _warn(found.with_columns(words=words), CENTRED)


def _swaps(rows: pl.DataFrame, areas: AreaIndex) -> pl.DataFrame:
    """Find points outside their country that would lie in it the other way round."""
    countries = rows["country"].unique()
    # without limits to compare with, nothing is said; nor of several countries
    found = rows.join(_find_boxes(countries, areas), on="country", how="inner",
                      maintain_order="left")  # fmt: skip
    swapped = _is_outside("longitude", "latitude") & ~_is_outside("latitude", "longitude")
    return _warn(found.filter(swapped).with_columns(words=pl.lit(_TURNED)), SWAPPED)


def _find_boxes(countries: pl.Series, areas: AreaIndex) -> pl.DataFrame:
    """Return the box around each country, a degree wider than its areas."""
    boxes = [
        (country, *shapely.total_bounds([area.geometry for area in own]).tolist())
        for country in countries
        if (own := areas.in_country(country))
    ]
    sides = ("west", "south", "east", "north")
    schema = {"country": countries.dtype} | dict.fromkeys(sides, pl.Float64)
    box = pl.DataFrame(boxes, schema=schema, orient="row")
    return box.with_columns(pl.col("west", "south") - _AROUND, pl.col("east", "north") + _AROUND)


def _is_outside(x: str, y: str) -> pl.Expr:
    across, up = pl.col(x).is_between("west", "east"), pl.col(y).is_between("south", "north")
    return ~(across & up)


def _warn(rows: pl.DataFrame, kind: str) -> pl.DataFrame:
    told = rows.filter(pl.col("words").is_not_null() & (pl.col("words") != ""))
    return told.select("row", pl.lit(kind).alias("kind"), "words")
