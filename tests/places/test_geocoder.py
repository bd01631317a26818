"""From a record's words and numbers to its place."""

from __future__ import annotations

import pytest

from incidents.model.vocabularies import GeoPrecision, Placement
from incidents.places.geocoder import RADIUS_M, PlaceQuery

GREEN_ZONE = {"latitude": 33.299, "longitude": 44.396}


def query(**fields) -> PlaceQuery:
    given = {"country": "IRQ", "admin1": "Baghdad", "location": "A street"}
    return PlaceQuery(**(given | fields))


@pytest.mark.parametrize("precision", list(RADIUS_M))
def test_own_coordinates_are_kept_to_the_digit(geocoder, precision):
    placed = geocoder.locate(query(geo_precision=precision, **GREEN_ZONE))
    assert placed.placement is Placement.LOCATED
    assert (placed.latitude, placed.longitude) == (33.299, 44.396)
    assert placed.radius_m == RADIUS_M[precision]
    assert placed.area.area_id == "IQ-BG"
    assert "coordinates given with the record" in placed.explanation


def test_the_source_of_coordinates_is_named(geocoder):
    asked = query(
        geo_precision=GeoPrecision.SITE, coordinate_source="OurAirports runways.", **GREEN_ZONE
    )
    assert "(OurAirports runways)" in geocoder.locate(asked).explanation


def test_an_air_base_is_as_wide_as_it_is(geocoder):
    asked = query(
        location="Ain al-Asad Air Base, al-Baghdadi", admin1="Anbar",
        latitude=33.781, longitude=42.437, geo_precision=GeoPrecision.SITE,
    )  # fmt: skip
    assert geocoder.locate(asked).radius_m == 3_500


def test_a_point_borrowed_from_a_city_stands_for_all_of_it(geocoder):
    asked = query(latitude=33.34058, longitude=44.40088, geo_precision=GeoPrecision.CITY)
    assert geocoder.locate(asked).radius_m == 13_000


def test_a_district_is_drawn_as_its_governorate_and_says_so(geocoder):
    placed = geocoder.locate(
        query(admin1="Babil", geo_precision=GeoPrecision.DISTRICT, **GREEN_ZONE)
    )
    assert placed.placement is Placement.AREA
    assert (placed.latitude, placed.longitude, placed.radius_m) == (None, None, None)
    assert placed.area.area_id == "IQ-BB"
    assert placed.explanation == (
        "Known to a district; drawn as its governorate, Babil, "
        "because district limits are not bundled."
    )


def test_an_anchor_point_never_becomes_a_dot(geocoder):
    placed = geocoder.locate(query(geo_precision=GeoPrecision.GOVERNORATE, **GREEN_ZONE))
    assert placed.placement is Placement.AREA
    assert placed.latitude is None


def test_a_record_known_to_its_country_goes_beside_the_map(geocoder):
    placed = geocoder.locate(query(geo_precision=GeoPrecision.COUNTRY, **GREEN_ZONE))
    assert placed.placement is Placement.NONE
    assert placed.area is None


@pytest.mark.parametrize("location", ["Fallujah", "al-Fallujah, Anbar", "الفلوجة"])
def test_a_record_without_coordinates_is_placed_by_its_location(geocoder, location):
    placed = geocoder.locate(query(location=location, admin1="Anbar"))
    assert placed.placement is Placement.LOCATED
    assert placed.geo_precision is GeoPrecision.CITY
    assert placed.area.area_id == "IQ-AN"
    assert "names Fallujah (GeoNames 99454)" in placed.explanation


def test_a_city_is_never_drawn_as_the_site_within_it(geocoder):
    asked = query(location="Fallujah", admin1="Anbar", geo_precision=GeoPrecision.SITE)
    assert geocoder.locate(asked).geo_precision is GeoPrecision.CITY


def test_a_stated_precision_is_not_refined_by_the_gazetteer(geocoder):
    asked = query(location="Green Zone", geo_precision=GeoPrecision.CITY)
    assert geocoder.locate(asked).geo_precision is GeoPrecision.CITY


def test_a_district_place_without_governorate_is_drawn_as_the_area_around_it(geocoder):
    placed = geocoder.locate(
        query(location="Sinjar", admin1="", geo_precision=GeoPrecision.DISTRICT)
    )
    assert placed.placement is Placement.AREA
    assert placed.area.area_id == "IQ-NI"


def test_a_place_in_another_governorate_than_stated_is_not_picked(geocoder):
    placed = geocoder.locate(query(location="Fallujah", admin1="Basra"))
    assert placed.placement is Placement.AREA
    assert placed.area.area_id == "IQ-BA"


def test_words_around_a_name_are_no_name(geocoder):
    placed = geocoder.locate(query(location="Highway west of Ramadi", admin1="Anbar"))
    assert placed.placement is Placement.AREA
    assert "its location is no place of the gazetteer" in placed.explanation


def test_a_disputed_governorate_is_not_decided(geocoder):
    asked = query(
        location="A village", admin1="Erbil/Nineveh (disputed)", geo_precision=GeoPrecision.DISTRICT
    )
    placed = geocoder.locate(asked)
    assert placed.placement is Placement.NONE
    assert "Erbil, Nineveh" in placed.explanation


def test_halabja_is_drawn_within_sulaymaniyah_and_says_so(geocoder):
    placed = geocoder.locate(query(admin1="Halabja", geo_precision=GeoPrecision.GOVERNORATE))
    assert placed.area.area_id == "IQ-SU"
    assert placed.explanation.startswith("Known to Halabja, a governorate since 2014")
    assert "drawn as Sulaymaniyah" in placed.explanation


def test_a_point_in_halabja_says_under_what_it_is_counted(geocoder):
    asked = query(
        admin1="Halabja", latitude=35.178, longitude=45.986, geo_precision=GeoPrecision.CITY
    )
    placed = geocoder.locate(asked)
    assert placed.area.area_id == "IQ-SU"
    assert "The record says Halabja" in placed.explanation


def test_a_point_in_another_governorate_is_kept_and_said(geocoder):
    placed = geocoder.locate(query(admin1="Basra", geo_precision=GeoPrecision.SITE, **GREEN_ZONE))
    assert (placed.latitude, placed.area.area_id) == (33.299, "IQ-BG")
    assert "says Basra but the point lies in Baghdad" in placed.explanation


def test_near_a_generalised_border_the_record_is_taken_at_its_word(geocoder):
    abu_ghraib = {"latitude": 33.30563, "longitude": 44.18477}
    placed = geocoder.locate(query(geo_precision=GeoPrecision.CITY, **abu_ghraib))
    assert placed.area.area_id == "IQ-BG"
    assert "counted under Baghdad, as the record says" in placed.explanation


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [
        pytest.param(48.85, 2.35, "the point lies in", id="another country"),
        pytest.param(0.0, 0.0, "outside every bundled area", id="null island"),
        pytest.param(44.396, 33.299, "outside every bundled area", id="swapped"),
    ],
)
def test_a_point_outside_its_country_is_kept_and_said(geocoder, latitude, longitude, words):
    placed = geocoder.locate(
        query(latitude=latitude, longitude=longitude, geo_precision=GeoPrecision.SITE)
    )
    assert (placed.latitude, placed.longitude) == (latitude, longitude)
    assert words in placed.explanation
    assert "kept as given" in placed.explanation


def test_numbers_that_are_no_coordinates_are_said_and_not_used(geocoder):
    placed = geocoder.locate(query(latitude=444.0, longitude=33.0, geo_precision=GeoPrecision.SITE))
    assert placed.placement is Placement.AREA
    assert placed.latitude is None
    assert "out of range" in placed.explanation


def test_coordinates_of_unknown_exactness_make_no_dot(geocoder):
    placed = geocoder.locate(query(admin1="", **GREEN_ZONE))
    assert placed.placement is Placement.AREA
    assert placed.area.area_id == "IQ-BG"


def test_a_point_just_off_the_simplified_coast_counts_in_its_governorate(geocoder):
    faw = {"latitude": 29.97421, "longitude": 48.47309}
    placed = geocoder.locate(query(admin1="Basra", geo_precision=GeoPrecision.CITY, **faw))
    assert placed.area.area_id == "IQ-BA"


def test_a_record_that_says_nothing_goes_beside_the_map(geocoder):
    placed = geocoder.locate(PlaceQuery())
    assert placed.placement is Placement.NONE
    assert placed.explanation == "It names no place that could be found; listed beside the map."
