"""GDELT's events, of both versions, in our words."""

from __future__ import annotations

from datetime import date

import pytest

from incidents.errors import SourceFileError
from incidents.readers.gdelt import code_gdelt
from incidents.readers.gdelt_words import LAYOUTS, ROOTS
from tests.readers.foreign import (
    check,
    holds_for_junk,
    make_raw,
    number_columns,
    parties_of,
    reasons_of,
    row_of,
)

GOOD = {
    "globaleventid": "1", "day": "20180101", "monthyear": "201801", "year": "2018",
    "actor1name": "BAND", "actor1type1code": "REB", "actor2name": "POLICE",
    "actor2type1code": "COP", "isrootevent": "1", "eventcode": "190", "eventbasecode": "190",
    "eventrootcode": "19", "quadclass": "4", "nummentions": "4", "numsources": "2",
    "numarticles": "4", "actiongeo_type": "4",
    "actiongeo_fullname": "Example Town, Example Province, Iraq",
    "actiongeo_countrycode": "IZ", "actiongeo_lat": "36.34", "actiongeo_long": "43.13",
    "dateadded": "20180101000000", "sourceurl": "https://www.paper.example/story?id=1",
}  # fmt: skip


def code(*changes, wide=61):
    rows = [GOOD | {"globaleventid": str(at)} | change for at, change in enumerate(changes, 1)]
    cells = [[row.get(name, "") for name in LAYOUTS[wide]] for row in rows]
    raw = make_raw(number_columns(wide), *cells, first_row=1, header=False)
    coded = code_gdelt(raw)
    check(coded, raw)
    return coded


@pytest.mark.parametrize("wide", [57, 58, 61])
def test_every_version_is_read_by_the_order_of_its_columns(wide):
    row = row_of(code({}, wide=wide))
    said = {
        "row": 1, "native_id": "1", "event_date": date(2018, 1, 1), "end_date": date(2018, 1, 1),
        "time_precision": "day", "event_type": "Battles", "sub_event_type": "Not coded",
        "title_en": "Fight (BAND – POLICE), Example Town, Example Province, Iraq",
        "location": "Example Town, Example Province, Iraq", "admin1": "Example Province",
        "country": "IRQ", "latitude": 36.34, "longitude": 43.13, "geo_precision": "city",
        "fatalities_best": None, "injured_best": None, "verification": "not stated",
        "source_url": "" if wide == 57 else "https://www.paper.example/story?id=1",
        "sources": "" if wide == 57 else "paper.example",
    }  # fmt: skip
    assert {key: row[key] for key in said} == said
    assert row["summary"] == row["title_en"]


def test_a_table_with_a_header_is_read_by_its_names():
    columns = ["SOURCEURL", *(name for name in reversed(LAYOUTS[61]) if name not in {
        "sourceurl", "day"}), "SQLDATE"]  # fmt: skip
    cells = [GOOD.get(name.casefold().replace("sqldate", "day"), "") for name in columns]
    assert row_of(code_gdelt(make_raw(columns, cells)))["event_date"] == date(2018, 1, 1)


def test_a_table_of_another_width_is_refused():
    with pytest.raises(SourceFileError, match="'eventcode'"):
        code_gdelt(make_raw(number_columns(60), [""] * 60))


@pytest.mark.parametrize(
    ("cameo", "expected"),
    [
        ("141", ("Protests", "Not coded")), ("145", ("Riots", "Not coded")),
        ("1451", ("Riots", "Not coded")), ("180", ("Violence against civilians", "Not coded")),
        ("181", ("Violence against civilians", "Abduction/forced disappearance")),
        ("1821", ("Violence against civilians", "Sexual violence")),
        ("1823", ("Violence against civilians", "Attack")),
        ("183", ("Explosions/Remote violence", "Not coded")),
        ("1831", ("Explosions/Remote violence", "Suicide bomb")),
        ("193", ("Battles", "Not coded")),
        ("195", ("Explosions/Remote violence", "Air/drone strike")),
        ("202", ("Violence against civilians", "Not coded")),
        ("010", ("Not coded", "Not coded")), ("150", ("Not coded", "Not coded")),
        ("173", ("Not coded", "Not coded")),
    ],
)  # fmt: skip
def test_protest_and_violence_are_of_our_types_and_all_else_is_not_coded(cameo, expected):
    row = row_of(code({"eventcode": cameo, "eventrootcode": cameo[:2]}))
    assert (row["event_type"], row["sub_event_type"]) == expected
    assert row["title_en"].startswith(ROOTS[cameo[:2]])


def test_a_root_that_lost_its_zero_in_a_spreadsheet_is_still_read():
    row = row_of(code({"eventcode": "10", "eventrootcode": "1"}))
    assert (row["event_type"], row["title_en"][:21]) == ("Not coded", "Make public statement")


@pytest.mark.parametrize(
    ("code_", "precision"),
    [("1", "country"), ("2", "governorate"), ("3", "city"), ("4", "city"), ("5", "governorate"),
     ("0", "none")],
)  # fmt: skip
def test_geo_type_says_how_exactly_the_place_is_known(code_, precision):
    assert row_of(code({"actiongeo_type": code_}))["geo_precision"] == precision


@pytest.mark.parametrize(
    ("fips", "country"),
    [("IZ", "IRQ"), ("IS", "ISR"), ("GZ", "PSE"), ("WE", "PSE"), ("AS", "AUS"), ("KV", "XKX"),
     ("iz", "IRQ")],
)  # fmt: skip
def test_countries_are_those_of_fips_and_not_of_iso(fips, country):
    assert row_of(code({"actiongeo_countrycode": fips}))["country"] == country


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"actiongeo_countrycode": ""},
         ("actiongeo_countrycode", "is blank but has to be filled")),
        ({"actiongeo_countrycode": "OS"},
         ("actiongeo_countrycode", "is no country that is known by this name or code")),
        ({"day": "20180132"}, ("day", "is not a day of the calendar")),
        ({"eventcode": "900", "eventrootcode": "90"},
         ("eventcode", "is not a code of CAMEO")),
        ({"actiongeo_type": "6"}, ("actiongeo_type", "is not one of: 0, 1, 2, 3, 4, 5")),
        ({"actiongeo_lat": ""}, ("actiongeo_lat", "is blank although the other is given")),
    ],
)  # fmt: skip
def test_what_cannot_be_is_rejected(change, reason):
    assert reasons_of(code(change)) == [reason]


def test_the_first_actor_is_the_initiator_and_the_second_whom_it_befell():
    coded = code({}, {"eventcode": "040", "eventrootcode": "04", "actor1type1code": "XXX"})
    note = "initiator in a machine-coded event"
    assert parties_of(coded, 1) == [("BAND", "attributed", note), ("POLICE", "target", "")]
    assert parties_of(coded, 2) == [("BAND", "attributed", note), ("POLICE", "affected", "")]
    assert coded.parties["kind"].to_list() == [
        "armed group", "state forces", "unidentified", "state forces",
    ]  # fmt: skip
    assert coded.facts.source == "GDELT (machine coded)"


def test_an_event_without_actors_has_no_parties_and_its_root_for_a_title():
    coded = code({"actor1name": "", "actor2name": ""})
    assert coded.parties.is_empty()
    assert row_of(coded)["title_en"] == "Fight, Example Town, Example Province, Iraq"


@pytest.mark.parametrize(
    ("name", "area"),
    [("Iraq", ""), ("Example Province, Iraq", "Example Province"),
     ("Ovia, Nigeria (general), Nigeria", ""), ("", "")],
)  # fmt: skip
def test_a_province_is_taken_from_the_place_s_name_where_it_has_one(name, area):
    assert row_of(code({"actiongeo_fullname": name}))["admin1"] == area


@pytest.mark.parametrize("url", ["javascript:alert(1)", "BBC Monitoring", "http://a b"])
def test_what_is_no_address_is_a_source_in_words(url):
    row = row_of(code({"sourceurl": url}))
    assert (row["source_url"], row["sources"]) == ("", url)


@pytest.mark.parametrize("wide", [58, 61])
def test_whatever_the_cells_hold_every_row_has_its_place(wide):
    holds_for_junk(code_gdelt, list(LAYOUTS[wide]), GOOD)
