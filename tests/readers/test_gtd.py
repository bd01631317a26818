"""GTD's table in our words."""

from __future__ import annotations

from datetime import date

import pytest

from incidents.errors import SourceFileError
from incidents.readers.gtd import code_gtd
from incidents.readers.gtd_words import COLUMNS
from tests.readers.foreign import (
    check,
    holds_for_junk,
    make_raw,
    parties_of,
    reasons_of,
    row_of,
)

GOOD = {
    "eventid": "202103050001", "iyear": "2021", "imonth": "3", "iday": "5", "extended": "0",
    "country": "95", "country_txt": "Iraq", "provstate": "Example", "city": "Example town",
    "latitude": "36.34", "longitude": "43.13", "specificity": "1", "vicinity": "0",
    "summary": "A bomb went off.", "doubtterr": "0", "multiple": "0", "success": "1",
    "suicide": "0", "attacktype1": "3", "attacktype1_txt": "Bombing/Explosion",
    "targtype1": "14", "targtype1_txt": "Private Citizens & Property",
    "targsubtype1_txt": "Marketplace/Plaza/Square", "corp1": "Not Applicable",
    "target1": "Market", "gname": "Northern Band", "guncertain1": "0", "claimed": "0",
    "weaptype1_txt": "Explosives", "weapsubtype1_txt": "Vehicle", "nkill": "3", "nwound": "7",
    "scite1": "A paper.",
}  # fmt: skip


def code(*changes, columns=COLUMNS):
    rows = [GOOD | {"eventid": f"20210305{at:04}"} | change for at, change in enumerate(changes)]
    raw = make_raw(list(columns), *rows)
    coded = code_gtd(raw)
    check(coded, raw)
    return coded


def test_a_row_is_said_in_our_words():
    row = row_of(code({}))
    said = {
        "native_id": "202103050000", "event_date": date(2021, 3, 5),
        "end_date": date(2021, 3, 5), "time_precision": "day",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Remote explosive/landmine/IED", "weapon": "Explosives (Vehicle)",
        "target": "Market (Marketplace/Plaza/Square)",
        "title_en": "Bombing/Explosion, Example town", "location": "Example town",
        "admin1": "Example", "country": "IRQ", "latitude": 36.34, "geo_precision": "city",
        "fatalities_low": 3, "fatalities_high": 3, "injured_best": 7,
        "summary": "A bomb went off.", "verification": "not stated", "sources": "A paper.",
    }  # fmt: skip
    assert {key: row[key] for key in said} == said


@pytest.mark.parametrize(
    ("month", "day", "start", "end", "precision"),
    [
        ("3", "5", date(2021, 3, 5), date(2021, 3, 5), "day"),
        ("2", "0", date(2021, 2, 1), date(2021, 2, 28), "month"),
        ("0", "0", date(2021, 1, 1), date(2021, 12, 31), "year"),
        ("0", "5", date(2021, 1, 1), date(2021, 12, 31), "year"),
        ("12.0", "0.0", date(2021, 12, 1), date(2021, 12, 31), "month"),
    ],
)
def test_parts_of_a_date_that_are_not_known_are_not_invented(month, day, start, end, precision):
    row = row_of(code({"imonth": month, "iday": day}))
    assert (row["event_date"], row["end_date"], row["time_precision"]) == (start, end, precision)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"iday": "31", "imonth": "2"}, ("iday", "is not a day of that month, nor 0 for unknown")),
        ({"iday": "-9"}, ("iday", "is not a day of that month, nor 0 for unknown")),
        ({"imonth": "13"}, ("imonth", "is not a month, nor 0 for unknown")),
        ({"iyear": ""}, ("iyear", "is not a year")),
        ({"iyear": "21"}, ("iyear", "is not a year")),
        ({"nkill": "some"}, ("nkill", "is not a whole number")),
        ({"nwound": "-3"}, ("nwound", "is below 0")),
        ({"specificity": "6"}, ("specificity", "is not one of: 1, 2, 3, 4, 5")),
        ({"longitude": "-86185896"},
         ("longitude", "lies off the earth: longitude runs from -180 to 180")),
    ],
)  # fmt: skip
def test_what_cannot_be_is_rejected(change, reason):
    assert reasons_of(code(change)) == [reason]


def test_a_date_in_words_is_kept():
    row = row_of(code({"approxdate": "early March 2021", "iday": "0"}))
    assert "Date in words: early March 2021" in row["notes"]


@pytest.mark.parametrize(
    ("specificity", "vicinity", "precision"),
    [("1", "0", "city"), ("1", "1", "vicinity"), ("1", "-9", "city"), ("2", "0", "district"),
     ("3", "1", "district"), ("4", "0", "governorate"), ("", "0", "none")],
)  # fmt: skip
def test_specificity_says_how_exactly_the_place_is_known(specificity, vicinity, precision):
    row = row_of(code({"specificity": specificity, "vicinity": vicinity}))
    assert row["geo_precision"] == precision
    assert row["latitude"] == 36.34


def test_coordinates_that_stand_for_a_country_are_left_out():
    row = row_of(code({"specificity": "5"}))
    assert (row["geo_precision"], row["latitude"], row["longitude"], row["coordinate_source"]) == (
        "country", None, None, "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "figure"), [("", None), ("0", 0), ("0.0", 0), ("-9", None), ("-99", None), ("4", 4)]
)
def test_a_blank_toll_is_not_reported_and_a_zero_is_none(cell, figure):
    row = row_of(code({"nkill": cell, "nwound": cell}))
    parts = [f"{toll}_{part}" for toll in ("fatalities", "injured")
             for part in ("low", "best", "high")]  # fmt: skip
    assert {row[part] for part in parts} == {figure}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"suicide": "1"}, ("Explosions/Remote violence", "Suicide bomb")),
        ({"weapsubtype1_txt": "Grenade"}, ("Explosions/Remote violence", "Grenade")),
        ({"weapsubtype1_txt": "Unknown Explosive Type"},
         ("Explosions/Remote violence", "Not coded")),
        ({"weapsubtype1_txt": "Projectile (rockets, mortars, RPGs, etc.)"},
         ("Explosions/Remote violence", "Shelling/artillery/missile attack")),
        ({"attacktype1_txt": "Armed Assault"}, ("Violence against civilians", "Attack")),
        ({"attacktype1_txt": "Armed Assault", "targtype1_txt": "Military"},
         ("Battles", "Armed clash")),
        ({"attacktype1_txt": "Armed Assault", "targtype1_txt": "Unknown"},
         ("Not coded", "Not coded")),
        ({"attacktype1_txt": "Assassination", "targtype1_txt": "Police"},
         ("Not coded", "Not coded")),
        ({"attacktype1_txt": "Unarmed Assault", "weaptype1_txt": "Chemical"},
         ("Explosions/Remote violence", "Chemical weapon")),
        ({"attacktype1_txt": "Hostage Taking (Kidnapping)"},
         ("Violence against civilians", "Abduction/forced disappearance")),
        ({"attacktype1_txt": "", "attacktype1": "7.0"},
         ("Strategic developments", "Looting/property destruction")),
        ({"attacktype1_txt": "Hijacking"}, ("Not coded", "Not coded")),
        ({"attacktype1_txt": "Unknown"}, ("Not coded", "Not coded")),
    ],
)  # fmt: skip
def test_an_attack_is_of_our_type_as_far_as_gtd_says(change, expected):
    row = row_of(code(change))
    assert (row["event_type"], row["sub_event_type"]) == expected


def test_a_group_is_attributed_with_gtd_s_doubts():
    coded = code({"guncertain1": "1", "doubtterr": "1", "gname2": "Second Band"})
    assert parties_of(coded) == [
        ("Northern Band", "attributed",
         "suspected only (guncertain1); doubted to be terrorism (doubtterr)"),
        ("Second Band", "attributed", "doubted to be terrorism (doubtterr)"),
    ]  # fmt: skip


def test_a_claim_is_a_row_of_its_own_by_the_group():
    coded = code({"claimed": "1", "claimmode_txt": "Letter", "gname2": "Second Band",
                  "claim2": "0", "gname3": "Third Band", "claim3": "1.0"})  # fmt: skip
    rows = coded.parties.select("name", "stance", "by").rows()
    assert rows == [
        ("Northern Band", "attributed", ""), ("Northern Band", "claimed", "Northern Band"),
        ("Second Band", "attributed", ""), ("Third Band", "attributed", ""),
        ("Third Band", "claimed", "Third Band"),
    ]  # fmt: skip
    assert coded.parties["note"][1] == "recorded by GTD; claimed by: Letter"


@pytest.mark.parametrize("cell", ["", "0", "-9", "-9.0"])
def test_anything_but_a_one_is_no_claim(cell):
    assert [party[1] for party in parties_of(code({"claimed": cell}))] == ["attributed"]


def test_an_unknown_group_is_nobody_even_where_somebody_claimed():
    coded = code({"gname": "Unknown", "claimed": "1"})
    assert coded.parties.is_empty()
    assert "GTD does not say by whom" in row_of(coded)["notes"]


def test_a_table_without_the_parts_of_its_dates_is_refused():
    with pytest.raises(SourceFileError, match="'imonth'"):
        code_gtd(make_raw(["eventid", "iyear", "iday", "country_txt"], ["1", "2021", "5", "Iraq"]))


def test_states_of_the_past_keep_their_code_unless_one_state_has_their_land():
    names = ["West Germany (FRG)", "Soviet Union", "West Bank and Gaza Strip", "Zaire"]
    coded = code(*({"country_txt": name} for name in names))
    assert coded.incidents["country"].to_list() == ["DEU", "SUN", "PSE", "COD"]


def test_the_card_says_that_rows_may_not_be_handed_on():
    facts = code({}).facts
    assert (facts.source, facts.redistribution) == ("GTD", "restricted")
    assert facts.terms


@pytest.mark.parametrize("left_out", ["", "vicinity"])
def test_whatever_the_cells_hold_every_row_has_its_place(left_out):
    holds_for_junk(code_gtd, [name for name in COLUMNS if name != left_out], GOOD)
