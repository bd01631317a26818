"""What a dataset of the library teaches of its names, and using it when names are looked up."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from incidents.errors import LibraryError, UnknownDatasetError
from incidents.library.countries import load_countries
from incidents.library.gazetteers import NOT_STATED
from incidents.library.layer_list import LayerKind, LayerList
from incidents.library.layer_store import LayerStore
from incidents.library.naming_places import FOUND_BY_NAME
from incidents.library.store import Library
from incidents.library.taught import build_layer, learn
from incidents.library.version_files import read_native_columns, read_table
from incidents.model.vocabularies import GeoPrecision, Placement
from incidents.places import wording
from incidents.places.areas import load_areas
from incidents.readers.located_names import LocatedName

if TYPE_CHECKING:
    from datetime import date

    from incidents.library.layer_list import StoredLayer
    from incidents.library.stored import StoredVersion
    from incidents.library.taught import Lesson
    from incidents.places.areas import AreaIndex
    from incidents.settings import Settings

UNNAMED = "without a name"
PLACED_HERE = "placed here by name, which would teach what is known already"
TO_AN_AREA = "known only to an area"
NEARBY = "known only to the surroundings of a place"
WITHOUT_POINT = "without coordinates"
ELSEWHERE = "with a point outside the area named"

_SAID = ("location", "location_ar", "admin1", "country", "latitude", "longitude", "geo_precision",
         "area_id")  # fmt: skip
_READ = (*_SAID, "coordinate_source", "placement")
# what has the named place's own point
_EXACT = [each.value for each in (GeoPrecision.SITE, GeoPrecision.NEIGHBOURHOOD, GeoPrecision.CITY)]
_WIDE = [each.value for each in (GeoPrecision.DISTRICT, GeoPrecision.GOVERNORATE,
                                 GeoPrecision.COUNTRY)]  # fmt: skip


@dataclass(frozen=True, eq=False)
class StoredNames:
    """What one version of a dataset teaches."""

    version: StoredVersion
    lessons: tuple[Lesson, ...]
    """The best attested first, those among them that may not be used."""
    left_out: dict[str, int]
    """Reason to number of rows; with the lessons' counts they add up to the rows."""


def find_dataset(name: str, settings: Settings) -> StoredVersion:
    """Return the version of a dataset that is shown.

    Raises:
        UnknownDatasetError: There is no such dataset, or it is removed.
        LibraryError: It is damaged.
    """
    library = Library(settings.home)
    found = library.get(name)
    if found.removed:
        raise UnknownDatasetError(name, [each.name for each in library.list()])
    return found.current


def learn_names(version: StoredVersion, settings: Settings) -> StoredNames:
    """Return what a version teaches of the names whose points came with it.

    Raises:
        DatasetFolderError: Its tables cannot be read.
    """
    areas, countries = load_areas(settings.areas), load_countries(settings.areas)
    rows = read_table(version.folder, "incidents", _READ)
    judged = rows.lazy().with_columns(_reason(geocoded=_is_geocoded(version)).alias("reason"))
    counts = judged.group_by("reason", maintain_order=True).len().collect()
    left_out = dict(counts.filter(pl.col("reason") != "").iter_rows())
    # datasets repeat their places: what says the same is one row from here on
    said = (
        judged.filter(pl.col("reason") == "")
        .group_by(_SAID, maintain_order=True)
        .len("count")
        .collect()
    )
    found = said.filter(~_lies_elsewhere(said, areas))
    if found.height < said.height:
        left_out[ELSEWHERE] = int(said["count"].sum()) - int(found["count"].sum())
    return StoredNames(version, tuple(learn(_list_names(found), areas, countries)), left_out)


def _is_geocoded(version: StoredVersion) -> bool:
    """Say whether `incidents geocode` wrote the column that the points were read from."""
    columns = read_native_columns(version.folder)
    mapping = version.about.mapping
    read = json.loads(mapping)["columns"].get("latitude") if mapping else "latitude"
    written = "geo_latitude" if "geo_latitude" in columns else "latitude"
    return "geo_status" in columns and read == written


def _reason(*, geocoded: bool) -> pl.Expr:
    """Return why a row may not teach; "" for one that may.

    Args:
        geocoded: Whether every point of the table was found by this app.
    """
    precision, source = pl.col("geo_precision"), pl.col("coordinate_source")
    pointed = (
        (pl.col("placement") == Placement.LOCATED.value)
        & pl.col("latitude").is_not_null()
        & pl.col("longitude").is_not_null()
        & ((pl.col("latitude") != 0) | (pl.col("longitude") != 0))
    )
    # a file of this app that was brought again says of such a row how it was placed there
    ours = (
        pl.lit(geocoded)
        | (source == "")
        | source.str.starts_with(FOUND_BY_NAME)
        | source.str.starts_with(wording.FOUND_BY_NAME)
    )
    named = (pl.col("location") != "") | (pl.col("location_ar") != "")
    return (
        pl.when(precision.is_in(_WIDE))
        .then(pl.lit(TO_AN_AREA))
        .when(~pointed)
        .then(pl.lit(WITHOUT_POINT))
        .when(ours)
        .then(pl.lit(PLACED_HERE))
        .when(~precision.is_in(_EXACT))
        .then(pl.lit(NEARBY))
        .when(~named)
        .then(pl.lit(UNNAMED))
        .otherwise(pl.lit(""))
    )


def _lies_elsewhere(said: pl.DataFrame, areas: AreaIndex) -> pl.Series:
    """Say which rows lie outside the area they name, as `area_id`, where each counts, shows."""
    held = ["admin1", "country", "area_id"]
    named = said.select(held).unique(maintain_order=True)
    astray = [
        _is_astray(admin1, country, area_id, areas)
        for admin1, country, area_id in named.iter_rows()
    ]
    marked = named.with_columns(pl.Series("astray", astray, dtype=pl.Boolean))
    return said.select(held).join(marked, on=held, how="left", maintain_order="left")["astray"]


def _is_astray(admin1: str, said: str, area_id: str, areas: AreaIndex) -> bool:
    country, area = _one_country(said), areas.get(area_id)
    named = areas.find_name(admin1, country) if country else None
    if named is not None:
        return named is not area
    return bool(country and area and area.country and area.country != country)


def _one_country(said: str) -> str:
    """Return the country of a row; of several none, so that the point decides."""
    return "" if ";" in said else said


def _list_names(said: pl.DataFrame) -> list[LocatedName]:
    columns = {name: said[name].to_list() for name in (*_SAID, "count")}
    precisions = {each.value: each for each in GeoPrecision}
    return [
        LocatedName(name or name_ar, admin1, _one_country(country), latitude, longitude,
                    precisions[precision], name_ar if name else "", count)
        for name, name_ar, admin1, country, latitude, longitude, precision, count in zip(
            *(columns[name] for name in (*_SAID[:-1], "count")), strict=True
        )
    ]  # fmt: skip


def keep_names(names: StoredNames, today: date, settings: Settings) -> StoredLayer:
    """Use what a version teaches when names are looked up, in place of what others of it taught.

    Raises:
        UnknownDatasetError: The dataset was removed or deleted meanwhile.
        LibraryError: The names cannot be written; nothing was changed.
        LayerStoreError: The layers that there are cannot be read.
    """
    version, card = names.version, names.version.about.card
    layer = build_layer(
        version.dataset,
        names.lessons,
        f"Places named in {card.title or version.dataset}",
        card.licence_name or card.licence or NOT_STATED,
    )
    with Library(settings.home).holding(version):
        return LayerStore(settings.home).add(
            layer, LayerKind.TAUGHT, today, dataset=version.dataset, version=version.about.version
        )


def forget_names(dataset: str, settings: Settings) -> None:
    """Use a dataset's names no longer; those of one that are not used are no error.

    Raises:
        LibraryError: That cannot be written; nothing was changed.
        LayerStoreError: The layers that there are cannot be read.
    """
    layers = LayerList(settings.home)
    try:
        layers.forget(dataset)
    except OSError as error:
        raise LibraryError(layers.folder, error.strerror or str(error)) from error
