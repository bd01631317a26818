"""Points, countries and how exactly places are known, as a plain table says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from incidents.model.vocabularies import LOCATED_PRECISIONS, GeoPrecision
from incidents.readers.column_words import plain_name
from incidents.readers.coordinates import read_degrees
from incidents.readers.findings import Doubt, Problem
from incidents.readers.plain_kinds import ACLED_PRECISIONS, country_teller, exactness_teller
from incidents.readers.repeats import say_of_each
from incidents.readers.saying import LATITUDE_LIMIT, LONGITUDE_LIMIT, ZERO_DOUBT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incidents.readers.mapping import TableMapping
    from incidents.readers.raw import RawTable

COORDINATE_SOURCE = "as given in the table"
_LIMITS = {"latitude": LATITUDE_LIMIT, "longitude": LONGITUDE_LIMIT}
_AS_ACLED_NAMES_IT = frozenset({"geo precision", "geo prec"})
_NOT_SAID = "exactness of the point is not stated"


def add_place(frame: pl.DataFrame, raw: RawTable, mapping: TableMapping) -> pl.DataFrame:
    """Return a frame with what its place is read as.

    Args:
        frame: Has every field of the mapping as text.
        raw: The table.
        mapping: What its columns mean.

    Raises:
        MappingError: The mapping's words lead to what is no precision.
    """
    frame = frame.with_columns(
        _latitude=read_degrees(frame["latitude"], "latitude"),
        _longitude=read_degrees(frame["longitude"], "longitude"),
    )
    zero = (pl.col("_latitude") == 0) & (pl.col("_longitude") == 0)
    frame = frame.with_columns(_zero=zero.fill_null(value=False))
    tell_exactness = exactness_teller(
        mapping.words.get("geo_precision", {}), _codes(raw, frame, mapping)
    )
    cells = frame["geo_precision"].unique()
    exact = pl.DataFrame(
        [(cell, *tell_exactness(cell)) for cell in cells],
        schema={"geo_precision": pl.String, "_exact": pl.String, "_radius": pl.Int64,
                "_exact_kept": pl.String},
        orient="row",
    )  # fmt: skip
    frame = frame.join(exact, on="geo_precision", how="left", maintain_order="left")
    tell_country = country_teller(mapping.words.get("country", {}))
    return say_of_each(frame, ("country",), ("_country",), lambda cell: (tell_country(cell),))


def _codes(raw: RawTable, frame: pl.DataFrame, mapping: TableMapping) -> dict[str, str]:
    """Return what a column's numbers mean, if it is named and filled as ACLED's is."""
    column = mapping.columns.get("geo_precision")
    if column is None or column not in raw.columns:
        return {}
    numbers = frame["geo_precision"].unique().str.replace(r"\.0$", "")
    known = numbers.filter(numbers != "").is_in(list(ACLED_PRECISIONS)).all()
    return ACLED_PRECISIONS if known and plain_name(column) in _AS_ACLED_NAMES_IT else {}


def place_problems(mapping: TableMapping) -> Iterator[Problem]:
    """Yield what may be wrong with a row's point and country."""
    for field, other in (("latitude", "longitude"), ("longitude", "latitude")):
        limit, read = _LIMITS[field], pl.col(f"_{field}")
        given, unread = pl.col(field) != "", pl.col(f"_{field}").is_null()
        yield Problem(
            field, given & unread, "is no coordinate that can be read one way only",
            "Write degrees such as 33.3389.",
        )  # fmt: skip
        yield Problem(
            field, read.abs() > limit, f"lies off the earth: {field} runs from -{limit} to {limit}",
            "Correct it; or say in the mapping that latitude and longitude are swapped.",
        )  # fmt: skip
        yield Problem(
            field, ~given & (pl.col(other) != ""), "is blank although the other is given",
            "Give both coordinates or neither.",
        )  # fmt: skip
    cure = "Write a country's code or English name, or say in the mapping which is meant."
    yield Problem("country", pl.col("_country") == "?", "is no country that is known", cure)
    said = (
        "is blank, and no point tells it" if "country" in mapping.columns else "is not in the table"
    )
    cure = "Say the country in the mapping, for every row or by a column."
    yield Problem("country", (pl.col("_country") == "") & ~_has_point(), said, cure)


def _has_point() -> pl.Expr:
    both = pl.col("_latitude").is_not_null() & pl.col("_longitude").is_not_null()
    return both & ~pl.col("_zero")


def say_place() -> dict[str, pl.Expr]:
    """Return the columns of a place: its point as given, and how exactly it is known.

    A point without a word about that is a town's, which is drawn as a soft disc.
    """
    pointed = [str(each) for each in LOCATED_PRECISIONS]
    nobody_knows = pl.lit(str(GeoPrecision.NONE))
    named_only = ~_has_point() & pl.col("_exact").is_in(pointed)
    unsaid = _has_point() & (pl.col("geo_precision") == "")
    return {
        "latitude": pl.when(_has_point()).then("_latitude"),
        "longitude": pl.when(_has_point()).then("_longitude"),
        "geo_precision": pl.when(unsaid)
        .then(pl.lit(str(GeoPrecision.CITY)))
        .when(named_only)
        .then(nobody_knows)
        .otherwise("_exact"),
        "radius_m": pl.when(_has_point()).then("_radius"),
        "coordinate_source": pl.when(_has_point())
        .then(pl.lit(COORDINATE_SOURCE))
        .otherwise(pl.lit("")),
    }


def place_doubts(mapping: TableMapping) -> Iterator[Doubt]:
    """Yield what is to be said of places that are accepted."""
    yield ZERO_DOUBT
    words = "The table does not say how exactly its point is known: it is taken as a town's."
    yield Doubt(_NOT_SAID, _has_point() & (pl.col("geo_precision") == ""), words)
    kept = pl.col("_exact_kept")
    told = pl.format("{} says nothing that is known: the point is not shown as one.", kept)
    yield Doubt("precision in other words", kept != "", told)
    if mapping.swap_coordinates:
        words = "Latitude and longitude were read from each other's column, as the mapping says."
        yield Doubt("coordinates were swapped", _has_point(), words)
