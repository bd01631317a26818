"""Columns of dates: each cell is read in one way only, or its reason is said."""

from __future__ import annotations

import random
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.readers.date_parts import RELATIVE_WORD, read_date
from incidents.readers.dates import guess_order, is_ambiguous, read_days

FIFTH = date(2021, 3, 5)
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def days_of(cell, order="", calendar="gregorian"):
    found = read_date(cell, order, calendar)
    assert bool(found.reason) == (found.first is None)
    return found.first, found.last, found.precision


@pytest.mark.parametrize(
    "cell",
    ["2021-03-05", "2021/3/5", "2021.03.05", "5-Mar-21", "05-Mar-2021", "5 March 2021",
     "05-March-2021", "2021-03-05 00:00:00.000", "2021-03-05T00:00:00.000Z", "20210305",
     "March 5, 2021", "Friday 5th of March 2021", "2021 Mar 5", "5 mars 2021", "5 Mart 2021",
     "5 آذار 2021", "5 مارس 2021", "٥ آذار ٢٠٢١", "۵ مارس ۲۰۲۱", "٢٠٢١/٠٣/٠٥",
     "5 آذار/مارس 2021", "الجمعة 5 آذار 2021", "5 آذار 2021م", "\u200f5 آذـار 2021\u200e",
     "5ی ئازار 2021".replace("ی", ""), "5 March 2021 14:30", "2021-03-05 14:30+03:00"],
)  # fmt: skip
def test_a_day_that_can_be_read_one_way_is_that_day(cell):
    assert days_of(cell) == (FIFTH, FIFTH, "day")


@pytest.mark.parametrize(
    ("cell", "month"),
    [("كانون الثاني", 1), ("شباط", 2), ("نيسان", 4), ("أيار", 5), ("مايس", 5), ("حزيران", 6),
     ("تموز", 7), ("آب", 8), ("أيلول", 9), ("تشرين الأول", 10), ("تشرين الثاني", 11),
     ("كانون الأول", 12), ("يناير", 1), ("أبريل", 4), ("يوليو", 7), ("أكتوبر", 10), ("ديسمبر", 12),
     ("juillet", 7), ("août", 8), ("décembre", 12), ("کانوونی دووەم", 1), ("حوزەیران", 6)],
)  # fmt: skip
def test_a_month_is_known_by_its_names(cell, month):
    assert days_of(f"7 {cell} 2020")[0] == date(2020, month, 7)


@pytest.mark.parametrize(
    ("cell", "first", "last", "precision"),
    [("Mar 2024", "2024-03-01", "2024-03-31", "month"),
     ("2024-02", "2024-02-01", "2024-02-29", "month"),
     ("02/2023", "2023-02-01", "2023-02-28", "month"),
     ("كانون الأول ٢٠٢٠", "2020-12-01", "2020-12-31", "month"),
     ("2024", "2024-01-01", "2024-12-31", "year"),
     ("5-7 March 2021", "2021-03-05", "2021-03-07", "range"),
     ("2021-03-05 - 2021-03-07", "2021-03-05", "2021-03-07", "range"),
     ("2021-03-05/2021-03-07", "2021-03-05", "2021-03-07", "range"),
     ("28 Feb 2021 to 3 Mar 2021", "2021-02-28", "2021-03-03", "range"),
     ("Feb 2021 - Mar 2021", "2021-02-01", "2021-03-31", "range")],
)  # fmt: skip
def test_what_is_less_exact_than_a_day_is_the_whole_of_it(cell, first, last, precision):
    assert days_of(cell) == (date.fromisoformat(first), date.fromisoformat(last), precision)


def test_day_and_month_are_told_apart_by_the_declared_order_alone():
    assert days_of("04/03/2024", "dmy")[0] == date(2024, 3, 4)
    assert days_of("04/03/2024", "mdy")[0] == date(2024, 4, 3)
    reason = "could be 4 March 2024 or 3 April 2024; say the date order"
    assert read_date("04/03/2024").reason == reason
    assert read_date("04/03/2024", "ymd").reason == reason
    assert days_of("13/03/2024")[0] == date(2024, 3, 13)
    assert days_of("05/05/2024")[0] == date(2024, 5, 5)


def test_a_date_against_the_declared_order_is_not_turned_round():
    reason = "is not a day of the calendar, read day first"
    assert read_date("03/14/2024", "dmy").reason == reason
    assert days_of("2024-03-14", "dmy")[0] == date(2024, 3, 14)


def test_a_year_of_two_digits_needs_its_place_and_its_century():
    assert days_of("04/03/21", "dmy")[0] == date(2021, 3, 4)
    assert days_of("13/04/99")[0] == date(1999, 4, 13)
    assert days_of("20-Mar-03")[0] == date(2003, 3, 20)
    assert days_of("03-Mar-20", "ymd")[0] == date(2003, 3, 20)
    assert "could be" in read_date("25/12/21").reason
    assert "either century" in read_date("25/12/60", "dmy").reason


@pytest.mark.parametrize("cell", ["yesterday", "last week", "3 days ago", "أمس", "قبل يومين"])
def test_a_word_that_depends_on_today_is_no_date(cell):
    assert read_date(cell).reason == RELATIVE_WORD


@pytest.mark.parametrize(
    "cell",
    ["2021-02-30", "2021-13-01", "31/04/2021", "0000-00-00", "soon", "12", "1821-03-05", "March",
     "5 March", "March or April 2021", "123/4/2021", "2021-03-05 - 2021-03-01", "44260", "x" * 500,
     "5 5 2021 7", "2021-03-05 and more"],
)  # fmt: skip
def test_what_is_no_date_has_a_reason(cell):
    assert days_of(cell) == (None, None, "")


def test_the_hijri_calendar_is_read_only_where_it_is_said():
    assert days_of("21/07/1442", "dmy", "hijri") == (FIFTH, FIFTH, "day")
    assert days_of("٢١ رجب ١٤٤٢ هـ", "", "hijri")[0] == FIFTH
    assert days_of("رجب 1442", "", "hijri") == (date(2021, 2, 13), date(2021, 3, 13), "month")
    assert days_of("1500", "", "hijri")[1] == date(2077, 11, 16)
    assert "if that is the Hijri calendar" in read_date("1442-07-21").reason
    assert "outside the years 1343 to 1500" in read_date("2021-03-05", "", "hijri").reason


def test_a_column_keeps_its_order_and_its_blanks():
    column = read_days(pl.Series(["2021-03-05", "", "soon", "Mar 2021", "2021-03-05"]))
    assert column.days["first"].to_list() == [FIFTH, None, None, date(2021, 3, 1), FIFTH]
    assert column.days["reason"].to_list() == ["", "", "is not a date that can be read", "", ""]
    assert column.remarks == ()


def test_numbers_of_a_spreadsheet_are_dates_only_as_a_whole_column():
    column = read_days(pl.Series(["44260", "44261.5", ""]))
    assert column.days["first"].to_list() == [FIFTH, date(2021, 3, 6), None]
    assert "since 1900" in column.remarks[0]
    mixed = read_days(pl.Series(["44260", "2021-03-05"]))
    assert mixed.days["first"].to_list() == [None, FIFTH]


@pytest.mark.parametrize(
    ("cells", "order"),
    [(["04/03/2021", "14/03/2021"], "dmy"), (["04/03/2021", "03/14/2021"], "mdy"),
     (["04/03/2021"], ""), (["14/03/2021", "03/14/2021"], ""), (["2021-03-05", "20210306"], "ymd"),
     (["25/12/21"], ""), (["25/12/99"], "dmy"), (["12/25/21"], "mdy"), (["٠٤/١٤/٢٠٢١"], "mdy"),
     (["5 March 2021"], ""), ([], "")],
)  # fmt: skip
def test_an_order_is_guessed_only_where_the_column_proves_it(cells, order):
    assert guess_order(pl.Series(cells, dtype=pl.String)) == order


def test_a_column_that_proves_nothing_is_ambiguous_only_where_it_matters():
    assert is_ambiguous(pl.Series(["04/03/2021"]))
    assert not is_ambiguous(pl.Series(["04/13/2021", "04/03/2021"]))
    assert not is_ambiguous(pl.Series(["5 March 2021"]))


FORMS = {
    "%Y-%m-%d": True, "%d %B %Y": True, "%d-%b-%y": True, "%d-%B-%Y": True, "%B %d, %Y": True,
    "%Y-%m-%d 00:00:00.000": True, "%Y-%m-%dT00:00:00.000Z": True, "%Y%m%d": True,
    "%d/%m/%Y": False, "%m/%d/%Y": False, "%d.%m.%y": False,
}  # fmt: skip


@given(st.integers(0, 10_000))
def test_of_a_thousand_mixed_rows_each_is_right_or_flagged(seed):
    chance = random.Random(seed)  # noqa: S311 (not secret)
    days = [date(2000, 1, 1) + timedelta(days=chance.randrange(9_000)) for _ in range(1_000)]
    forms = [chance.choice(list(FORMS)) for _ in days]
    digits = [chance.choice([{}, EASTERN, PERSIAN]) for _ in days]
    cells = [day.strftime(form).translate(table)
             for day, form, table in zip(days, forms, digits, strict=True)]  # fmt: skip
    read = read_days(pl.Series(cells)).days
    for day, form, (first, last, precision, reason) in zip(
        days, forms, read.iter_rows(), strict=True
    ):
        if reason:
            assert not FORMS[form]
            assert (first, last, precision) == (None, None, "")
        else:
            assert (first, last, precision) == (day, day, "day")


@given(st.text(max_size=30), st.sampled_from(["", "ymd", "dmy", "mdy"]),
       st.sampled_from(["gregorian", "hijri"]))  # fmt: skip
def test_any_text_is_a_date_or_has_a_reason(cell, order, calendar):
    found = read_date(cell, order, calendar)
    if found.first is None:
        assert found.last is None
        assert found.precision == ""
    else:
        assert found.first <= found.last
        assert found.reason == ""
