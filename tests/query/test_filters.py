import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.model.vocabularies import EventType, Role, Viewpoint
from incidents.query.filters import BoundingBox, IncidentFilter
from tests.factories import examples
from tests.query.strategies import writable_filters


def test_an_empty_filter_asks_for_everything():
    assert IncidentFilter().is_empty
    assert IncidentFilter().chosen_fields == ()


@examples(100)
@given(writable_filters())
def test_a_filter_is_empty_exactly_when_no_field_is_chosen(chosen):
    assert chosen.is_empty == (chosen.chosen_fields == ())
    assert chosen.without(*chosen.chosen_fields).is_empty


@examples(100)
@given(writable_filters())
def test_equal_filters_are_one_key(chosen):
    again = IncidentFilter.from_query(chosen.to_query())
    assert {chosen: 1}[again] == 1


def test_a_filter_cannot_be_changed_in_place():
    with pytest.raises(dataclasses.FrozenInstanceError):
        IncidentFilter().text = "x"


def test_replacing_a_field_leaves_the_first_filter_alone():
    first = IncidentFilter(text="rocket")
    second = first.replace(killed=3)
    assert (first.killed, second.killed, second.text) == (None, 3, "rocket")


def test_chosen_fields_are_named_in_the_order_of_the_fields():
    chosen = IncidentFilter(text="a", date_to=date(2021, 1, 1), viewpoint=Viewpoint.CLAIMED)
    assert chosen.chosen_fields == ("date_to", "viewpoint", "text")


def test_killed_from_none_is_a_choice_of_its_own():
    assert IncidentFilter(killed=0).chosen_fields == ("killed",)


def test_words_of_a_vocabulary_are_read_as_members():
    chosen = IncidentFilter.from_query("type=Battles&role=target")
    assert chosen.event_types == {EventType.BATTLES}
    assert chosen.roles == {Role.TARGET}


def test_a_view_is_read_west_south_east_north():
    chosen = IncidentFilter.from_query("bbox=44,33,45,34")
    assert chosen.bounds == BoundingBox(west=44, south=33, east=45, north=34)


@examples(50)
@given(st.lists(st.sampled_from(["a", "b", "c", "c"]), max_size=6))
def test_the_order_and_number_of_repeated_keys_does_not_matter(actors):
    pairs = [("actor", actor) for actor in actors]
    assert IncidentFilter.from_query(pairs) == IncidentFilter(actors=frozenset(actors))
