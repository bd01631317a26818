"""The geocoder of this installation, with every layer that its user brought, taught or decided."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import polars as pl

from incidents.library.countries import load_countries
from incidents.library.decided import DecidedGeocoder
from incidents.library.layer_list import LayerKind, StoredLayer
from incidents.library.layer_store import LayerStore
from incidents.library.opening import find_index, open_geocoder
from incidents.library.reviews import ReviewList
from incidents.library.taught import USUAL_RADIUS_M, Lesson, learn
from incidents.library.taught import build_layer as build_taught_layer
from incidents.model.vocabularies import GeoPrecision
from incidents.places.areas import load_areas
from incidents.places.layers import SCHEMA, Layer
from incidents.readers.gazetteer_files import read_gazetteer_file
from incidents.readers.located_names import NameColumns, find_columns, read_located_names
from incidents.readers.plain_table import read_plain_table
from incidents.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from incidents.places.areas import AreaIndex
    from incidents.places.geocoder import Geocoder

NOT_STATED = "not stated"
# Sessions of the app share one geocoder; the first to come builds it, the others wait.
_opening = threading.Lock()


@dataclass(frozen=True)
class Brought:
    """What came of adding a file of places."""

    layer: StoredLayer
    left_out: dict[str, int]
    """Rows that could not be used, by reason."""


@dataclass(frozen=True)
class Taught:
    """What came of teaching a dataset's names."""

    layer: StoredLayer
    columns: NameColumns
    lessons: list[Lesson]
    left_out: dict[str, int]
    """Rows that could not teach, by reason."""


def silent(_step: str, _share: float) -> None:
    """Take a report of progress and do nothing."""


def open_search(
    settings: Settings | None = None, progress: Callable[[str, float], None] = silent
) -> DecidedGeocoder:
    """Return the geocoder with all layers, the user's first; kept until one of them changes.

    Args:
        settings: Where everything lies; by default what the environment says.
        progress: Told what is being done and the share done, while an index is built.

    Raises:
        LayerStoreError: A layer or the remembered choices cannot be read.
    """
    chosen = settings or read_settings()
    store = LayerStore(chosen.home)
    with _opening:
        found = _cached(chosen, store.stamp())
        # an index that was taken away meanwhile is missed by others who need it on disk
        if not found or not found[0][2].exists():
            layers = store.load()
            opened = open_geocoder(chosen, layers, progress), load_areas(chosen.areas)
            found[:] = [(*opened, find_index(chosen, layers))]
    geocoder, areas, _index = found[0]
    # decisions stand before the layers, not in them: one more builds no index anew
    return DecidedGeocoder(geocoder, ReviewList(chosen.home).choices(), areas)


def has_index(settings: Settings) -> bool:
    """Say whether the index that `open_search` needs is built.

    Raises:
        LayerStoreError: A layer cannot be read.
    """
    return find_index(settings, LayerStore(settings.home).load()).exists()


@lru_cache(maxsize=2)
def _cached(settings: Settings, stamp: tuple[str, ...]) -> list[tuple[Geocoder, AreaIndex, Path]]:
    """Return the place where the geocoder of one state of the layers is kept."""
    del settings, stamp  # the key
    return []


def bring(
    path: Path,
    *,
    name: str = "",
    licence: str = "",
    today: date,
    settings: Settings | None = None,
) -> Brought:
    """Keep the places of a file as a layer named after it.

    Args:
        path: A GeoNames dump, a CSV file or a vector file.
        name: The layer's name, otherwise the file's.
        licence: The file's terms.
        today: When it was added.
        settings: Where everything lies; by default what the environment says.

    Raises:
        LayerNameError: The layer cannot have that name.
    """
    where = settings or read_settings()
    read = read_gazetteer_file(path)
    areas = load_areas(where.areas)
    layer = Layer(
        name or path.stem,
        read.credit or path.name,
        licence or read.licence or NOT_STATED,
        pl.DataFrame([_placed(row, areas) for row in read.rows], schema=SCHEMA),
    )
    stored = LayerStore(where.home).add(layer, LayerKind.BROUGHT, today)
    return Brought(stored, dict(Counter(reason for _, reason in read.rejected)))


def _placed(row: dict[str, Any], areas: AreaIndex) -> dict[str, Any]:
    """Return a row with the `area_id` of its governorate and a radius."""
    said, country = row["admin1"] or "", row["country"] or ""
    named = areas.get(said) or (areas.find_name(said, country) if said else None)
    area = named or areas.containing(row["longitude"], row["latitude"])
    fits = area is not None and country in {"", area.country}
    usual = USUAL_RADIUS_M.get(
        GeoPrecision(row["geo_precision"]), USUAL_RADIUS_M[GeoPrecision.CITY]
    )
    return row | {
        "admin1": area.area_id if area and fits else "",
        "country": country or (area.country if area else ""),
        "radius_m": row["radius_m"] or usual,
    }


def teach(  # noqa: PLR0913  one fact each
    path: Path,
    chosen: Mapping[str, str | None],
    *,
    name: str = "",
    licence: str = "",
    today: date,
    settings: Settings | None = None,
) -> Taught:
    """Learn the names of a located dataset and keep them as a layer named after it.

    Args:
        path: A CSV file: UCDP GED, ACLED, or with the columns that `chosen` names.
        chosen: Part (`name`, `latitude`, `longitude`, `admin1`, `country`, `precision`) to column.
        name: The layer's name, otherwise the file's.
        licence: The dataset's terms.
        today: When it was taught.
        settings: Where everything lies; by default what the environment says.

    Raises:
        PlainTableError: The file cannot be read or lacks columns.
        LayerNameError: The layer cannot have that name.
    """
    where = settings or read_settings()
    table = read_plain_table(path)
    columns = find_columns(table, chosen)
    read = read_located_names(table, columns)
    lessons = learn(read.names, load_areas(where.areas), load_countries(where.areas))
    layer = build_taught_layer(
        name or path.stem, lessons, f"Places named in {path.name}", licence or NOT_STATED
    )
    stored = LayerStore(where.home).add(layer, LayerKind.TAUGHT, today)
    return Taught(stored, columns, lessons, read.left_out)
