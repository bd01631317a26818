from hypothesis import given

from incidents.query.filters import IncidentFilter
from incidents.query.words import describe_fields, describe_filter
from tests.factories import bundled_tables, examples, make_tables
from tests.query.strategies import bundled_filters, writable_filters


@examples(100)
@given(writable_filters())
def test_every_choice_has_words(chosen):
    choices = describe_fields(chosen, make_tables())
    assert {choice.field for choice in choices} == set(chosen.chosen_fields)
    assert all(choice.label for choice in choices)


@examples(60)
@given(bundled_filters())
def test_taking_back_every_choice_one_by_one_leaves_the_empty_filter(chosen):
    left = chosen
    for choice in describe_fields(chosen, bundled_tables()):
        fewer = choice.removed_from(left)
        assert fewer != left
        left = fewer
    assert left.is_empty


def test_a_filter_that_asks_for_everything_has_no_words():
    assert describe_filter(IncidentFilter(), make_tables()) == []
    assert describe_fields(IncidentFilter(), make_tables()) == []


def test_a_filter_reads_as_phrases_with_names_and_dates_in_words():
    chosen = IncidentFilter.from_query(
        "from=2021-01-01&to=2021-07-31&actor=kataib-hezbollah&view=claimed"
    )
    assert describe_filter(chosen, bundled_tables()) == [
        "from 1 Jan 2021 to 31 Jul 2021",
        "claimed by Kataib Hezbollah",
    ]


@examples(60)
@given(bundled_filters())
def test_words_are_text_on_one_line(chosen):
    for phrase in describe_filter(chosen, bundled_tables()):
        assert phrase
        assert "\n" not in phrase
