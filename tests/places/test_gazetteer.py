"""Places by name."""

from __future__ import annotations

import csv
import re

import pytest

from incidents.errors import GazetteerError
from incidents.model.vocabularies import GeoPrecision
from incidents.places.gazetteer import Gazetteer, Place, load_gazetteer
from incidents.settings import Settings

NOT_ARABIC = re.compile("[پچژگکیەێۆڵڕہھے]")


def place(name: str, **fields) -> Place:
    given = {
        "name_ar": "", "aliases": (), "country": "IRQ", "admin1": "IQ-BG", "latitude": 33.0,
        "longitude": 44.0, "geo_precision": GeoPrecision.CITY, "radius_m": None, "source": "test",
    }  # fmt: skip
    return Place(name=name, **(given | fields))


def read_places() -> list[dict[str, str]]:
    with (Settings().gazetteer / "places.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Fallujah", "Fallujah"), ("al-Fallujah", "Fallujah"), ("الفلوجة", "Fallujah"),
        ("Sinjar town", "Sinjar"), ("Ain al-Asad", "Ain al-Asad Air Base"),
        ("عين الأسد", "Ain al-Asad Air Base"), ("International Zone", "Green Zone"),
        ("المنطقة الخضراء", "Green Zone"), ("BDSC", "Baghdad Diplomatic Support Center"),
        ("Camp Taji", "Camp Taji"), ("Zilkan", "Zilkan"),
    ],
)  # fmt: skip
def test_places_are_found_in_either_script(gazetteer, name, expected):
    assert [found.name for found in gazetteer.find(name, "IRQ")] == [expected]


def test_what_is_curated_outranks_what_was_imported(gazetteer):
    [found] = gazetteer.find("Sadr City", "IRQ")
    assert found.curated
    assert found.geo_precision is GeoPrecision.NEIGHBOURHOOD


def test_two_places_of_one_name_are_both_returned():
    gazetteer = Gazetteer([place("Rashad"), place("Rashad", admin1="IQ-KI")])
    assert len(gazetteer.find("al-Rashad", "IRQ")) == 2
    assert len(gazetteer.find("Rashad", "IRQ", "IQ-KI")) == 1
    assert len(gazetteer.find("Rashad", "IRQ", "IQ-NI")) == 2


def test_a_place_is_found_by_its_point(gazetteer):
    assert "Baghdad" in [found.name for found in gazetteer.at(44.40088, 33.34058)]
    assert gazetteer.at(0, 0) == ()


def test_a_large_city_reaches_further_than_a_town(gazetteer):
    [baghdad] = gazetteer.find("Baghdad", "IRQ")
    [tikrit] = gazetteer.find("Tikrit", "IRQ")
    assert baghdad.radius_m == 13_000
    assert tikrit.radius_m is None


def test_places_lie_in_the_areas_they_name(areas):
    for row in read_places():
        assert row["admin1"] == "" or areas.get(row["admin1"]) is not None, row


def test_arabic_names_hold_no_persian_or_kurdish_letters():
    assert not [row for row in read_places() if NOT_ARABIC.search(row["name_ar"])]


def test_every_large_town_of_iraq_has_an_arabic_name():
    iraq = [row for row in read_places() if row["country"] == "IRQ"]
    assert not [row for row in iraq if int(row["population"]) > 20_000 and not row["name_ar"]]


def test_a_missing_gazetteer_is_named(tmp_path):
    with pytest.raises(GazetteerError, match=r"curated\.csv"):
        load_gazetteer(tmp_path)
