"""Rows without coordinates, given those of the place they name, where that is beyond doubt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import polars as pl

from incidents.model.vocabularies import LOCATED_PRECISIONS, GeoPrecision
from incidents.places.answers import Status
from incidents.places.geocoder import COARSENESS
from incidents.places.surroundings import Context
from incidents.readers.coded import CODED_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from incidents.places.answers import Answer
    from incidents.places.areas import AreaIndex
    from incidents.readers.coded import Coded

    Progress = Callable[[str, float], None]


class Names(Protocol):
    """What names are looked up in: a geocoder, or one that heeds what was decided."""

    def search_many(self, texts: Iterable[str], contexts: Iterable[Context]) -> list[Answer]:
        """Return the answers to many names, each in its own context."""


FOUND_BY_NAME = "found by its name: "
"""Begins the `coordinate_source` of rows that got their point here."""
_ASKED = ["location", "admin1", "country", "geo_precision"]
_BATCH = 500
_SEARCHED = [GeoPrecision.NONE.value, *(each.value for each in LOCATED_PRECISIONS)]
_FOUND = {
    name: CODED_COLUMNS[name]
    for name in (
        "latitude", "longitude", "geo_precision", "radius_m", "coordinate_source", "admin1",
    )
}  # fmt: skip


@dataclass(frozen=True)
class NamedPlaces:
    """What became of the names of rows without coordinates."""

    coded: Coded
    resolved: int = 0
    """Rows that gained a point."""
    questions: tuple[dict[str, Any], ...] = ()
    """`name`, `country`, `admin1` and `rows` of each name that could mean several places."""


def find_nameable(incidents: pl.DataFrame) -> pl.Series:
    """Say of each row whether its name is all there is to place it by."""
    return incidents.select(
        pl.col("latitude").is_null()
        & (pl.col("location") != "")
        & pl.col("geo_precision").is_in(_SEARCHED)
    ).to_series()


def name_places(
    coded: Coded, geocoder: Names, progress: Progress = lambda _step, _share: None
) -> NamedPlaces:
    """Return a coded table whose nameable rows stand where their names say.

    A name that could mean several places places nothing: it becomes a question.
    """
    incidents = coded.incidents.with_row_index("at")
    wanted = incidents.filter(find_nameable(coded.incidents))
    if wanted.is_empty():
        return NamedPlaces(coded)
    names = wanted.group_by(_ASKED, maintain_order=True).len()
    answers: list[Answer] = []
    for start in range(0, names.height, _BATCH):
        progress("Looking places up by name", start / names.height)
        part = names[start : start + _BATCH]
        where = (Context(row["country"], row["admin1"]) for row in part.iter_rows(named=True))
        answers += geocoder.search_many(part["location"], where)
    rows = list(names.iter_rows(named=True))
    found = pl.DataFrame(
        [_found(row, answer) for row, answer in zip(rows, answers, strict=True)], schema=_FOUND
    )
    placed = names.with_columns(column.alias(f"found_{column.name}") for column in found)
    told = incidents.join(placed, on=_ASKED, how="left", maintain_order="left")
    named = pl.col("at").is_in(wanted["at"].implode())
    merged = told.with_columns(
        pl.when(named).then(f"found_{name}").otherwise(name).alias(name) for name in _FOUND
    ).select(coded.incidents.columns)
    doubtful = [(row, a) for row, a in zip(rows, answers, strict=True)
                if a.status is Status.AMBIGUOUS]  # fmt: skip
    points = int(placed.filter(pl.col("found_latitude").is_not_null())["len"].sum())
    return NamedPlaces(replace(coded, incidents=merged), points, tuple(map(_question, doubtful)))


def _question(asked: tuple[dict[str, Any], Answer]) -> dict[str, Any]:
    row, _answer = asked
    return {"name": row["location"], "country": row["country"], "admin1": row["admin1"],
            "rows": row["len"]}  # fmt: skip


def _found(row: dict[str, Any], answer: Answer) -> dict[str, Any]:
    """Return `_FOUND` for one name: a point only when the answer is resolved."""
    stated = GeoPrecision(row["geo_precision"])
    kept = {"latitude": None, "longitude": None, "geo_precision": stated.value, "radius_m": None,
            "coordinate_source": "", "admin1": row["admin1"]}  # fmt: skip
    if answer.area is not None and not row["admin1"] and answer.status is not Status.AMBIGUOUS:
        kept["admin1"] = answer.area.name
    if answer.status is Status.AREA_ONLY and stated is GeoPrecision.NONE:
        kept["geo_precision"] = answer.geo_precision.value
    if answer.status is not Status.RESOLVED or answer.latitude is None:
        return kept
    precision = answer.geo_precision
    if stated is not GeoPrecision.NONE:
        precision = max(precision, stated, key=COARSENESS.index)
    source = answer.candidate.source if answer.candidate else ""
    return kept | {
        "latitude": answer.latitude,
        "longitude": answer.longitude,
        "geo_precision": precision.value,
        "radius_m": answer.radius_m,
        "coordinate_source": f"{FOUND_BY_NAME}{source or 'gazetteer'}",
    }


def fill_countries(coded: Coded, areas: AreaIndex) -> Coded:
    """Return a coded table whose rows without a country have that of their point's area."""
    incidents = coded.incidents
    wanted = (pl.col("country") == "") & pl.col("latitude").is_not_null()
    points = incidents.filter(wanted).select("longitude", "latitude").unique(maintain_order=True)
    if points.is_empty():
        return coded
    inside = areas.containing_many(points["longitude"].to_list(), points["latitude"].to_list())
    held = (areas.get(each) for each in inside)
    countries = pl.Series(
        "held", [area.country if area else "" for area in held], dtype=pl.Categorical
    )
    filled = (
        incidents.join(points.with_columns(countries), on=points.columns, how="left",
                       maintain_order="left")
        .with_columns(pl.when(wanted).then(pl.col("held").fill_null("")).otherwise("country")
                      .alias("country"))
        .select(incidents.columns)
    )  # fmt: skip
    return replace(coded, incidents=filled)
