"""From what people write to a place, with the bundled gazetteer alone."""

from __future__ import annotations

import pytest

from incidents.model.vocabularies import GeoPrecision
from incidents.places.answers import Status
from incidents.places.distances import apart_km
from incidents.places.surroundings import Context

IRAQ = Context("IRQ")


def search(geocoder, text, context=IRAQ):
    return geocoder.search(text, context)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sadr City", "Sadr City"), ("مدينة الصدر", "Sadr City"), ("Madinat as-Sadr", "Sadr City"),
        ("Hewlêr", "Erbil"), ("هه\u200cولێر", "Erbil"), ("Arbil", "Erbil"),
        ("Ain al-Asad air base", "Ain al-Asad Air Base"), ("Falloujah", "Fallujah"),
        ("al-Fallujah, Anbar", "Fallujah"), ("Anbar, Fallujah", "Fallujah"),
        ("Baghdad بغداد", "Baghdad"),
    ],
)  # fmt: skip
def test_names_are_found_in_three_scripts(geocoder, text, name):
    answer = search(geocoder, text)
    assert answer.status is Status.RESOLVED
    assert answer.candidate.name == name
    assert name in answer.explanation


@pytest.mark.parametrize("text", ["Diyala", "Basra province", "محافظة ديالى", "Iraq"])
def test_an_area_is_never_a_dot(geocoder, text):
    answer = search(geocoder, text)
    assert answer.status in {Status.AREA_ONLY, Status.NOT_FOUND}
    assert answer.latitude is None


def test_a_district_is_drawn_as_its_governorate(geocoder):
    answer = search(geocoder, "Sinjar district")
    assert answer.status is Status.AREA_ONLY
    assert answer.geo_precision is GeoPrecision.DISTRICT
    assert answer.area.area_id == "IQ-NI"


@pytest.mark.parametrize(
    ("text", "relation"),
    [("near Nasiriyah", "near"), ("between Tikrit and Baiji", "between"),
     ("12 km west of Makhmur", "west of"), ("north-east of Erbil", "northeast of")],
)  # fmt: skip
def test_a_relation_is_wider_than_its_anchor_and_says_so(geocoder, text, relation):
    answer = search(geocoder, text)
    assert answer.relation == relation
    assert answer.geo_precision is GeoPrecision.DISTRICT
    assert answer.radius_m > answer.candidate.radius_m
    assert "not a place itself" in answer.explanation


@pytest.mark.parametrize(
    "text",
    ["Village in Sinjar district", "قرية في قضاء سنجار", "villages of Sinjar district",
     "Highway, Nineveh governorate", "village in Sinjar", "Village in Qwert district, Nineveh",
     "near Qwert, Nineveh"],
)  # fmt: skip
def test_what_is_nameless_is_no_more_exact_than_where_it_lies(geocoder, text):
    answer = search(geocoder, text)
    assert answer.status is Status.AREA_ONLY
    assert answer.area.area_id == "IQ-NI"
    assert answer.latitude is None


@pytest.mark.parametrize("text", ["market in Fallujah", "سوق في الفلوجة", "Main road at Fallujah"])
def test_what_lies_in_a_town_is_drawn_as_the_town(geocoder, text):
    answer = search(geocoder, text)
    assert (answer.status, answer.relation) == (Status.RESOLVED, "in")
    assert answer.radius_m == answer.candidate.radius_m
    assert "unnamed" in answer.explanation


def test_a_road_lies_where_it_is_said_to_and_not_where_its_namesake_does(geocoder):
    answer = search(geocoder, "Karbala road, Babil")
    assert answer.status is Status.AREA_ONLY
    assert answer.area.area_id == "IQ-BB"


@pytest.mark.parametrize(
    "text", ["Al-Baghdadi, near Ain al-Asad Air Base", "البغدادي، قرب قاعدة عين الأسد الجوية"]
)
def test_a_place_told_to_be_near_another_reaches_as_far(geocoder, text):
    alone, near = search(geocoder, "Al-Baghdadi"), search(geocoder, text)
    base = search(geocoder, "Ain al-Asad Air Base")
    apart = apart_km(near.longitude, near.latitude, base.longitude, base.latitude)
    assert near.candidate.name == alone.candidate.name
    assert alone.radius_m < apart * 1000 <= near.radius_m < apart * 1000 + 500


def test_a_name_is_not_taken_for_an_area_that_only_sounds_alike(geocoder):
    answer = search(geocoder, "عدرا", Context("SYR"))
    assert answer.status is Status.AMBIGUOUS
    assert answer.alternatives[0].name == "Adra"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("منطقة الدورة، بغداد", "Dora"), ("في منطقة الطارمية شمالي بغداد", "Tarmiyah"),
        ("منطقة اليوسفية، جنوب بغداد", "Yusufiya"), ("Yusufiya area, south of Baghdad", "Yusufiya"),
        ("Tarmiyah area north of Baghdad", "Tarmiyah"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("context", [IRAQ, Context()])
def test_the_area_of_a_place_is_wider_than_the_place(geocoder, text, name, context):
    answer = search(geocoder, text, context)
    assert answer.status is Status.RESOLVED
    assert (answer.candidate.name, answer.relation) == (name, "near")
    assert answer.radius_m >= 10_000


def test_a_long_road_is_no_point(geocoder):
    answer = search(geocoder, "Baghdad-Basra highway")
    assert answer.status is Status.AREA_ONLY
    assert answer.latitude is None


def test_two_names_far_apart_are_a_question(geocoder):
    assert search(geocoder, "Basra / Nasiriyah").status is Status.AMBIGUOUS


def test_a_name_elsewhere_than_said_is_not_picked(geocoder):
    answer = search(geocoder, "Fallujah", Context("IRQ", "Basra"))
    assert answer.status is Status.AMBIGUOUS
    assert "none where it is said to lie" in answer.explanation


@pytest.mark.parametrize(
    ("text", "admin1", "status"),
    [("Khanaqin", "Sulaymaniyah", Status.RESOLVED), ("Daquq", "Salah al-Din", Status.AMBIGUOUS),
     ("Mahmudiyah", "Babil", Status.RESOLVED)],
)  # fmt: skip
def test_another_governorate_than_its_own_is_believed_of_a_city_or_at_the_edge(
    geocoder, text, admin1, status
):
    assert search(geocoder, text, Context("IRQ", admin1)).status is status


def test_an_unknown_name_keeps_its_governorate(geocoder):
    answer = search(geocoder, "Qwertasdf", Context("IRQ", "Anbar"))
    assert answer.status is Status.NOT_FOUND
    assert answer.area.area_id == "IQ-AN"


def test_an_unknown_governorate_is_told(geocoder):
    assert "left out" in search(geocoder, "Tikrit", Context("IRQ", "Nowhere")).warnings[0]


@pytest.mark.parametrize("text", ["", "  ", "؟", "x" * 10_000, "\u202e", "قرية"])
def test_what_is_no_name_is_not_found(geocoder, text):
    answer = search(geocoder, text)
    assert answer.status is Status.NOT_FOUND
    assert answer.explanation


def test_many_answers_are_the_single_ones(geocoder):
    texts = ["Tikrit", "Diyala", "nowhere at all"]
    many = geocoder.search_many(texts, [IRAQ] * 3)
    assert many == [geocoder.search(text, IRAQ) for text in texts]
