from datetime import date

import pytest
from hypothesis import given

from incidents.query.filters import BoundingBox, IncidentFilter
from incidents.query.select import count_incidents
from incidents.ui.chips import DATES, list_chips, remove_chip, suggest_removals
from tests.factories import bundled_tables, examples
from tests.query.strategies import bundled_filters


@examples(40)
@given(bundled_filters())
def test_removing_every_chip_leaves_nothing(chosen):
    for chip in list_chips(chosen, bundled_tables()):
        chosen = remove_chip(chosen, chip.field, chip.value)
    assert chosen.is_empty


@examples(40)
@given(bundled_filters())
def test_removing_a_chip_removes_only_that_chip(chosen):
    chips = list_chips(chosen, bundled_tables())
    for chip in chips:
        left = list_chips(remove_chip(chosen, chip.field, chip.value), bundled_tables())
        gone = {(one.field, one.value) for one in chips} - {(one.field, one.value) for one in left}
        assert gone == {(chip.field, chip.value)}


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2021, 1, 1), date(2021, 7, 31), "1 Jan \u2013 31 Jul 2021"),
        (date(2021, 1, 1), None, "from 1 Jan 2021"),
        (None, date(2021, 7, 31), "up to 31 Jul 2021"),
        (date(2021, 7, 29), date(2021, 7, 29), "29 Jul 2021"),
    ],
)
def test_the_period_is_one_chip(first, last, words):
    chosen = IncidentFilter(date_from=first, date_to=last)
    (chip,) = list_chips(chosen, bundled_tables())
    assert (chip.field, chip.words) == (DATES, words)


def test_the_view_is_named_not_spelled_out():
    chosen = IncidentFilter(bounds=BoundingBox(40, 30, 50, 40))
    assert list_chips(chosen, bundled_tables())[0].words == "only what is in view"


@pytest.mark.parametrize("field", ["__class__", "to_query", "nonsense", "sites", ""])
def test_removing_what_is_not_chosen_changes_nothing(field):
    chosen = IncidentFilter(text="rocket")
    assert remove_chip(chosen, field, "x") == chosen


def test_a_suggestion_says_what_would_show():
    tables = bundled_tables()
    chosen = IncidentFilter.from_query("type=Riots&actor=islamic-state&q=nosuchword")
    chips = list_chips(chosen, tables)
    assert suggest_removals(chosen, chips, lambda other: count_incidents(tables, other)) == []
    chosen = chosen.without("text")
    found = suggest_removals(
        chosen, list_chips(chosen, tables), lambda other: count_incidents(tables, other)
    )
    assert [each.chip.field for each in found] == ["event_types", "actors"]
    assert found[0].count == count_incidents(tables, chosen.without("event_types"))
