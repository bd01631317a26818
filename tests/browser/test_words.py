"""Dates, tolls and stances in words, as the browser says them."""

from __future__ import annotations

import pytest

SAY = """async ([name, values]) => {
  const words = await import("/api/browser/words.js");
  return words[name](...values);
}"""

THIN = "\u202f"


def go_to_a_page(page, server):
    # the page's document allows scripts of its own, before anything is drawn
    page.goto(server.url, wait_until="commit")


@pytest.fixture
def say(visitor):
    """Call one function of words.js in the browser."""
    go_to_a_page(visitor.page, visitor.server)
    return lambda name, *values: visitor.page.evaluate(SAY, [name, list(values)])


def happened(precision, start, end):
    return {"time_precision": precision, "event_date": start, "end_date": end}


@pytest.mark.parametrize(
    ("incident", "words"),
    [
        (happened("day", "2021-07-29", "2021-07-29"), "29 Jul 2021"),
        (happened("night", "2021-07-28", "2021-07-29"), "night of 28–29 Jul 2021"),
        (happened("night", "2021-01-31", "2021-02-01"), "night of 31 Jan – 1 Feb 2021"),
        (happened("night", "2020-12-31", "2021-01-01"), "night of 31 Dec 2020 – 1 Jan 2021"),
        (happened("range", "2021-02-15", "2021-02-17"), "some time in 15–17 Feb 2021"),
        (happened("month", "2021-02-01", "2021-02-28"), "some time in Feb 2021"),
        (happened("year", "2021-01-01", "2021-12-31"), "some time in 2021"),
        (happened("by", None, "2021-07-31"), "by 31 Jul 2021"),
        (happened("day", None, None), "date not known"),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(say, incident, words):
    assert say("when", incident) == words


def test_a_card_adds_the_weekday(say):
    said = say("when", happened("day", "2021-07-29", "2021-07-29"), {"weekday": True})
    assert said == "Thu 29 Jul 2021"


def test_a_date_does_not_move_with_the_readers_clock(server, open_visitor):
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Baghdad"):
        page = open_visitor(server, timezone_id=zone).page
        go_to_a_page(page, server)
        assert page.evaluate(SAY, ["day", ["2021-07-29"]]) == "29 Jul 2021"


@pytest.mark.parametrize(
    ("toll", "words"),
    [
        (None, "not reported"),
        ({"low": None, "best": None, "high": None}, "not reported"),
        ({"low": 0, "best": 0, "high": 0}, "0"),
        ({"low": 0, "best": 0, "high": 1}, "0–1, best 0"),
        ({"low": 28, "best": 35, "high": 36}, "28–36, best 35"),
        ({"low": 12, "best": 12, "high": 12}, "12"),
        ({"low": 1200, "best": 1500, "high": 12000}, f"1{THIN}200–12{THIN}000, best 1{THIN}500"),
    ],
)
def test_a_toll_keeps_its_range_and_nought_is_not_unreported(say, toll, words):
    assert say("figures", toll) == words


CLAIMER = {"id": "a", "name_en": "Group A"}
SAYER = {"id": "b", "name_en": "Ministry B"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"stance": "claimed", "actor": CLAIMER, "by": CLAIMER}, "claimed by Group A"),
        ({"stance": "denied", "actor": CLAIMER, "by": CLAIMER}, "denied by Group A"),
        (
            {"stance": "attributed", "actor": CLAIMER, "by": SAYER},
            "attributed by Ministry B to Group A",
        ),
        (
            {"stance": "denied", "actor": CLAIMER, "by": SAYER},
            "denied by Ministry B for Group A",
        ),
    ],
)
def test_an_attribution_always_says_who_says_so(say, row, words):
    assert say("stance", row) == words


@pytest.mark.parametrize(("count", "words"), [(0, "0 incidents"), (1, "1 incident")])
def test_a_count_agrees_with_its_noun(say, count, words):
    assert say("plural", count, "incident") == words


def test_a_thing_that_is_not_a_date_is_no_date(say):
    assert say("day", "{{7*7}}") == ""
