"""Anybody's table in our words: nothing is filled in, and no row is lost."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.errors import MappingError
from incidents.readers.coded import CODED_COLUMNS, PARTY_COLUMNS, REJECTED_COLUMNS, WARNING_COLUMNS
from incidents.readers.guessing import guess_mapping
from incidents.readers.mapping import FIELDS, TableMapping
from incidents.readers.plain import code_plain
from incidents.readers.raw import Container, RawTable, Reading

FIFTH = date(2021, 3, 5)
USUAL = {"event_date": "2021-03-05", "country": "IRQ"}


def table(*rows, **first):
    """Return a table whose columns are called as the fields are, each row filled with the usual."""
    whole = [{**USUAL, **row} for row in (rows or (first,))]
    names = list(dict.fromkeys(name for row in whole for name in row))
    frame = pl.DataFrame({name: [row.get(name, "") for row in whole] for name in names})
    return RawTable(frame, Container.DELIMITED, Reading())


def code(*rows, mapping=None, **first):
    raw = table(*rows, **first)
    said = {"columns": {name: name for name in raw.columns if name in FIELDS}, **(mapping or {})}
    return code_plain(raw, TableMapping(**said))


def one(*rows, **first):
    coded = code(*rows, **first)
    assert coded.rejected.rows() == []
    return coded.incidents.row(0, named=True)


def reasons(coded):
    return [(row["column"], row["reason"]) for row in coded.rejected.iter_rows(named=True)]


def doubts(coded):
    return sorted(set(coded.warnings["kind"]))


def test_a_row_says_what_it_says_and_no_more():
    row = one()
    told = {name: value for name, value in row.items() if value not in {"", None}}
    assert told == {
        "row": 2, "event_date": FIFTH, "end_date": FIFTH, "time_precision": "day",
        "event_type": "Not coded", "sub_event_type": "Not coded", "title_en": "Incident",
        "country": "IRQ", "geo_precision": "none", "summary": "Incident",
        "verification": "not stated",
    }  # fmt: skip


def test_the_frames_are_those_that_were_agreed_on():
    coded = code(perpetrator="A", latitude="33", longitude="44")
    assert dict(coded.incidents.schema) == CODED_COLUMNS
    assert dict(coded.parties.schema) == PARTY_COLUMNS
    assert dict(coded.rejected.schema) == REJECTED_COLUMNS
    assert dict(coded.warnings.schema) == WARNING_COLUMNS


@pytest.mark.parametrize(
    ("columns", "constants", "words"),
    [({"location": "event_date"}, {}, "no column is the date"),
     ({"event_date": "when"}, {}, "the column 'when', which is not there"),
     ({"event_date": "event_date"}, {"nation": "IRQ"}, "'nation' is no field")],
)  # fmt: skip
def test_a_mapping_that_cannot_be_is_refused(columns, constants, words):
    with pytest.raises(MappingError, match=words):
        code_plain(table(), TableMapping(columns=columns, constants=constants))


def test_dates_are_read_in_the_declared_order_or_rejected():
    assert one(event_date="04/03/2021", mapping={"date_order": "dmy"})["event_date"] == date(
        2021, 3, 4
    )
    coded = code(event_date="04/03/2021")
    assert reasons(coded) == [
        ("event_date", "could be 4 March 2021 or 3 April 2021; say the date order")
    ]
    assert reasons(code(event_date="")) == [("event_date", "is blank but has to be filled")]


def test_a_month_is_the_whole_of_it_and_an_end_makes_a_range():
    row = one(event_date="آذار 2021")
    assert (row["event_date"], row["end_date"]) == (date(2021, 3, 1), date(2021, 3, 31))
    assert row["time_precision"] == "month"
    row = one(end_date="2021-03-07")
    assert (row["end_date"], row["time_precision"]) == (date(2021, 3, 7), "range")
    assert one(end_date="2021-03-05")["time_precision"] == "day"
    assert reasons(code(end_date="2021-03-01")) == [("end_date", "lies before event_date")]


@pytest.mark.parametrize(
    ("word", "event", "sub"),
    [("IED", "Explosions/Remote violence", "Remote explosive/landmine/IED"),
     ("airstrike", "Explosions/Remote violence", "Air/drone strike"),
     ("قصف", "Explosions/Remote violence", "Not coded"),
     ("عبوة ناسفة", "Explosions/Remote violence", "Remote explosive/landmine/IED"),
     ("اغتيال", "Violence against civilians", "Attack"),
     ("تظاهرة", "Protests", "Not coded"), ("مظاهرات", "Protests", "Not coded"),
     ("Demonstrations", "Protests", "Not coded"),
     ("احتجاج", "Protests", "Not coded"), ("تظاهرات سلمية", "Protests", "Peaceful protest"),
     ("Kidnapping", "Violence against civilians", "Abduction/forced disappearance"),
     ("armed clash", "Battles", "Armed clash"), ("BATTLES", "Battles", "Not coded"),
     ("SAF", "Not coded", "Not coded"), ("other", "Not coded", "Not coded"),
     ("attack", "Not coded", "Not coded"), ("hostile act", "Not coded", "Not coded")],
)  # fmt: skip
def test_a_kind_is_coded_only_where_the_word_says_it(word, event, sub):
    row = one(event_type=word)
    assert (row["event_type"], row["sub_event_type"]) == (event, sub)
    assert (word in row["notes"]) == (event == "Not coded")


def test_a_title_takes_the_tables_word_unless_ours_says_it_in_english():
    assert one(event_type="SAF", location="Basra")["title_en"] == "SAF, Basra"
    assert one(event_type="اغتيال", location="Basra")["title_en"] == "Attack, Basra"
    assert one(event_type="حادث", admin1="Basra")["title_en"] == "حادث, Basra"
    assert one(event_type="SAF", title_en="A shooting")["title_en"] == "A shooting"


def test_a_sub_event_type_counts_beside_its_event_type():
    row = one(event_type="Violence against civilians", sub_event_type="attack")
    assert row["sub_event_type"] == "Attack"
    row = one(event_type="Battles", sub_event_type="IED")
    assert (row["event_type"], row["sub_event_type"]) == ("Battles", "Not coded")
    assert row["notes"] == "Kind, as given: IED"


def test_words_of_the_mapping_go_before_those_that_are_known():
    words = {"event_type": {"saf": "Armed clash"}, "country": {"here": "Iraq"},
             "geo_precision": {"A": "site"}, "perpetrator": {"G1": "Group One"}}  # fmt: skip
    coded = code(event_type="SAF", country="Here", geo_precision="a", latitude="33", longitude="44",
                 perpetrator="G1", mapping={"words": words})  # fmt: skip
    row = coded.incidents.row(0, named=True)
    assert (row["event_type"], row["sub_event_type"]) == ("Battles", "Armed clash")
    assert (row["country"], row["geo_precision"]) == ("IRQ", "site")
    assert coded.parties["name"].to_list() == ["Group One"]
    with pytest.raises(MappingError, match="no event type"):
        code(mapping={"words": {"event_type": {"x": "War"}}})
    with pytest.raises(MappingError, match="geo_precision leads to 'near'"):
        code(mapping={"words": {"geo_precision": {"x": "near"}}})


def test_blank_is_not_zero():
    row = one(fatalities_best="", injured_best="0")
    assert (row["fatalities_best"], row["injured_best"]) == (None, 0)
    assert (row["injured_low"], row["injured_high"]) == (0, 0)


def test_a_toll_in_words_is_not_reported_and_not_lost():
    coded = code(fatalities_best="several")
    row = coded.incidents.row(0, named=True)
    assert row["fatalities_best"] is None
    assert row["notes"] == "Killed, as given: several"
    assert doubts(coded) == ["toll in words"]


def test_a_toll_that_cannot_be_is_rejected():
    assert reasons(code(fatalities_best="-1")) == [("fatalities_best", "is below 0")]
    figures = {"fatalities_low": "5", "fatalities_best": "3", "fatalities_high": "9"}
    assert reasons(code(**figures)) == [
        ("fatalities_best", "does not lie between the low and the high figure")
    ]


def test_a_point_is_kept_as_given_and_drawn_no_more_exactly_than_a_town():
    coded = code(latitude="33°18'N", longitude="44,4")
    row = coded.incidents.row(0, named=True)
    assert (row["latitude"], row["longitude"]) == (pytest.approx(33.3), 44.4)
    assert (row["geo_precision"], row["coordinate_source"]) == ("city", "as given in the table")
    assert doubts(coded) == ["exactness of the point is not stated"]


@pytest.mark.parametrize(
    ("word", "precision", "radius"),
    [("site", "site", None), ("Village", "city", None), ("(6) Country", "country", None),
     ("(2) 25 km Precision ", "vicinity", 25_000),
     ("(3) District, Communicipality or Commune ", "district", None),
     ("(4) Province, State, Governorate ", "governorate", None), ("قرية", "city", None),
     ("1", "city", None), ("2.0", "vicinity", None), ("3", "governorate", None),
     ("unknown", "none", None)],
)  # fmt: skip
def test_how_exactly_a_place_is_known_is_read(word, precision, radius):
    coded = code(latitude="33", longitude="44", geo_precision=word)
    row = coded.incidents.row(0, named=True)
    assert (row["geo_precision"], row["radius_m"]) == (precision, radius)
    assert doubts(coded) == []


def test_numbers_mean_nothing_where_the_column_is_not_acleds():
    raw = table(latitude="33", longitude="44", accuracy="1")
    columns = {name: name for name in raw.columns if name in FIELDS} | {"geo_precision": "accuracy"}
    coded = code_plain(raw, TableMapping(columns=columns))
    assert coded.incidents["geo_precision"].to_list() == ["none"]
    assert doubts(coded) == ["precision in other words"]


def test_a_precise_word_without_a_point_is_no_point():
    assert one(geo_precision="city")["geo_precision"] == "none"
    assert one(geo_precision="district")["geo_precision"] == "district"


@pytest.mark.parametrize(
    ("latitude", "longitude", "column"),
    [("91", "44", "latitude"), ("33", "181", "longitude"), ("33", "", "longitude"),
     ("", "44", "latitude"), ("33 E", "44", "latitude"), ("here", "44", "latitude")],
)  # fmt: skip
def test_half_a_point_and_one_off_the_earth_are_rejected(latitude, longitude, column):
    coded = code(latitude=latitude, longitude=longitude)
    assert [name for name, _ in reasons(coded)] == [column]
    assert coded.rejected["cure"][0]


def test_nought_nought_is_no_point_and_is_said():
    coded = code(latitude="0", longitude="0.0")
    row = coded.incidents.row(0, named=True)
    assert (row["latitude"], row["longitude"], row["geo_precision"]) == (None, None, "none")
    assert doubts(coded) == ["point at 0/0"]


def test_coordinates_are_swapped_only_where_the_mapping_says_so():
    coded = code(latitude="44.4", longitude="33.3", mapping={"swap_coordinates": True})
    row = coded.incidents.row(0, named=True)
    assert (row["latitude"], row["longitude"]) == (33.3, 44.4)
    assert "coordinates were swapped" in doubts(coded)


def test_a_country_is_known_by_name_code_constant_or_point():
    for cell in ("IRQ", "IQ", "iraq", "العراق", "Irak"):
        assert one(country=cell)["country"] == "IRQ"
    assert one(country="Iraq; Syria")["country"] == "IRQ;SYR"
    assert one(country="", mapping={"constants": {"country": "SY"}})["country"] == "SYR"
    assert one(country="", latitude="33", longitude="44")["country"] == ""
    assert reasons(code(country="Atlantis")) == [("country", "is no country that is known")]
    coded = code(country="")
    assert reasons(coded) == [("country", "is blank, and no point tells it")]
    assert "in the mapping" in coded.rejected["cure"][0]


@pytest.mark.parametrize(
    "name",
    ["", "unknown", "Unidentified gunmen", "مجهول", "مسلحون مجهولون", "n/a", "No Information"],
)
def test_nobody_did_it_where_nobody_is_named(name):
    assert code(perpetrator=name).parties.height == 0


def test_words_about_somebody_unnamed_are_kept():
    assert one(perpetrator="Unidentified gunmen")["notes"] == (
        "Perpetrator, as given: Unidentified gunmen"
    )


def test_parties_have_the_part_that_their_column_gives_them():
    coded = code(perpetrator="Group A; Group B", claimed_by="Group A", denied_by="Group B",
                 victim="Police of Basra")  # fmt: skip
    said = coded.parties.select("name", "kind", "stance", "role", "by").rows()
    assert said == [
        ("Group A", "unidentified", "attributed", "", ""),
        ("Group B", "unidentified", "attributed", "", ""),
        ("Group A", "unidentified", "claimed", "", "Group A"),
        ("Group B", "unidentified", "denied", "", "Group B"),
        ("Police of Basra", "state forces", "", "target", ""),
    ]


def test_rows_without_ids_are_kept_though_they_are_equal():
    coded = code({}, {}, {"notes": "x"})
    assert coded.counts() == {"accepted": 3, "rejected": 0, "duplicates": 0}
    assert coded.warnings.filter(kind="equal to another row")["row"].to_list() == [2, 3]


def test_a_repeated_id_is_a_duplicate_or_a_mistake():
    coded = code({"native_id": "a"}, {"native_id": "a"}, {"native_id": "a", "notes": "x"},
                 {"native_id": ""}, {"native_id": ""})  # fmt: skip
    assert coded.duplicates.rows() == [(3, 2)]
    assert reasons(coded) == [("native_id", "repeats the id of row 2")]
    assert coded.incidents["row"].to_list() == [2, 5, 6]
    assert coded.incidents["native_id"].to_list() == ["a", "", ""]


def test_a_link_that_is_none_is_kept_in_the_notes():
    assert one(source_url="https://a.example/x")["source_url"] == "https://a.example/x"
    coded = code(source_url="javascript:alert(1)")
    assert coded.incidents["source_url"][0] == ""
    assert coded.incidents["notes"][0] == "Link, as given: javascript:alert(1)"
    assert doubts(coded) == ["link is no web address"]


def test_words_that_say_nothing_are_blank():
    row = one(location="No Information", weapon="n/a", admin1="Basra")
    assert (row["location"], row["weapon"], row["admin1"]) == ("", "", "Basra")
    assert row["title_en"] == "Incident, Basra"


def test_an_arabic_place_can_be_looked_up():
    row = one(location_ar="الموصل")
    assert (row["location"], row["location_ar"]) == ("الموصل", "الموصل")


def test_a_mapping_that_was_guessed_codes_an_arabic_table():
    columns = {"التاريخ": "٥ آذار ٢٠٢١", "المحافظة": "نينوى", "المكان": "الموصل", "القتلى": "٣",
               "الجرحى": "", "الجهة": "مجهول", "نوع الحادث": "عبوة ناسفة", "خط العرض": "36.34",
               "خط الطول": "43.13"}  # fmt: skip
    frame = pl.DataFrame({name: [cell] for name, cell in columns.items()})
    raw = RawTable(frame, Container.DELIMITED, Reading())
    coded = code_plain(raw, guess_mapping(raw).mapping())
    row = coded.incidents.row(0, named=True)
    assert row["event_date"] == FIFTH
    assert (row["fatalities_best"], row["injured_best"]) == (3, None)
    assert row["sub_event_type"] == "Remote explosive/landmine/IED"
    assert (row["location"], row["admin1"], row["latitude"]) == ("الموصل", "نينوى", 36.34)
    assert coded.parties.height == 0


CELLS = {
    "native_id": st.sampled_from(["", "a", "b"]),
    "event_date": st.sampled_from(["2021-03-05", "Mar 2021", "04/03/2021", "soon", "", "2021"]),
    "end_date": st.sampled_from(["", "2021-03-07", "2020", "x"]),
    "event_type": st.sampled_from(["IED", "SAF", "", "قصف", "Battles"]),
    "sub_event_type": st.sampled_from(["", "Attack", "Armed clash"]),
    "latitude": st.sampled_from(["33.3", "0", "", "95", "33°N", "x"]),
    "longitude": st.sampled_from(["44.4", "0", "", "195", "44,4"]),
    "geo_precision": st.sampled_from(["", "city", "district", "1", "(2) 25 km", "near", "?"]),
    "country": st.sampled_from(["IRQ", "Iraq", "", "Atlantis"]),
    "fatalities_low": st.sampled_from(["", "1", "several"]),
    "fatalities_best": st.sampled_from(["", "0", "3", "5-7", "-1", "dozens", "5+"]),
    "perpetrator": st.sampled_from(["", "unknown", "Group A", "A;B"]),
}


@given(st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=20))
def test_every_row_is_accepted_rejected_or_a_duplicate_and_keeps_the_rules(rows):
    coded = code(*rows)
    assert sum(coded.counts().values()) == len(rows)
    places = [set(coded.incidents["row"]), set(coded.rejected["row"]), set(coded.duplicates["row"])]
    assert sum(map(len, places)) == len(set.union(*places)) == len(rows)
    assert set(coded.parties["row"]) <= places[0]
    assert set(coded.warnings["row"]) <= places[0]
    for row in coded.incidents.iter_rows(named=True):
        assert row["event_date"] <= row["end_date"]
        assert row["title_en"]
        assert row["summary"]
        toll = [row[f"fatalities_{part}"] for part in ("low", "best", "high")]
        assert toll == [None] * 3 or toll == sorted(toll)
        assert (row["latitude"] is None) == (row["longitude"] is None)
        assert row["country"] or row["latitude"] is not None
