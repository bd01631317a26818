"""Whose columns a table has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incidents.exports.flat import FLAT_COLUMNS
from incidents.model.tables import INCIDENTS
from incidents.readers.gdelt_words import LAYOUTS
from incidents.readers.raw import Format
from incidents.readers.recognising import recognise
from incidents.readers.ucdp_words import ALL_COLUMNS
from tests.readers import test_acled, test_gdelt, test_gtd, test_ucdp
from tests.readers.foreign import make_raw, number_columns

GTD_COLUMNS = list(test_gtd.COLUMNS)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (test_acled.NEW, Format.ACLED),
        (test_acled.OLD, Format.ACLED),
        (test_acled.UPPER, Format.ACLED),
        (test_acled.ALPHABETIC, Format.ACLED),
        (test_acled.SHAPEFILE, Format.ACLED),
        (["event_id_cnty", "event_date", "latitude", "longitude"], Format.ACLED),
        (list(ALL_COLUMNS), Format.UCDP),
        ([name.upper() for name in ALL_COLUMNS[:40]], Format.UCDP),
        (GTD_COLUMNS, Format.GTD),
        (["eventid", "iyear", "imonth", "iday", "country_txt", "city"], Format.GTD),
        (list(LAYOUTS[61]), Format.GDELT),
        (list(FLAT_COLUMNS), Format.OWN),
        (list(INCIDENTS.column_names), Format.OWN),
        (["date", "longitude", "latitude", "type"], Format.PLAIN),
        (["event_date", "event_type", "country", "notes", "fatalities"], Format.PLAIN),
        (["id", "year", "country", "latitude", "longitude", "best"], Format.PLAIN),
        ([], Format.PLAIN),
    ],
)
def test_a_table_is_known_by_its_names(columns, expected):
    found, sure = recognise(make_raw(columns))
    assert found is expected
    assert 0.5 <= sure <= 1


def test_the_more_of_its_names_a_table_has_the_surer_it_is():
    whole, some = make_raw(test_acled.NEW), make_raw(["event_id_cnty", "event_date", "notes"])
    assert recognise(whole)[1] == 1 > recognise(some)[1]


def test_a_tagged_table_is_hxl_unless_its_names_are_those_of_a_format():
    plain = replace(make_raw(["Date", "Country"]), tags=("#date", "#country"))
    ucdp = replace(make_raw(list(ALL_COLUMNS)), tags=tuple("#x" for _ in ALL_COLUMNS))
    assert recognise(plain)[0] is Format.HXL
    assert recognise(ucdp)[0] is Format.UCDP


@pytest.mark.parametrize("wide", [57, 58, 61])
def test_gdelt_is_known_without_a_header_by_what_stands_in_its_columns(wide):
    cells = [test_gdelt.GOOD.get(name, "") for name in LAYOUTS[wide]]
    assert recognise(make_raw(number_columns(wide), cells)) == (Format.GDELT, 1.0)
    assert recognise(make_raw(number_columns(wide), ["x"] * wide))[0] is Format.PLAIN


def test_a_ucdp_candidate_file_is_known_without_a_header():
    cells = [test_ucdp.GOOD.get(name, "") for name in ALL_COLUMNS]
    assert recognise(make_raw(number_columns(49), cells)) == (Format.UCDP, 1.0)
    assert recognise(make_raw(number_columns(49), cells[::-1]))[0] is Format.PLAIN


def test_some_broken_rows_do_not_hide_whose_a_table_is():
    good = [test_gdelt.GOOD.get(name, "") for name in LAYOUTS[61]]
    raw = make_raw(number_columns(61), *([good] * 9), [""] * 61)
    assert recognise(raw) == (Format.GDELT, 0.9)


def test_a_table_without_rows_or_names_is_plain():
    assert recognise(make_raw(number_columns(61)))[0] is Format.PLAIN


@pytest.mark.parametrize(
    ("columns", "ids", "expected"),
    [
        (["event_id_cnty", "event_date", "actor1", "inter1", "notes"], ["IRQ12", "SYR3"],
         Format.ACLED),
        (["event_id_cnty", "event_date", "actor1", "inter1", "notes"],
         ["IQ-20210719-01", "acled-iraq.IRQ12"], Format.PLAIN),
        (["id", "type_of_violence", "date_start", "date_end", "side_a"], ["12", "214797.0"],
         Format.UCDP),
        (["id", "type_of_violence", "date_start", "date_end", "side_a"],
         ["IQ-20210719-01", "office.7"], Format.PLAIN),
    ],
    ids=["ACLED's", "in ACLED's columns", "UCDP's", "in UCDP's columns"],
)  # fmt: skip
def test_a_table_in_a_formats_columns_without_its_ids_is_not_its_own(columns, ids, expected):
    rows = [[each, *["x"] * (len(columns) - 1)] for each in ids]
    assert recognise(make_raw(columns, *rows))[0] is expected
