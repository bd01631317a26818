from datetime import date

import pytest

from incidents.query.tallies import Tallies, Toll
from incidents.ui.presets import list_periods
from incidents.ui.prose import read_prose
from incidents.ui.tally_words import describe_tallies
from incidents.ui.wording import figures, number, span, stance_words, when

JUL_29 = date(2021, 7, 29)


@pytest.mark.parametrize(
    ("low", "best", "high", "words"),
    [
        (28, 35, 36, "28\u201336, best 35"),
        (0, 0, 0, "0"),
        (None, 4, None, "4"),
        (None, None, None, "not reported"),
        (1000, 1200, 1400, "1\u202f000\u20131\u202f400, best 1\u202f200"),
    ],
)
def test_a_toll_keeps_its_range(low, best, high, words):
    assert figures(low, best, high) == words


@pytest.mark.parametrize(
    ("precision", "end", "words"),
    [
        ("day", JUL_29, "29 Jul 2021"),
        ("night", JUL_29, "night of 29\u201330 Jul 2021"),
        ("night", date(2021, 7, 30), "night of 29\u201330 Jul 2021"),
        ("range", date(2021, 8, 2), "some time in 29 Jul \u2013 2 Aug 2021"),
        ("by", JUL_29, "by 29 Jul 2021"),
    ],
)
def test_a_date_says_how_exactly_it_is_known(precision, end, words):
    row = {"event_date": JUL_29, "end_date": end, "time_precision": precision}
    assert when(row) == words


def test_a_span_over_new_year_names_both_years():
    assert span(date(2020, 12, 30), date(2021, 1, 2)) == "30 Dec 2020 \u2013 2 Jan 2021"


@pytest.mark.parametrize(
    ("stance", "same", "words"),
    [
        ("claimed", True, "claimed by \u2068X\u2069"),
        ("claimed", False, "claimed by \u2068X\u2069, says \u2068Y\u2069"),
        ("attributed", False, "attributed to \u2068X\u2069 by \u2068Y\u2069"),
        ("denied", False, "denied by \u2068Y\u2069 for \u2068X\u2069"),
    ],
)
def test_the_ledger_always_says_who_says_so(stance, same, words):
    assert stance_words(stance, "X", "Y", same=same) == words


def test_thousands_are_set_apart():
    assert number(1234567) == "1\u202f234\u202f567"


def tallies(**given):
    toll = Toll(118, 143, 164, 6)
    plain = {"count": 73, "located": 40, "area_only": 31, "unlocated": 2, "fatalities": toll,
             "injured": Toll(0, 0, 0, 73), "by_event_type": {}, "by_actor": {}, "actors": 14,
             "places": 40}  # fmt: skip
    return Tallies(**(plain | given))


def test_the_strip_reads_as_one_line_of_words():
    words = [figure.words for figure in describe_tallies(tallies())]
    assert words == [
        "73 incidents", "killed 118\u2013164, best 143 (6 not reported)", "injured not reported",
        "14 actors", "40 places", "40 located", "31 area only", "2 unlocated",
    ]  # fmt: skip


def test_every_figure_explains_itself():
    assert all(figure.about.endswith(".") for figure in describe_tallies(tallies()))


def test_nothing_has_no_toll():
    assert [figure.words for figure in describe_tallies(tallies(count=0))] == ["0 incidents"]


def test_presets_are_years_halves_quarters_and_the_last_days():
    words = [period.words for period in list_periods(date(2020, 12, 10), date(2021, 12, 19))]
    assert words[:2] == ["2020", "2021"]
    assert {"Jan\u2013Jun 2021", "Oct\u2013Dec 2020", "Jul\u2013Sep 2021"} <= set(words)
    assert "Jan\u2013Mar 2020" not in words
    assert words[-1] == "Last 30 days of the data"


@pytest.mark.parametrize("period", list_periods(date(2020, 1, 1), date(2021, 12, 31)), ids=str)
def test_a_preset_holds_whole_months(period):
    if period.first.day == 1:
        assert period.last.month in {3, 6, 9, 12}
        assert period.last.day in {30, 31}
    else:
        assert (period.last - period.first).days == 29


def test_long_data_is_offered_years_only():
    words = [period.words for period in list_periods(date(1990, 1, 1), date(2021, 12, 31))]
    assert len(words) == 33


def test_notes_become_nodes_and_markup_stays_text():
    hostile = "# <b>T</b>\n\nOne **two** `three`\n\n- ![x](http://x/) {{7*7}}\n  more\n- last\n"
    heading, paragraph, items = read_prose(hostile)
    assert heading["children"] == ["<b>T</b>"]
    kinds = [child if isinstance(child, str) else child["tag"] for child in paragraph["children"]]
    assert kinds == ["One ", "strong", " ", "code"]
    assert items["children"][0]["children"] == ["![x](http://x/) {{7*7}} more"]
