"""ACLED's tables of every layout, in our words."""

from __future__ import annotations

from datetime import date

import pytest

from incidents.errors import SourceFileError
from incidents.model.vocabularies import SUB_EVENT_TYPES, ActorKind, EventType
from incidents.readers.acled import code_acled
from tests.readers.foreign import (
    check,
    holds_for_junk,
    make_raw,
    parties_of,
    reasons_of,
    row_of,
)

NEW = [
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
]  # fmt: skip
OLD = [
    "data_id", "iso", "event_id_cnty", "event_id_no_cnty",
    *(name for name in NEW[1:] if name not in {
        "disorder_type", "civilian_targeting", "tags", "iso"}),
    "iso3",
]  # fmt: skip
UPPER = [
    "GWNO", "EVENT_ID_CNTY", "EVENT_ID_NO_CNTY", "EVENT_DATE", "YEAR", "TIME_PRECISION",
    "EVENT_TYPE", "ACTOR1", "ALLY_ACTOR_1", "INTER1", "ACTOR2", "ALLY_ACTOR_2", "INTER2",
    "INTERACTION", "COUNTRY", "ADMIN1", "ADMIN2", "ADMIN3", "LOCATION", "LATITUDE", "LONGITUDE",
    "GEO_PRECISION", "SOURCE", "NOTES", "FATALITIES",
]  # fmt: skip
ALPHABETIC = ["column 1", *sorted(set(OLD) - {"data_id", "iso3", "region", "iso", "year"})]
SUBSET = ["event_date", "event_type", "sub_event_type", "country", "location", "fatalities"]
SHAPEFILE = [name[:10] for name in NEW if not name.startswith("assoc")]

GOOD = {
    "event_id_cnty": "IRQ1", "data_id": "900", "event_date": "2021-03-05", "year": "2021",
    "time_precision": "1", "event_type": "Battles", "sub_event_type": "Armed clash",
    "actor1": "Northern Band", "assoc_actor_1": "", "inter1": "Rebel group",
    "actor2": "Military Forces of Iraq", "inter2": "State forces", "iso": "368", "iso3": "IRQ",
    "gwno": "645", "country": "Iraq", "admin1": "Ninewa", "location": "Tell Example",
    "latitude": "36.3400", "longitude": "43.1300", "geo_precision": "1", "source": "Paper A",
    "notes": "Two sides shot at each other.", "fatalities": "3", "column 1": "0",
}  # fmt: skip


def code(*changes, columns=NEW):
    rows = [GOOD | {"event_id_cnty": f"IRQ{at}"} | change for at, change in enumerate(changes, 1)]
    raw = make_raw(columns, *([row.get(name.casefold(), "") for name in columns] for row in rows))
    coded = code_acled(raw)
    check(coded, raw)
    return coded


def test_a_row_is_said_in_our_words():
    row = row_of(code({}))
    said = {
        "row": 2, "native_id": "IRQ1", "event_date": date(2021, 3, 5), "end_date": date(2021, 3, 5),
        "time_precision": "day", "event_type": "Battles", "sub_event_type": "Armed clash",
        "title_en": "Armed clash, Tell Example", "location": "Tell Example", "admin1": "Ninewa",
        "country": "IRQ", "latitude": 36.34, "longitude": 43.13, "geo_precision": "city",
        "coordinate_source": "ACLED", "fatalities_low": 3, "fatalities_best": 3,
        "fatalities_high": 3, "injured_best": None, "summary": "Two sides shot at each other.",
        "verification": "single publisher", "sources": "Paper A",
    }  # fmt: skip
    assert {key: row[key] for key in said} == said


@pytest.mark.parametrize(
    ("columns", "count"),
    [(UPPER, 25), (ALPHABETIC, 27), (OLD, 31), (NEW, 31), (SUBSET, 6)],
    ids=["upper case", "alphabetic", "old", "new", "subset"],
)
def test_every_layout_is_read_by_its_names(columns, count):
    assert len(columns) == count
    changes = {name.casefold(): GOOD.get(name.casefold(), "") for name in columns}
    row = row_of(code(changes, columns=columns))
    assert (row["event_date"], row["country"], row["fatalities_best"]) == (
        date(2021, 3, 5), "IRQ", 3,
    )  # fmt: skip
    assert (row["event_type"], row["title_en"]) == (
        "Battles", "Armed clash, Tell Example" if "EVENT_TYPE" not in columns
        else "Battles, Tell Example",
    )  # fmt: skip


def test_a_shapefile_s_short_names_are_read_where_they_can_mean_one_column():
    raw = make_raw(SHAPEFILE, [GOOD.get(name, "") for name in NEW if not name.startswith("assoc")])
    row = row_of(code_acled(raw))
    assert (row["native_id"], row["geo_precision"], row["sub_event_type"]) == (
        "IRQ1", "city", "Armed clash",
    )  # fmt: skip


def test_a_table_without_dates_is_refused_with_what_it_has():
    with pytest.raises(SourceFileError, match=r"lacks the column.*'event_date'") as caught:
        code_acled(make_raw(["event_id_cnty", "country"], ["1", "Iraq"]))
    assert "event_id_cnty, country" in caught.value.cure


@pytest.mark.parametrize(
    "written",
    ["2021-03-05", "05 March 2021", "5 March 2021", "05-March-2021", "5-Mar-21", "05-03-2021",
     "05/03/2021", "20210305", "2021-03-05 00:00:00.000", "2021-03-05T00:00:00.000Z"],
)  # fmt: skip
def test_dates_are_read_in_every_form_that_circulates(written):
    assert row_of(code({"event_date": written}))["event_date"] == date(2021, 3, 5)


def test_numbers_are_days_first_as_acled_writes_them():
    days = code({"event_date": "04-03-2021"}, {"event_date": "13-03-2021"}).incidents["event_date"]
    assert days.to_list() == [date(2021, 3, 4), date(2021, 3, 13)]


def test_numbers_that_no_day_proves_are_read_day_first_and_said():
    coded = code({"event_date": "04/03/2021"})
    assert row_of(coded)["event_date"] == date(2021, 3, 4)
    assert any("two orders" in caveat for caveat in coded.facts.caveats)
    assert not any("two orders" in c for c in code({"event_date": "13/03/2021"}).facts.caveats)


def test_a_column_that_can_only_be_month_first_is_read_so_throughout_and_said():
    coded = code({"event_date": "11/04/2011"}, {"event_date": "11/14/2011"})
    assert coded.incidents["event_date"].to_list() == [date(2011, 11, 4), date(2011, 11, 14)]
    assert any("month first" in caveat for caveat in coded.facts.caveats)


def test_a_column_of_both_orders_is_rejected_rather_than_guessed_row_by_row():
    dates = ["13/04/2011", "11/14/2011", "01/02/2011", "2011-05-06"]
    coded = code(*({"event_date": each} for each in dates))
    assert coded.counts() == {"accepted": 1, "rejected": 3, "duplicates": 0}
    assert reasons_of(coded)[0] == ("event_date", "is not a date that can be read one way only")


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2021-13-45", "is not a day of the calendar"),
        ("31 February 2021", "is not a day of the calendar"),
        ("1821-03-05", "is outside the years 1900 to 2100"),
        ("spring", "is not a date that can be read"),
        ("2021/03/05", "is a date in another form than the ones that are read"),
    ],
)
def test_a_date_that_is_none_is_said_to_be_none_with_what_to_write(written, reason):
    coded = code({"event_date": written})
    assert reasons_of(coded) == [("event_date", reason)]
    assert coded.rejected["cure"][0] == (
        "Write a day of the calendar as YYYY-MM-DD, such as 2021-03-05."
    )


@pytest.mark.parametrize(
    ("code_", "start", "end", "precision"),
    [("1", (3, 5), (3, 5), "day"), ("2", (3, 2), (3, 8), "week"), ("3", (3, 1), (3, 31), "month")],
)
def test_time_precision_spans_the_day_its_week_or_its_month(code_, start, end, precision):
    row = row_of(code({"time_precision": code_}))
    assert (row["event_date"], row["end_date"]) == (date(2021, *start), date(2021, *end))
    assert row["time_precision"] == precision
    assert ("Date as given: 2021-03-05" in row["notes"]) == (code_ != "1")


@pytest.mark.parametrize(
    ("code_", "location", "precision", "radius"),
    [("1", "Mosul", "city", None), ("1", "Mosul - Old City", "neighbourhood", None),
     ("2", "Mosul - Old City", "vicinity", 25_000), ("3", "Mosul", "governorate", None),
     ("", "Mosul", "none", None)],
)  # fmt: skip
def test_geo_precision_says_how_exactly_the_place_is_known(code_, location, precision, radius):
    row = row_of(code({"geo_precision": code_, "location": location}))
    assert (row["geo_precision"], row["radius_m"]) == (precision, radius)
    assert row["latitude"] == 36.34


def test_the_limits_of_time_and_place_are_not_mistaken_for_each_other():
    time = row_of(code({"time_precision": "3", "geo_precision": "1"}))
    place = row_of(code({"time_precision": "1", "geo_precision": "3"}))
    assert (time["time_precision"], time["geo_precision"]) == ("month", "city")
    assert (place["time_precision"], place["geo_precision"]) == ("day", "governorate")


@pytest.mark.parametrize("code_", ["4", "x", "-1", "1.5"])
@pytest.mark.parametrize("column", ["time_precision", "geo_precision"])
def test_a_precision_of_no_list_is_rejected(column, code_):
    assert reasons_of(code({column: code_})) == [(column, "is not one of: 1, 2, 3")]


def test_a_blank_time_precision_is_said():
    coded = code({"time_precision": ""})
    assert row_of(coded)["time_precision"] == "day"
    assert coded.warnings["kind"].to_list() == ["time precision is not stated"]


@pytest.mark.parametrize(
    ("cell", "figure"), [("0", None), ("", None), ("7", 7), ("7.0", 7), ("1", 1)]
)
def test_a_zero_is_not_reported_and_not_none(cell, figure):
    row = row_of(code({"fatalities": cell}))
    assert [row[f"fatalities_{part}"] for part in ("low", "best", "high")] == [figure] * 3


@pytest.mark.parametrize(
    ("cell", "reason"),
    [("several", "is not a whole number"), ("2.5", "is not a whole number"), ("-1", "is below 0")],
)
def test_what_is_no_count_of_the_dead_is_rejected(cell, reason):
    assert reasons_of(code({"fatalities": cell})) == [("fatalities", reason)]


@pytest.mark.parametrize(
    ("kind", "sub"), [(kind, sub) for kind in EventType for sub in SUB_EVENT_TYPES[kind]
                      if kind is not EventType.UNCODED],
)  # fmt: skip
def test_each_of_acled_s_types_is_ours_in_any_case(kind, sub):
    row = row_of(code({"event_type": kind.upper(), "sub_event_type": sub.lower()}))
    assert (row["event_type"], row["sub_event_type"]) == (kind, sub)


@pytest.mark.parametrize(
    ("event", "sub", "inter", "expected"),
    [
        ("Strategic development", "Other", "", ("Strategic developments", "Other")),
        ("Protests", "Excessive force against protestors", "",
         ("Protests", "Excessive force against protesters")),
        ("Battle-No change of territory", "", "", ("Battles", "Armed clash")),
        ("Remote violence", "", "", ("Explosions/Remote violence", "Not coded")),
        ("Riots/Protests", "", "5", ("Riots", "Not coded")),
        ("Riots/Protests", "", "Protesters", ("Protests", "Not coded")),
        ("", "Grenade", "", ("Explosions/Remote violence", "Grenade")),
        ("", "", "", ("Not coded", "Not coded")),
    ],
)  # fmt: skip
def test_labels_of_other_years_are_understood(event, sub, inter, expected):
    coded = code({"event_type": event, "sub_event_type": sub, "inter1": inter})
    row = row_of(coded)
    assert (row["event_type"], row["sub_event_type"]) == expected
    assert coded.warnings.is_empty()


@pytest.mark.parametrize(
    ("event", "sub", "expected"),
    [
        ("Riots/Protests", "", ("Not coded", "Not coded")),
        ("Mischief", "Armed clash", ("Not coded", "Not coded")),
        ("Battles", "Grenade", ("Battles", "Not coded")),
        ("Battles", "Skirmish", ("Battles", "Not coded")),
    ],
)
def test_a_label_that_is_not_known_is_not_coded_and_said(event, sub, expected):
    coded = code({"event_type": event, "sub_event_type": sub, "inter1": "2"})
    row = row_of(coded)
    assert (row["event_type"], row["sub_event_type"]) == expected
    assert coded.warnings["kind"].to_list() == ["event type is not in ACLED's list"]
    assert "As given: " in row["notes"]


def test_both_sides_of_a_battle_are_attributed():
    coded = code({"assoc_actor_1": "Band of Brothers; Band of Sisters"})
    assert parties_of(coded) == [
        ("Northern Band", "attributed", ""),
        ("Band of Brothers", "attributed", "associated with Northern Band (assoc_actor_1)"),
        ("Band of Sisters", "attributed", "associated with Northern Band (assoc_actor_1)"),
        ("Military Forces of Iraq", "attributed", "other side"),
    ]
    assert set(coded.parties["by"]) == {""}


@pytest.mark.parametrize(
    ("change", "stance"),
    [
        ({"event_type": "Violence against civilians", "sub_event_type": "Attack",
          "actor2": "Civilians (Iraq)", "inter2": "7"}, "target"),
        ({"event_type": "Explosions/Remote violence", "sub_event_type": "Grenade"}, "target"),
        ({"actor2": "Civilians (Iraq)", "inter2": ""}, "target"),
        ({"event_type": "Strategic developments", "sub_event_type": "Other"}, "affected"),
        ({"event_type": "Protests", "sub_event_type": "Protest with intervention"}, "responder"),
        ({"event_type": "Riots", "sub_event_type": "Mob violence", "inter2": "Rioters"},
         "affected"),
    ],
)  # fmt: skip
def test_what_actor_2_is_follows_from_what_happened(change, stance):
    parties = parties_of(code(change))
    assert parties[0][:2] == ("Northern Band", "attributed")
    assert parties[1][1] == stance


def test_protesters_met_with_excessive_force_are_its_target():
    change = {
        "event_type": "Protests", "sub_event_type": "Excessive force against protesters",
        "actor1": "Protesters (Iraq)", "inter1": "Protesters", "assoc_actor_1": "Students (Iraq)",
    }  # fmt: skip
    assert [party[:2] for party in parties_of(code(change))] == [
        ("Protesters (Iraq)", "target"), ("Students (Iraq)", "target"),
        ("Military Forces of Iraq", "attributed"),
    ]  # fmt: skip
    assert [party[:2] for party in parties_of(code(change | {"actor2": "", "inter2": ""}))] == [
        ("Protesters (Iraq)", "target"), ("Students (Iraq)", "target"),
    ]  # fmt: skip


def test_civilians_with_a_side_are_targets_and_blank_associates_are_nobody():
    coded = code({"assoc_actor_1": "Civilians (Iraq);; ", "assoc_actor_2": " ; "})
    assert [party[:2] for party in parties_of(coded)] == [
        ("Northern Band", "attributed"), ("Civilians (Iraq)", "target"),
        ("Military Forces of Iraq", "attributed"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "inter", "kind"),
    [
        ("Band", "2", ActorKind.ARMED_GROUP), ("Band", "2.0", ActorKind.ARMED_GROUP),
        ("Army", "State Forces", ActorKind.STATE_FORCES), ("Army", "8", ActorKind.EXTERNAL_FORCES),
        ("People", "Civilians", ActorKind.CIVILIANS), ("Band", "", ActorKind.UNIDENTIFIED),
        ("Police Forces of Iraq", "", ActorKind.STATE_FORCES),
        ("Unidentified Armed Group (Iraq)", "3", ActorKind.UNIDENTIFIED),
    ],
)  # fmt: skip
def test_what_sort_of_party_it_is_comes_from_the_code_or_the_name(name, inter, kind):
    assert code({"actor1": name, "inter1": inter}).parties["kind"][0] == kind


def test_an_event_that_names_nobody_has_no_parties():
    assert code({"actor1": "", "actor2": "", "inter1": "0", "inter2": "0"}).parties.is_empty()


@pytest.mark.parametrize(
    ("source", "verification"),
    [("A", "single publisher"), ("A; B", "multiple publishers"), ("", "not stated"),
     ("A; ", "single publisher")],
)  # fmt: skip
def test_verification_counts_the_sources_named(source, verification):
    assert row_of(code({"source": source}))["verification"] == verification


@pytest.mark.parametrize(
    ("change", "country"),
    [({"iso": "760", "country": ""}, "SYR"), ({"iso": "", "country": "Syria"}, "SYR"),
     ({"iso": "4", "country": "Afghanistan"}, "AFG"), ({"iso": "0", "country": "Kosovo"}, "XKX"),
     ({"iso": "", "country": "Democratic Republic of Congo"}, "COD"),
     ({"iso": "", "country": "Palestine"}, "PSE")],
)  # fmt: skip
def test_a_country_is_found_by_number_or_name(change, country):
    coded = code(change)
    assert row_of(coded)["country"] == country
    assert coded.warnings.is_empty()


def test_a_code_and_a_name_that_disagree_are_said():
    coded = code({"iso": "760"})
    assert coded.warnings.rows() == [
        (2, "country's code disagrees with its name", "iso says SYR, country says IRQ")
    ]


def test_a_country_whose_name_nobody_knows_is_said_where_its_code_decides():
    coded = code({"country": "Irraq"})
    assert row_of(coded)["country"] == "IRQ"
    assert coded.warnings.rows() == [
        (
            2,
            "country's name is not known; its code decides",
            "Irraq is not known; the code says IRQ",
        )
    ]


def test_a_country_that_is_none_is_rejected_with_a_cure():
    coded = code({"iso": "", "country": "Atlantis"}, {"iso": "", "country": ""})
    assert reasons_of(coded) == [
        ("country", "is no country that is known by this name or code"),
        ("country", "is blank but has to be filled"),
    ]


def test_the_point_0_0_is_taken_off_and_said():
    coded = code({"latitude": "0", "longitude": "0.0", "geo_precision": "2"})
    row = row_of(coded)
    assert (row["latitude"], row["longitude"], row["geo_precision"]) == (None, None, "none")
    assert (row["radius_m"], row["coordinate_source"]) == (None, "")
    assert coded.warnings["kind"].to_list() == ["point at 0/0"]


def test_a_place_without_a_point_is_left_to_its_name_unless_it_is_an_area():
    blank = {"latitude": "", "longitude": ""}
    assert row_of(code(blank))["geo_precision"] == "none"
    assert row_of(code(blank | {"geo_precision": "3"}))["geo_precision"] == "governorate"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"latitude": "91"},
         ("latitude", "lies off the earth: latitude runs from -90 to 90")),
        ({"longitude": "-180.1"},
         ("longitude", "lies off the earth: longitude runs from -180 to 180")),
        ({"latitude": "36,34"}, ("latitude", "is not a number with a decimal point")),
        ({"longitude": ""}, ("longitude", "is blank although the other is given")),
    ],
)  # fmt: skip
def test_a_point_that_cannot_be_is_rejected(change, reason):
    assert reasons_of(code(change)) == [reason]


def test_all_reasons_are_kept_with_the_cell_as_it_stands():
    coded = code({}, {"event_date": " when? ", "fatalities": "x"})
    assert [(r["row"], r["column"], r["value"]) for r in coded.rejected.iter_rows(named=True)] == [
        (3, "event_date", "when?"), (3, "fatalities", "x"),
    ]  # fmt: skip


def test_rejected_columns_are_named_as_the_file_names_them():
    assert reasons_of(code({"fatalities": "x"}, columns=UPPER))[0][0] == "FATALITIES"


def test_equal_rows_are_duplicates_and_other_rows_of_the_same_id_are_rejected():
    same = {"event_id_cnty": "IRQ1"}
    coded = code(same, same, same | {"notes": "Another."}, {}, same)
    assert coded.duplicates.rows() == [(3, 2), (6, 2)]
    assert reasons_of(coded) == [("event_id_cnty", "repeats the id of row 2")]
    assert coded.rejected["row"].to_list() == [4]
    assert coded.incidents["row"].to_list() == [2, 5]


def test_rows_without_ids_are_accepted_unless_they_are_equal():
    blank = {"event_id_cnty": ""}
    coded = code(blank, blank | {"notes": "Another."}, blank)
    assert coded.incidents["native_id"].to_list() == ["", ""]
    assert coded.duplicates.rows() == [(4, 2)]


def test_a_year_that_disagrees_with_its_date_is_said():
    coded = code({"year": "2020"})
    assert coded.warnings.rows() == [
        (2, "year disagrees with the date", "year is 2020, event_date 2021-03-05")
    ]


def test_a_summary_is_the_notes_or_else_the_title():
    assert row_of(code({"notes": ""}))["summary"] == "Armed clash, Tell Example"
    bare = {"notes": "", "event_type": "", "sub_event_type": "", "location": "", "admin1": ""}
    assert row_of(code(bare))["title_en"] == "Event, Iraq"


def test_the_card_says_that_rows_may_not_be_handed_on():
    facts = code({}).facts
    assert (facts.source, facts.redistribution) == ("ACLED", "restricted")
    assert "not reported" in facts.toll_convention


def test_an_empty_table_is_coded_into_nothing():
    assert code().counts() == {"accepted": 0, "rejected": 0, "duplicates": 0}


@pytest.mark.parametrize("columns", [NEW, OLD, UPPER, SUBSET], ids=["new", "old", "upper", "some"])
def test_whatever_the_cells_hold_every_row_has_its_place(columns):
    holds_for_junk(code_acled, columns, GOOD)
