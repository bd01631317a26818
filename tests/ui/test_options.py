import pytest

from incidents.query.facets import Facets, count_options
from incidents.query.filters import IncidentFilter
from incidents.ui.names import Names, collect_names
from incidents.ui.options import MOST_OPTIONS, find_value, is_cut, list_options, read_choice

NAMES = Names({"a": "Group A", "b": "Group A", "c": "Kata'ib · 7"}, {}, {"road": "Road"}, {})


def test_an_option_without_incidents_is_shown_only_while_chosen(tables, atlas):
    chosen = IncidentFilter.from_query("actor=islamic-state&type=Riots")
    facets, names = count_options(tables, chosen), collect_names(atlas)
    shown = {each.value: each.count for each in list_options("event_types", facets, names)}
    assert "Riots" not in shown
    assert 0 not in shown.values()
    with_chosen = list_options("event_types", facets, names, chosen.event_types)
    assert {"Riots": 0}.items() <= {each.value: each.count for each in with_chosen}.items()


def test_a_label_is_the_name_and_the_count(tables, atlas):
    facets = count_options(tables, IncidentFilter())
    labels = [each.label for each in list_options("relevances", facets, collect_names(atlas))]
    assert labels == ["Core of the dataset · 84", "Context · 23"]


@pytest.mark.parametrize(
    ("raw", "field", "value"),
    [
        ("a", "actors", "a"),
        ("Group A · 12", "actors", "a"),
        ("Self-claimed · 3", "viewpoint", "claimed"),
        ("Battles · 1\u202f204", "event_types", "Battles"),
        ("Kata'ib · 7 · 9", "actors", "c"),
        ("Road · 2", "sites", "road"),
        ("never heard of", "actors", "never heard of"),
    ],
)
def test_a_label_that_was_shown_before_still_says_its_value(raw, field, value):
    assert read_choice(raw, field, NAMES) == value


def test_two_actors_of_one_name_can_be_told_apart():
    named = {"actors": {"a": 2, "b": 1}}
    facets = Facets(named)
    labels = [each.label for each in list_options("actors", facets, NAMES)]
    assert labels == ["Group A (a) · 2", "Group A (b) · 1"]


MANY = {f"actor-{number:04}": 3000 - number for number in range(2000)}
MANY_NAMES = Names(
    {value: f"Group {value[-4:]}" for value in MANY} | {"x": "كتائب حزب الله"}, {}, {}, {}
)


def test_a_long_list_holds_what_gives_most_and_what_is_chosen():
    facets = Facets({"actors": MANY})
    assert is_cut("actors", facets)
    shown = list_options("actors", facets, MANY_NAMES, ["actor-1999"])
    assert len(shown) == MOST_OPTIONS + 1
    assert {each.value: each.count for each in shown}["actor-1999"] == 1001
    assert not is_cut("actors", Facets({"actors": dict(list(MANY.items())[:MOST_OPTIONS])}))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Group 1999", "actor-1999"),
        ("GROUP 0003 ", "actor-0003"),
        ("كتائب حزب اللّه", "x"),
        ("حزب", "x"),
        ("Group", ""),
        ("nobody", ""),
        ("", ""),
        ("{{7*7}} ![x](http://a)", ""),
    ],
)
def test_a_name_that_is_typed_is_found_when_it_is_one(typed, value):
    assert find_value(typed, "actors", MANY_NAMES) == value
    assert read_choice(typed, "actors", MANY_NAMES) == (value or typed)
