"""The geocoder against the places of UCDP GED, which it was not made from."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.asked_places import FILES, PlainList, list_cases, read_events, without_type_word
from benchmarks.geocoding_accuracy import judge, summarize, teach_half
from incidents.library.opening import open_geocoder
from incidents.settings import PROJECT, Settings

pytestmark = pytest.mark.real_data

BUNDLED = ("data/gazetteer", "incidents")


@pytest.fixture(scope="module")
def folder():
    named = os.environ.get("INCIDENTS_REAL_DATA")
    if not named:
        pytest.fail("Set INCIDENTS_REAL_DATA to the folder of published datasets.", pytrace=False)
    return Path(named) / "open"


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return replace(Settings(), home=tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def searcher(settings):
    return open_geocoder(settings)


@pytest.fixture(scope="module", params=sorted(FILES))
def cases(folder, request):
    return list_cases(read_events(folder, request.param))


def accuracy(searcher, cases, *, told):
    return summarize(judge(searcher, cases, with_admin1=told))


@pytest.fixture(scope="module")
def every_case(folder):
    """The places of both countries together; RESULTS-geocoding.md has each by itself."""
    return [case for code in sorted(FILES) for case in list_cases(read_events(folder, code))]


@pytest.mark.parametrize("told", [True, False], ids=["with governorate", "without"])
def test_what_is_answered_is_right(searcher, every_case, told):
    found = accuracy(searcher, every_case, told=told)
    assert found.confidently_wrong <= 0.02
    assert found.within(25) >= 0.92


def test_twice_as_many_are_answered_as_by_exact_match(searcher, cases):
    plain = PlainList()
    exact = sum(
        plain.find(without_type_word(case.name), case.country) is not None for case in cases
    )
    assert accuracy(searcher, cases, told=True).answered >= 2 * exact / len(cases)


def test_half_of_the_events_teaches_where_the_other_half_happened(folder, settings):
    half = teach_half(read_events(folder, "IRQ"), settings)
    assert half.by_event.answered >= 0.85
    assert half.by_event.within(25) >= 0.92
    assert half.by_event.confidently_wrong <= 0.02


def test_nothing_that_is_bundled_reads_what_is_asked():
    for room in BUNDLED:
        for path in (PROJECT / room).rglob("*.csv"):
            assert "UCDP" not in path.read_text(encoding="utf-8")
