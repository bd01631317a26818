"""Incidents given their place on the map and the text that search reads."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

import polars as pl
import polars.selectors as cs

from incidents.model.folding import fold_column
from incidents.model.frames import PLACED_COLUMNS
from incidents.model.mercator import project_many
from incidents.model.vocabularies import GeoPrecision, Placement
from incidents.places.geocoder import PlaceQuery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents.places.geocoder import Geocoder, Placed

SEARCHED_COLUMNS = (
    "incident_id", "title_en", "title_ar", "location", "location_ar", "admin1", "weapon",
    "target", "summary",
)  # fmt: skip
_ASKED = {
    "location": pl.String,
    "admin1": pl.Categorical,
    "country": pl.Categorical,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "geo_precision": pl.Categorical,
    "coordinate_source": pl.Categorical,
    "radius_m": pl.Int64,
}
_KEY, _AT, _FOUND_ = "\x1fkey", "\x1fat", "found_"
_REPLACED = ("latitude", "longitude", "geo_precision")
_FOUND = {
    **{name: _ASKED[name] for name in _REPLACED},
    **{
        name: pl.Categorical if kind is pl.String else kind
        for name, kind in PLACED_COLUMNS.items()
        if name not in {"search", "dataset_id"}
    },
}


def place_incidents(
    frames: dict[str, pl.DataFrame], geocoder: Geocoder, dataset_id: str
) -> pl.DataFrame:
    """Return the incidents with `PLACED_COLUMNS` added.

    As `find_places`, and with the text that search reads.
    """
    placed = find_places(frames["incidents"], geocoder)
    search = search_text(frames | {"incidents": placed})
    return with_search(placed, search, dataset_id)


def with_search(placed: pl.DataFrame, search: pl.Series, dataset_id: str) -> pl.DataFrame:
    """Return placed incidents with the last of `PLACED_COLUMNS`."""
    whose = pl.Series("dataset_id", [dataset_id], dtype=pl.String).new_from_index(0, placed.height)
    return placed.with_columns(search.alias("search"), whose)


def find_places(incidents: pl.DataFrame, geocoder: Geocoder) -> pl.DataFrame:
    """Return the incidents with those of `PLACED_COLUMNS` added that say where they are drawn.

    Coordinates and precision become those that the geocoder found true; each record says how it
    got its place. Where `radius_m` is among the columns already, it says how far around its point
    a record may have been.
    """
    found = PlaceFinder(geocoder).find(incidents)
    return found.with_columns(cs.categorical().cast(pl.String))


class PlaceFinder:
    """Finds places as `find_places` does, and remembers them from one part of a table to the next.

    What it tells in words is told in categories. Several threads may ask it.
    """

    def __init__(self, geocoder: Geocoder) -> None:
        self._geocoder = geocoder
        self._known: pl.DataFrame | None = None
        self._lock = Lock()

    def find(self, incidents: pl.DataFrame) -> pl.DataFrame:
        """Return the incidents with their places."""
        stated = "radius_m" in incidents.columns
        asked = incidents.select(
            (pl.col(name) if stated or name != "radius_m" else pl.lit(None)).cast(kind).alias(name)
            for name, kind in _ASKED.items()
        )
        found = self._find(asked)
        # in one piece: Polars may fail to format rows of a frame whose columns are cut differently
        placed = {name: found[name].rechunk() for name in _FOUND}
        own = incidents.drop("radius_m", strict=False).with_columns(
            placed[name] for name in _REPLACED
        )
        return own.with_columns(placed[name] for name in PLACED_COLUMNS if name in placed)

    def _find(self, asked: pl.DataFrame) -> pl.DataFrame:
        """Return `_FOUND` of each row; datasets repeat their places, and each is looked up once."""
        keys = asked.hash_rows().alias(_KEY)
        known = self._look_up(asked, keys)
        places = known.select(_KEY).with_row_index(_AT)
        at = keys.to_frame().join(places, on=_KEY, how="left", maintain_order="left")[_AT]
        # two places may have the same hash, however unlikely that is
        same = all(asked[name].eq_missing(known[name][at]).all() for name in _ASKED)
        if not same:
            return self._locate(asked)
        return known.select(pl.col(f"{_FOUND_}{name}").gather(at).alias(name) for name in _FOUND)

    def _look_up(self, asked: pl.DataFrame, keys: pl.Series) -> pl.DataFrame:
        """Return `_ASKED`, `_KEY` and what was found of places: at least of those asked for."""
        with self._lock:
            known, new = self._known, asked.with_columns(keys)
            if known is not None:
                new = new.filter(~keys.is_in(known[_KEY].implode()))
            if known is None or new.height:
                new = new.unique(_KEY, keep="first", maintain_order=True)
                told = new.hstack(self._locate(new.drop(_KEY)).rename(_FOUND_.__add__))
                known = told if known is None else pl.concat([known, told], rechunk=True)
                self._known = known
            return known

    def _locate(self, told: pl.DataFrame) -> pl.DataFrame:
        """Return `_FOUND` of each place; of those that are alike one is looked up."""
        places = told.with_columns(cs.categorical().cast(pl.String))
        alike = self._geocoder.find_alike(places)
        asked = alike["asked"].unique().sort()
        queries = [_query(row) for row in places[asked].iter_rows(named=True)]
        answers = _columns(self._geocoder.locate_many(queries))
        found = answers[asked.search_sorted(alike["asked"])]
        own = [pl.when(alike["own"]).then(places[name]).otherwise(pl.col(name)).alias(name)
               for name in ("latitude", "longitude")]  # fmt: skip
        return _add_world(found.with_columns(own))


def _query(row: dict[str, Any]) -> PlaceQuery:
    return PlaceQuery(**(row | {"geo_precision": GeoPrecision(row["geo_precision"])}))


def _columns(found: Sequence[Placed]) -> pl.DataFrame:
    """Return `_FOUND` of each; column by column, for there may be many."""
    here = [each.placement is Placement.LOCATED for each in found]
    areas = [each.area for each in found]
    columns: dict[str, list[Any]] = {
        "latitude": [one.latitude if at else None for one, at in zip(found, here, strict=True)],
        "longitude": [one.longitude if at else None for one, at in zip(found, here, strict=True)],
        "geo_precision": [one.geo_precision.value for one in found],
        "placement": [one.placement.value for one in found],
        "radius_m": [one.radius_m for one in found],
        "placed_by": [one.explanation for one in found],
        "area_id": [area.area_id if area else "" for area in areas],
    }
    for at, side in enumerate(("west", "south", "east", "north")):
        columns[f"area_{side}"] = [area.bounds[at] if area else None for area in areas]
    return pl.DataFrame(columns, schema={name: _FOUND[name] for name in columns})


def _add_world(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `_FOUND`, whose `x` and `y` are those of the points."""
    x, y = project_many(
        *(frame[name].fill_null(0).to_numpy() for name in ("longitude", "latitude"))
    )
    pointed = frame["longitude"].is_not_null() & frame["latitude"].is_not_null()
    world = [pl.when(pointed).then(pl.Series(name, units)).alias(name)
             for name, units in (("x", x), ("y", y))]  # fmt: skip
    return frame.with_columns(world).select(
        pl.col(name).cast(kind) for name, kind in _FOUND.items()
    )


def search_text(frames: dict[str, pl.DataFrame]) -> pl.Series:
    """Return the folded words of each incident, and of everyone with a part in it."""
    return add_names(frames["incidents"], names_by_incident(frames))


def add_names(incidents: pl.DataFrame, names: pl.DataFrame) -> pl.Series:
    """Return the text that search reads of some incidents.

    Args:
        incidents: `SEARCHED_COLUMNS`.
        names: What `names_by_incident` gives.
    """
    words = fold_column(
        incidents.select(pl.concat_str(SEARCHED_COLUMNS, separator=" ").alias("words"))["words"]
    )
    parties = incidents.select("incident_id").join(
        names, on="incident_id", how="left", maintain_order="left"
    )
    return pl.DataFrame({"words": words, "names": parties["names"]}).select(
        pl.concat_str("words", "names", separator=" ", ignore_nulls=True).alias("search")
    ).to_series()  # fmt: skip


def names_by_incident(frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Return `incident_id` and `names`: of everyone with a part in it, aliases included."""
    actors = frames["actors"]
    whole = actors.select(
        pl.concat_str("name_en", "name_ar", "aliases", separator=" ").alias("names")
    )
    known = pl.DataFrame({"actor_id": actors["actor_id"], "names": fold_column(whole["names"])})
    pair = ["incident_id", "actor_id"]
    pairs = pl.concat([frames[table].select(pair) for table in ("attributions", "involvements")])
    return (
        pairs.lazy()
        .unique(maintain_order=True)
        .join(known.lazy(), on="actor_id", how="left", maintain_order="left")
        .group_by("incident_id")
        .agg(pl.col("names").str.join(" "))
        .collect()
    )
