"""From what people write to a place, with the bundled gazetteer alone."""

from __future__ import annotations

import pytest

from incidents.model.vocabularies import GeoPrecision
from incidents.places.answers import Status
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
