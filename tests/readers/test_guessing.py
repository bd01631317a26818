"""Guesses of what columns mean: right on the usual names, unsure where names say little."""

from __future__ import annotations

import json

import polars as pl
import pytest

from incidents.readers.guessing import guess_mapping
from incidents.readers.mapping import FIELDS, TableMapping
from incidents.readers.raw import Container, RawTable, Reading

FILL = {
    "event_date": "2021-03-05", "latitude": "33.3", "longitude": "44.4", "fatalities_best": "3",
    "injured_best": "4", "fatalities_low": "2", "fatalities_high": "5",
    "country": "IRQ", "source_url": "https://a.example",
}  # fmt: skip


def table(tags=(), remarks=(), **columns):
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return RawTable(frame, Container.DELIMITED, Reading(), tags=tags, remarks=remarks)


def named(names):
    """Return a table with these columns, each filled with what its field has."""
    return table(**{name: [FILL.get(field, f"text {n}") for n in range(3)]
                    for name, field in names.items()})  # fmt: skip


def columns_of(guess, least=0.5):
    return guess.mapping(least).columns


ENGLISH = {
    "Incident ID": "native_id", "Date": "event_date", "Type": "event_type", "Province": "admin1",
    "Place": "location", "Country": "country", "Lat": "latitude", "Long": "longitude",
    "Killed": "fatalities_best", "Wounded": "injured_best", "Perpetrator": "perpetrator",
    "Claimed by": "claimed_by", "Description": "summary", "Comments": "notes", "Source": "sources",
    "URL": "source_url", "Weapon": "weapon", "Victim": "victim",
}  # fmt: skip
ARABIC = {
    "التاريخ": "event_date", "المحافظة": "admin1", "المكان": "location",
    "القتلى": "fatalities_best",
    "الجرحى": "injured_best", "الجهة": "perpetrator", "ملاحظات": "notes", "خط العرض": "latitude",
    "خط الطول": "longitude", "نوع الحادث": "event_type", "المصدر": "sources",
}  # fmt: skip
FRENCH = {
    "Date de l'incident": "event_date", "Lieu": "location", "Pays": "country",
    "Morts": "fatalities_best",
    "Blessés": "injured_best", "Auteur": "perpetrator", "Résumé": "summary", "Lien": "source_url",
}  # fmt: skip
OTHER_SPELLINGS = {
    "eventDate": "event_date", "GPS_Latitude": "latitude", "gps_longitude": "longitude",
    "NUMBER KILLED": "fatalities_best", "killed_min": "fatalities_low",
    "killed_max": "fatalities_high",
    "ADM1_NAME": "admin1", "ISO3": "country",
}  # fmt: skip


@pytest.mark.parametrize("names", [ENGLISH, ARABIC, FRENCH, OTHER_SPELLINGS],
                         ids=["English", "Arabic", "French", "spellings"])  # fmt: skip
def test_the_usual_names_are_known(names):
    guess = guess_mapping(named(names))
    assert columns_of(guess) == {field: name for name, field in names.items()}


def test_every_field_has_a_column_at_most_once_and_each_column_a_field_at_most():
    guess = guess_mapping(
        named({"date": "event_date", "Date of incident": "event_date", "day": "x"})
    )
    assert len({each.column for each in guess.fields.values()}) == len(guess.fields)
    assert list(guess.fields) == [field for field in FIELDS if field in guess.fields]


def test_tags_say_what_names_do_not():
    tags = ("#date+occurred", "#country+name", "#country+code", "#adm1+name", "#loc+name",
            "#geo+lat", "#geo+lon", "#affected+killed", "#event+type", "#meta+source",
            "#description", "#group+perp", "#date+year", "#event+id")  # fmt: skip
    cells = [
        "2021-03-05",
        "Iraq",
        "IRQ",
        "a",
        "b",
        "33",
        "44",
        "1",
        "c",
        "d",
        "e",
        "f",
        "2021",
        "7",
    ]
    raw = table(tags, **{f"x{n}": [cell] for n, cell in enumerate(cells)})
    assert columns_of(guess_mapping(raw)) == {
        "native_id": "x13", "event_date": "x0", "event_type": "x8", "location": "x4",
        "admin1": "x3",
        "country": "x2", "latitude": "x5", "longitude": "x6", "fatalities_best": "x7",
        "summary": "x10", "perpetrator": "x11", "sources": "x9",
    }  # fmt: skip


def test_a_name_that_its_cells_belie_is_doubted():
    right = guess_mapping(table(date=["2021-03-05"], killed=["3"]))
    wrong = guess_mapping(table(date=["romantic"], killed=["maybe"]))
    for field in ("event_date", "fatalities_best"):
        assert right.fields[field].confidence > 0.8
        assert wrong.fields[field].confidence < 0.5
    assert columns_of(wrong) == {}


def test_an_id_that_repeats_is_doubted():
    assert "native_id" in columns_of(guess_mapping(table(id=["1", "2"])))
    assert "native_id" not in columns_of(guess_mapping(table(id=["1", "1"])))


def test_an_arabic_number_is_the_id_where_it_differs_in_each_row():
    assert columns_of(guess_mapping(table(الرقم=["1", "2"]))) == {"native_id": "الرقم"}
    assert columns_of(guess_mapping(table(الرقم=["1", "1"]))) == {}


SORTS = ["Hospital", "Ambulance", "Health centre", "Private residence", "En route / vehicle"]


def test_sorts_of_places_are_no_place():
    raw = table(Location=SORTS, Town=["Mosul", "Tal Afar", "Sinjar", "Mosul", "Erbil"])
    assert columns_of(guess_mapping(raw)) == {"location": "Town", "site_type": "Location"}
    assert columns_of(guess_mapping(table(Location=SORTS))) == {"site_type": "Location"}


def test_a_column_that_is_called_a_sort_of_place_stays_one():
    raw = table(Location=SORTS, facility_type=SORTS)
    assert columns_of(guess_mapping(raw)) == {"site_type": "facility_type"}


@pytest.mark.parametrize(
    "cells",
    [["Baghdad", "Hospital"], ["Baghdad Medical City", "Ibn Sina Hospital", "Mosul market"]],
)
def test_places_that_are_named_are_places(cells):
    assert columns_of(guess_mapping(table(Location=cells))) == {"location": "Location"}


def test_dates_and_addresses_are_known_without_a_name():
    days, links = ["2021-03-05", "2021-03-06"], ["https://a.example"] * 2
    raw = table(**{"column 1": days, "column 2": links})
    assert columns_of(guess_mapping(raw)) == {"event_date": "column 1", "source_url": "column 2"}


def test_an_order_of_dates_is_proven_or_asked_for():
    proven = guess_mapping(table(date=["04/03/2021", "14/03/2021"]))
    assert proven.mapping().date_order == "dmy"
    assert [each.kind for each in proven.findings] == ["date order"]
    asked = guess_mapping(table(date=["04/03/2021"]))
    assert asked.mapping().date_order == ""
    assert [each.kind for each in asked.findings] == ["date order not proven"]


def test_years_of_the_hijri_calendar_are_noticed():
    guess = guess_mapping(table(date=["1442-07-21", "1442-07-22"]))
    assert "hijri dates" in [each.kind for each in guess.findings]
    assert guess.mapping().calendar == "gregorian"


def test_swapped_coordinates_are_noticed_and_never_swapped_by_themselves():
    guess = guess_mapping(table(lat=["121.5", "44.4"], lon=["33.3", "31.2"]))
    assert guess.swapped
    assert [each.kind for each in guess.findings] == ["swapped coordinates"]
    assert not guess.mapping().swap_coordinates
    assert not guess_mapping(table(lat=["33.3"], lon=["121.5"])).swapped


def test_what_was_said_of_the_reading_is_said_again():
    guess = guess_mapping(table(remarks=("It was read as cp1256.",), a=["x"]))
    assert [(each.kind, each.words) for each in guess.findings] == [
        ("reading", "It was read as cp1256.")
    ]


def test_a_guess_is_plain_json():
    guess = guess_mapping(named(ENGLISH))
    said = json.loads(json.dumps(guess.to_dict()))
    assert said["fields"]["latitude"]["column"] == "Lat"
    assert said["examples"]["Date"] == ["2021-03-05"]
    assert TableMapping.from_json(guess.mapping().to_json()) == guess.mapping()


def test_an_empty_table_is_guessed_by_its_names():
    guess = guess_mapping(table(date=[], killed=[]))
    assert set(guess.fields) == {"event_date", "fatalities_best"}
