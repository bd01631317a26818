"""UCDP GED's tables, of any version, in our words."""

from __future__ import annotations

from datetime import date

import pytest

from incidents.errors import SourceFileError
from incidents.readers.saying import COUNTRY_UNREAD
from incidents.readers.ucdp import code_ucdp
from incidents.readers.ucdp_words import ALL_COLUMNS
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
    "id": "71", "relid": "IRQ-2021-1-1", "year": "2021", "active_year": "1",
    "code_status": "Clear", "type_of_violence": "1", "conflict_new_id": "900",
    "conflict_name": "Iraq: Government", "dyad_name": "Government of Iraq - Band",
    "side_a": "Government of Iraq", "side_b": "Northern Band", "number_of_sources": "1",
    "source_article": '"Paper A,2021-03-06,A headline"', "source_headline": "A headline",
    "source_original": "police", "where_prec": "1", "where_coordinates": "Example town",
    "adm_1": "Example province", "latitude": "36.34", "longitude": "43.13", "country": "Iraq",
    "country_id": "645", "region": "Middle East", "event_clarity": "1", "date_prec": "1",
    "date_start": "2021-03-05", "date_end": "2021-03-05", "deaths_a": "1", "deaths_b": "2",
    "deaths_civilians": "0", "deaths_unknown": "0", "best": "3", "high": "5", "low": "2",
}  # fmt: skip


def code(*changes, columns=ALL_COLUMNS):
    rows = [GOOD | {"id": str(at)} | change for at, change in enumerate(changes, 1)]
    raw = make_raw(list(columns), *rows)
    coded = code_ucdp(raw)
    check(coded, raw)
    return coded


def test_a_row_is_said_in_our_words():
    row = row_of(code({}))
    said = {
        "native_id": "1", "event_date": date(2021, 3, 5), "end_date": date(2021, 3, 5),
        "time_precision": "day", "event_type": "Battles", "sub_event_type": "Not coded",
        "title_en": "State-based conflict, Example town", "location": "Example town",
        "admin1": "Example province", "country": "IRQ", "latitude": 36.34, "longitude": 43.13,
        "geo_precision": "city", "coordinate_source": "UCDP GED (CC BY 4.0)",
        "fatalities_low": 2, "fatalities_best": 3, "fatalities_high": 5, "injured_best": None,
        "summary": "A headline", "verification": "single publisher",
        "sources": "Paper A,2021-03-06,A headline",
    }  # fmt: skip
    assert {key: row[key] for key in said} == said
    assert "Deaths: side A 1, side B 2, civilians 0, unknown 0" in row["notes"]


def test_a_table_without_a_header_is_read_by_the_order_of_its_columns():
    cells = [GOOD.get(name, "") for name in ALL_COLUMNS]
    raw = make_raw(number_columns(49), cells, first_row=1, header=False)
    coded = code_ucdp(raw)
    row = row_of(coded)
    assert (row["row"], row["native_id"], row["fatalities_low"], row["fatalities_high"]) == (
        1, "71", 2, 5,
    )  # fmt: skip


@pytest.mark.parametrize("names", [("best_est", "low_est", "high_est"), ("HIGH", "BEST", "LOW")])
def test_figures_are_read_by_name_in_any_order(names):
    columns = [name for name in ALL_COLUMNS if name not in {"low", "best", "high"}] + list(names)
    cells = [GOOD.get(name.casefold().removesuffix("_est"), "") for name in columns]
    row = row_of(code_ucdp(make_raw(columns, cells)))
    assert [row[f"fatalities_{part}"] for part in ("low", "best", "high")] == [2, 3, 5]


def test_numbers_with_a_point_and_dates_with_a_time_are_read():
    change = {name: f"{GOOD[name]}.0" for name in ("type_of_violence", "where_prec", "date_prec",
              "best", "low", "high", "country_id", "number_of_sources")}  # fmt: skip
    row = row_of(code(change | {"date_start": "2021-03-05 00:00:00.000"}))
    assert (row["fatalities_best"], row["country"], row["geo_precision"]) == (3, "IRQ", "city")


@pytest.mark.parametrize("missing", ["type_of_violence", "date_start", "date_end"])
def test_a_table_that_lacks_what_or_when_is_refused(missing):
    columns = [name for name in ALL_COLUMNS if name != missing]
    with pytest.raises(SourceFileError, match=missing):
        code_ucdp(make_raw(columns, GOOD))


@pytest.mark.parametrize(
    ("code_", "precision", "radius"),
    [("1", "city", None), ("2", "vicinity", 25_000), ("3", "district", None),
     ("4", "governorate", None), ("5", "country", None), ("6", "country", None),
     ("7", "none", None), ("", "none", None)],
)  # fmt: skip
def test_where_prec_says_how_exactly_the_place_is_known(code_, precision, radius):
    row = row_of(code({"where_prec": code_}))
    assert (row["geo_precision"], row["radius_m"]) == (precision, radius)


@pytest.mark.parametrize(
    ("code_", "end", "precision"),
    [("1", "2021-03-05", "day"), ("1", "2021-03-07", "range"), ("2", "2021-03-08", "range"),
     ("3", "2021-03-11", "week"), ("4", "2021-03-31", "month"), ("5", "2021-12-31", "year"),
     ("", "2021-03-05", "day"), ("", "2021-03-06", "range")],
)  # fmt: skip
def test_date_prec_says_how_exactly_the_time_is_known(code_, end, precision):
    row = row_of(code({"date_prec": code_, "date_end": end}))
    assert (row["time_precision"], row["end_date"]) == (precision, date.fromisoformat(end))
    assert row["event_date"] == date(2021, 3, 5)


def test_the_precisions_of_time_and_place_are_not_mistaken_for_each_other():
    row = row_of(code({"where_prec": "4", "date_prec": "3"}))
    assert (row["geo_precision"], row["time_precision"]) == ("governorate", "week")


def test_a_country_whose_name_nobody_knows_is_said_where_its_code_decides():
    coded = code({"country": "Irraq"})
    assert row_of(coded)["country"] == "IRQ"
    assert coded.warnings.select("kind", "words").rows() == [
        (COUNTRY_UNREAD, "Irraq is not known; the code says IRQ")
    ]
    assert code({"country": ""}).warnings.is_empty()


def test_a_known_day_with_two_dates_is_said():
    coded = code({"date_end": "2021-03-07"})
    assert coded.warnings["kind"].to_list() == ["day is said to be known, but two are given"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"date_end": "2021-03-01"}, ("date_end", "lies before date_start")),
        ({"date_start": "05/03/2021"},
         ("date_start", "is not a date that can be read one way only")),
        ({"date_end": ""}, ("date_end", "is blank but has to be filled")),
        ({"type_of_violence": ""}, ("type_of_violence", "is not one of: 1, 2, 3")),
        ({"where_prec": "8"}, ("where_prec", "is not one of: 1, 2, 3, 4, 5, 6, 7")),
        ({"date_prec": "0"}, ("date_prec", "is not one of: 1, 2, 3, 4, 5")),
        ({"best": "many"}, ("best", "is not a whole number")),
        ({"low": "-1"}, ("low", "is below 0")),
        ({"high": ""}, ("high", "is blank although another figure is given")),
        ({"latitude": "436.2"},
         ("latitude", "lies off the earth: latitude runs from -90 to 90")),
    ],
)  # fmt: skip
def test_what_cannot_be_is_rejected(change, reason):
    assert reasons_of(code(change)) == [reason]


@pytest.mark.parametrize(
    ("figures", "shown"),
    [(("9", "9", "8"), (8, 9, 9)), (("3", "2", "7"), (2, 2, 7)), (("1", "4", "2"), (1, 4, 4))],
)
def test_figures_out_of_order_are_shown_as_the_range_that_holds_them_and_said(figures, shown):
    low, best, high = figures
    coded = code({"low": low, "best": best, "high": high})
    toll = coded.incidents.select("fatalities_low", "fatalities_best", "fatalities_high")
    assert toll.row(0) == shown
    assert coded.warnings["kind"].to_list() == ["deaths out of order"]


def test_an_id_that_was_written_as_a_decimal_is_the_same_id():
    assert code({"id": "214797.0"}).incidents["native_id"].to_list() == ["214797"]


def test_figures_that_are_all_blank_are_not_reported_and_a_zero_is_an_estimate():
    blank = row_of(code({"low": "", "best": "", "high": ""}))
    zero = row_of(code({"low": "0", "best": "0", "high": "4"}))
    assert blank["fatalities_best"] is None
    assert (zero["fatalities_low"], zero["fatalities_best"], zero["fatalities_high"]) == (0, 0, 4)


def test_a_table_with_the_best_figure_only_says_so():
    columns = [name for name in ALL_COLUMNS if name not in {"low", "high"}]
    coded = code({}, columns=columns)
    assert row_of(coded)["fatalities_low"] == 3
    assert coded.facts.caveats[-1].startswith("It has no low estimate nor high estimate")
    none = code({}, columns=[name for name in columns if name != "best"])
    assert row_of(none)["fatalities_best"] is None
    assert "no deaths are shown" in none.facts.caveats[-1]


@pytest.mark.parametrize(("kind", "words"), [("1", "State-based"), ("2", "Non-state")])
def test_both_sides_of_a_conflict_are_attributed(kind, words):
    coded = code({"type_of_violence": kind})
    assert parties_of(coded) == [
        ("Government of Iraq", "attributed", "side A"), ("Northern Band", "attributed", "side B"),
    ]  # fmt: skip
    assert coded.parties["kind"].to_list() == ["state forces", "armed group"]
    assert row_of(coded)["title_en"].startswith(words)


def test_of_one_sided_violence_the_first_side_did_it_to_civilians():
    coded = code({"type_of_violence": "3", "side_a": "Northern Band", "side_b": "Civilians"})
    assert parties_of(coded) == [("Northern Band", "attributed", ""), ("Civilians", "target", "")]
    assert coded.parties["kind"].to_list() == ["armed group", "civilians"]
    assert row_of(coded)["event_type"] == "Violence against civilians"


@pytest.mark.parametrize(
    ("count", "verification"),
    [("1", "single publisher"), ("4", "multiple publishers"), ("-1", "not stated"),
     ("", "not stated"), ("0", "not stated")],
)  # fmt: skip
def test_verification_comes_from_the_number_of_sources(count, verification):
    assert row_of(code({"number_of_sources": count}))["verification"] == verification


@pytest.mark.parametrize(
    ("change", "country"),
    [
        ({"country_id": "652", "country": "Syria"}, "SYR"),
        ({"country_id": "", "country": "Yemen (North Yemen)"}, "YEM"),
        ({"country_id": "490", "country": "DR Congo (Zaire)"}, "COD"),
        ({"country_id": "345", "country": "Serbia (Yugoslavia)"}, "SRB"),
        ({"country_id": "", "country": "Bosnia-Herzegovina"}, "BIH"),
    ],
)
def test_countries_are_found_by_gleditsch_and_ward_s_number_and_by_name(change, country):
    coded = code(change)
    assert row_of(coded)["country"] == country
    assert coded.warnings.is_empty()


def test_the_card_says_whose_it_is_and_that_it_may_be_handed_on():
    facts = code({}).facts
    assert (facts.source, facts.licence, facts.redistribution) == ("UCDP", "CC-BY-4.0", "allowed")


@pytest.mark.parametrize("columns", [ALL_COLUMNS, (*ALL_COLUMNS[:40], "best_est", "iso3")])
def test_whatever_the_cells_hold_every_row_has_its_place(columns):
    holds_for_junk(code_ucdp, list(columns), GOOD)
