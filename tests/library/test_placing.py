import polars as pl
import pytest

from incidents.library.placing import PlaceFinder
from incidents.model.folding import fold
from incidents.model.mercator import project
from incidents.places.gazetteer import load_gazetteer
from incidents.places.geocoder import Geocoder
from incidents.settings import Settings
from tests.factories import bundled_atlas, bundled_tables

ROWS = bundled_tables().incidents.to_dicts()
each_row = pytest.mark.parametrize("row", ROWS, ids=[row["incident_id"] for row in ROWS])


@each_row
def test_exactly_the_located_have_a_point(row):
    located = row["placement"] == "located"
    for column in ("x", "y", "latitude", "longitude", "radius_m"):
        assert (row[column] is not None) == located
    if located:
        assert (row["x"], row["y"]) == project(row["longitude"], row["latitude"])
        assert row["radius_m"] > 0


@each_row
def test_a_record_known_only_to_an_area_has_the_areas_bounds(row):
    area = bundled_atlas().areas.get(row["area_id"])
    found = tuple(row[f"area_{side}"] for side in ("west", "south", "east", "north"))
    assert found == (area.bounds if area else (None,) * 4)
    assert area or row["placement"] != "area"


@each_row
def test_a_located_record_counts_in_an_area_that_holds_or_nearly_holds_it(row):
    if row["placement"] == "located":
        area = bundled_atlas().areas.get(row["area_id"])
        assert area.distance_km(row["longitude"], row["latitude"]) <= 30


@each_row
def test_search_finds_an_incident_by_either_title(row):
    assert fold(row["title_en"]) in row["search"]
    assert fold(row["title_ar"]) in row["search"]


def test_search_finds_an_incident_by_an_alias_of_a_party_to_it():
    found = [row["incident_id"] for row in ROWS if "daesh" in row["search"].split()]
    assert "IQ-20210719-01" in found


def test_places_of_one_hash_are_not_taken_for_one(monkeypatch):
    atlas, table = bundled_atlas(), bundled_tables().incidents
    geocoder = Geocoder(atlas.areas, load_gazetteer(Settings().gazetteer))
    finder = PlaceFinder(geocoder)
    told = [finder.find(table)]
    nothing = pl.Series([0] * table.height, dtype=pl.UInt64)
    monkeypatch.setattr(pl.DataFrame, "hash_rows", lambda _: nothing)
    told += [finder.find(table), PlaceFinder(geocoder).find(table)]
    assert told[1].equals(told[0])
    assert told[2].equals(told[0])
