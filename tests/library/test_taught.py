"""What a located dataset teaches of its names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.library.countries import load_countries
from incidents.library.taught import MOST_SPREAD_KM, build_layer, learn
from incidents.model.vocabularies import GeoPrecision
from incidents.places.areas import load_areas
from incidents.settings import Settings
from tests.library.places_home import make_name

AREAS = load_areas(Settings().areas)
COUNTRIES = load_countries(Settings().areas)


def lessons(*rows):
    return learn(rows, AREAS, COUNTRIES)


def test_rows_that_agree_teach_one_name_with_their_count():
    (found,) = lessons(make_name(), make_name(), make_name(latitude=36.11))
    assert (found.name, found.country, found.admin1, found.count) == (
        "Tall Test",
        "IRQ",
        "IQ-NI",
        3,
    )
    assert (found.latitude, found.longitude) == (36.1, 42.2)
    assert found.spread_km == pytest.approx(1.1, abs=0.1)
    assert found.is_taught


def test_a_name_whose_points_lie_far_apart_is_not_taught():
    (found,) = lessons(make_name(), make_name(latitude=36.3))
    assert found.spread_km > MOST_SPREAD_KM
    assert build_layer("x", [found], "", "").places.is_empty()


def test_one_name_in_two_governorates_is_two_places():
    found = lessons(make_name(), make_name(admin1="Diyala", latitude=33.9, longitude=44.9))
    assert {each.admin1 for each in found} == {"IQ-NI", "IQ-DI"}


def test_spellings_that_fold_alike_are_one_place_under_the_most_used():
    (found,) = lessons(make_name(name="Tāll Test"), make_name(), make_name())
    assert found.name == "Tall Test"
    assert found.spellings == ("Tāll Test",)


@pytest.mark.parametrize("country", ["Iraq", "IRQ", "irq", "العراق"])
def test_a_country_may_be_a_code_or_a_name(country):
    assert lessons(make_name(country=country))[0].country == "IRQ"


def test_the_point_says_which_governorate_where_the_row_does_not():
    for row in (make_name(admin1=""), make_name(admin1="nowhere"), make_name(country="")):
        assert lessons(row)[0].admin1 == "IQ-NI"


def test_a_point_in_another_country_gets_no_governorate_of_that():
    (found,) = lessons(make_name(admin1="", country="Jordan"))
    assert (found.country, found.admin1) == ("JOR", "")


def test_the_least_exact_precision_stands():
    (found,) = lessons(make_name(geo_precision=GeoPrecision.SITE), make_name())
    assert found.geo_precision is GeoPrecision.CITY


def test_the_short_way_over_the_antimeridian_is_taken():
    near = [make_name(country="", admin1="", latitude=0.0, longitude=x) for x in (179.99, -179.99)]
    assert lessons(*near)[0].spread_km < 3


def test_the_layer_keeps_counts_and_spreads():
    layer = build_layer("x", lessons(make_name(), make_name()), "credit", "terms")
    (row,) = layer.places.to_dicts()
    assert (row["count"], row["spread_km"], row["radius_m"]) == (2, 0.0, 5000)


def test_rows_that_say_the_same_may_come_as_one_with_their_number():
    grouped = lessons(make_name(rows=3), make_name(name="Tāll Test", latitude=36.11, rows=2))
    single = lessons(*[make_name()] * 3, *[make_name(name="Tāll Test", latitude=36.11)] * 2)
    assert grouped == single
    assert grouped[0].count == 5


def test_the_arabic_name_is_one_more_spelling_of_the_place():
    (found,) = lessons(make_name(name_ar="تل تست"), make_name(), make_name(name_ar="تلّ تست"))
    assert (found.name, found.name_ar, found.spellings) == ("Tall Test", "تل تست", ("تلّ تست",))
    (row,) = build_layer("x", [found], "", "").places.to_dicts()
    assert (row["name_ar"], row["spellings"]) == ("تل تست", ["تلّ تست"])


def test_a_row_with_the_arabic_name_only_is_of_the_place_that_has_it():
    (found,) = lessons(make_name(name_ar="تل تست"), make_name(name="تل تست", rows=9))
    assert (found.name, found.name_ar, found.spellings) == ("Tall Test", "تل تست", ())
    assert found.count == 10


def test_an_arabic_name_alone_is_a_name():
    (found,) = lessons(make_name(name="تل تست"), make_name(name="تل تست", name_ar="تل تست"))
    assert (found.name, found.name_ar, found.spellings, found.count) == ("تل تست", "", (), 2)


def test_an_arabic_name_that_two_places_have_is_neither_of_them():
    found = lessons(
        make_name(name="A", name_ar="تل"), make_name(name="B", name_ar="تل"), make_name(name="تل")
    )
    assert sorted(each.name for each in found) == ["A", "B", "تل"]


def test_the_arabic_name_of_a_place_in_another_governorate_is_another():
    elsewhere = {"admin1": "Diyala", "latitude": 33.9, "longitude": 44.9}
    found = lessons(make_name(name_ar="تل تست"), make_name(name="تل تست", **elsewhere))
    assert len(found) == 2


rows = st.lists(
    st.builds(
        lambda name, name_ar, latitude, longitude: make_name(
            name=name, name_ar=name_ar, latitude=latitude, longitude=longitude
        ),
        st.sampled_from(["A", "B", "C"]),
        st.sampled_from(["", "ا", "ب", "B"]),
        st.floats(35, 37),
        st.floats(41, 44),
    ),
    max_size=20,
)


@given(rows)
def test_every_row_counts_once_and_the_order_of_rows_does_not_matter_to_that(found):
    taught = lessons(*found)
    assert sum(each.count for each in taught) == len(found)
    again = lessons(*reversed(found))
    assert {(each.name, each.admin1, each.count) for each in taught} == {
        (each.name, each.admin1, each.count) for each in again
    }


@given(rows)
def test_what_is_taught_lies_near_every_row_that_taught_it(found):
    for lesson in lessons(*found):
        if lesson.is_taught:
            called = {lesson.name, lesson.name_ar, *lesson.spellings}
            own = [row for row in found if row.name in called]
            assert any((row.latitude, row.longitude) == (lesson.latitude, lesson.longitude)
                       for row in own)  # fmt: skip
