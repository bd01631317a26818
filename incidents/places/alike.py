"""Records of which the geocoder says the same: it is asked once for all of them.

A dataset of a million records names tens of thousands of points, but what is said of most of them
depends on little more than the area around them, the area that they name, and the precision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from incidents.model.vocabularies import LOCATED_PRECISIONS, GeoPrecision
from incidents.places.names import name_keys

if TYPE_CHECKING:
    from incidents.places.areas import AreaIndex
    from incidents.places.gazetteer import Gazetteer

_PER_DEGREE = 100
_MARGIN = 0.002
"""Degrees: more than a place's point may be from another and still be taken for it."""
_WIDTH = 1 << 16
_COUNTS = ("admin1", "country", "geo_precision", "coordinate_source", "radius_m", "inside", "alone")


def find_alike(queries: pl.DataFrame, areas: AreaIndex, gazetteer: Gazetteer) -> pl.DataFrame:
    """Return, record by record, which record the geocoder can be asked about in its place.

    Args:
        queries: The fields of `geocoder.PlaceQuery`.
        areas: Those of the geocoder.
        gazetteer: That of the geocoder.

    Returns:
        `asked`: the position of the record to ask about, the first of those that are alike; and
        `own`: whether what is said of it is said of the point that each of them has.
    """
    told = _tell(queries, areas, gazetteer)
    first = told.select(_COUNTS).with_row_index("asked")
    first = first.unique(_COUNTS, keep="first", maintain_order=True)
    found = told.join(first, on=_COUNTS, how="left", nulls_equal=True, maintain_order="left")
    return found.select("asked", "own")


def _tell(queries: pl.DataFrame, areas: AreaIndex, gazetteer: Gazetteer) -> pl.DataFrame:
    """Return all that the geocoder's answer is made of, and nothing else; `alone` numbers the rest.

    As in `Geocoder.locate`: a point of its own is drawn where it is; whatever is only an anchor is
    placed by the names; names of the gazetteer may change either.
    """
    latitude, longitude = pl.col("latitude"), pl.col("longitude")
    given = latitude.is_not_null() & longitude.is_not_null()
    on_earth = given & longitude.is_between(-180, 180) & latitude.is_between(-90, 90)
    located = pl.col("geo_precision").is_in([each.value for each in LOCATED_PRECISIONS])
    unstated = pl.col("geo_precision") == GeoPrecision.NONE.value
    frame = queries.with_row_index("at").with_columns(
        own=(on_earth & located).fill_null(value=False),
        named=~(on_earth & (located | unstated)).fill_null(value=False),
        off=(given & ~on_earth).fill_null(value=False),
        inside=_find_inside(queries, areas),
        known=_are_known(queries, gazetteer),
        near=_are_near(queries, gazetteer),
    )
    frame = _add_pointed(frame, areas)
    named, own = pl.col("named"), pl.col("own")
    alone = (
        pl.col("off") | (named & pl.col("known"))
        | (own & (pl.col("known") | pl.col("near") | pl.col("pointed")))
    )  # fmt: skip
    return frame.select(
        "own", "admin1", "country", "geo_precision",
        pl.when(own).then("coordinate_source").alias("coordinate_source"),
        pl.when(own).then("radius_m").alias("radius_m"),
        pl.when(~named).then("inside").alias("inside"),
        pl.when(alone).then("at").alias("alone"),
    )  # fmt: skip


def _find_inside(queries: pl.DataFrame, areas: AreaIndex) -> pl.Series:
    xs, ys = (queries[name].fill_null(np.nan).to_list() for name in ("longitude", "latitude"))
    return pl.Series("inside", areas.containing_many(xs, ys), dtype=pl.String)


def _are_known(queries: pl.DataFrame, gazetteer: Gazetteer) -> pl.Series:
    """Say whether the gazetteer has places by a record's location, or by what comes first in it."""
    asked = queries.select("location", "country").unique()
    heads = asked["location"].str.split(",").list.first()
    keys = [asked.select("country", key=name_keys(names)) for names in (asked["location"], heads)]
    there = gazetteer.names(asked["country"].unique()).with_columns(known=True)
    known = [
        each.join(there, on=["country", "key"], how="left", maintain_order="left")["known"]
        for each in keys
    ]
    told = asked.with_columns(
        known=pl.Series(known[0].fill_null(value=False) | known[1].fill_null(value=False))
    )
    return queries.join(told, on=["location", "country"], how="left", nulls_equal=True,
                        maintain_order="left")["known"]  # fmt: skip


def _are_near(queries: pl.DataFrame, gazetteer: Gazetteer) -> pl.Series:
    """Say whether a point may be that of a place which has an extent of its own."""
    east, north = gazetteer.wide.T
    cells = [_cell(east + x, north + y) for x in (-_MARGIN, _MARGIN) for y in (-_MARGIN, _MARGIN)]
    xs, ys = (queries[name].fill_null(0).to_numpy() for name in ("longitude", "latitude"))
    return pl.Series("near", np.isin(_cell(xs, ys), np.concatenate(cells)))


def _cell(longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    x, y = (np.floor(np.clip(each, -400, 400) * _PER_DEGREE) for each in (longitude, latitude))
    cell: np.ndarray = x * _WIDTH + y
    return cell


def _add_pointed(frame: pl.DataFrame, areas: AreaIndex) -> pl.DataFrame:
    """Add whether it depends on the very point in which area a record counts."""
    names = ["admin1", "country", "inside"]
    asked = frame.filter("own").select(names).unique()
    pointed = [areas.depends_on_point(*each) for each in asked.iter_rows()]
    told = asked.with_columns(pointed=pl.Series(pointed, dtype=pl.Boolean))
    return frame.join(told, on=names, how="left", nulls_equal=True, maintain_order="left")
