import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.model.vocabularies import EventType, GeoPrecision, Role, Viewpoint
from incidents.query.facets import count_options
from incidents.query.filters import IncidentFilter
from incidents.query.select import count_incidents
from tests.factories import bundled_tables, examples, make_tables
from tests.query.oracle import select_plainly
from tests.query.strategies import bundled_filters

SETS = (
    "datasets", "actors", "roles", "event_types", "sub_event_types", "countries", "areas", "sites",
    "precisions", "relevances", "verifications",
)  # fmt: skip
SINGLE = {
    "viewpoint": list(Viewpoint),
    "without_denied": [True, False],
    "with_casualties": [True, False],
}


@examples(40)
@given(bundled_filters(), st.sampled_from(SETS), st.randoms(use_true_random=False))
def test_an_options_count_is_that_of_choosing_it_alone(chosen, field, random):
    tables = bundled_tables()
    counts = count_options(tables, chosen).counts[field]
    for value in random.sample(sorted(counts), min(6, len(counts))):
        option = Role(value) if field == "roles" else value
        alone = chosen.replace(**{field: frozenset({option})})
        assert counts[value] == count_incidents(tables, alone), (field, value)


@examples(25)
@given(bundled_filters())
def test_a_switchs_count_is_that_of_turning_it(chosen):
    tables = bundled_tables()
    facets = count_options(tables, chosen)
    for field, options in SINGLE.items():
        for option in options:
            turned = chosen.replace(**{field: option})
            assert facets.count(field, option) == count_incidents(tables, turned)


@examples(25)
@given(bundled_filters(), st.sampled_from(["actors", "areas", "sites", "event_types"]))
def test_an_option_that_is_not_listed_gives_nothing(chosen, field):
    tables = bundled_tables()
    columns = {"areas": "area_id", "event_types": "event_type"}
    options = {
        "actors": tables.actors["actor_id"].to_list(),
        "sites": ["base", "market", "farm"],
    } | {name: tables.incidents[column].unique().to_list() for name, column in columns.items()}
    facets = count_options(tables, chosen)
    absent = [value for value in options[field] if value and not facets.count(field, value)]
    for value in sorted(absent)[:4]:
        assert count_incidents(tables, chosen.replace(**{field: frozenset({value})})) == 0


def test_an_actor_whose_denial_is_left_out_is_not_offered_for_it():
    ledger = [
        {"actor_id": "group", "by": "ministry"},
        {"actor_id": "group", "stance": "denied", "by": "group"},
        {"actor_id": "army", "by": "ministry"},
    ]
    tables = make_tables({}, attributions=ledger)
    facets = count_options(tables, IncidentFilter(without_denied=True))
    assert facets.counts["actors"] == {"army": 1}


def test_the_fields_own_choice_does_not_narrow_its_options():
    tables = make_tables({"event_type": "Battles"}, {"event_type": "Riots"})
    chosen = IncidentFilter(event_types=frozenset({EventType.RIOTS}))
    facets = count_options(tables, chosen)
    assert facets.counts["event_types"] == {"Battles": 1, "Riots": 1}
    assert facets.counts["sub_event_types"] == {"Violent demonstration": 1}


def test_each_part_of_a_list_is_an_option():
    tables = make_tables({"site_type": "base;airport"}, {"site_type": "base"}, {"site_type": ""})
    assert count_options(tables, IncidentFilter()).counts["sites"] == {"base": 2, "airport": 1}


def test_a_member_of_a_vocabulary_is_found_by_itself():
    facets = count_options(make_tables({}), IncidentFilter())
    assert facets.count("precisions", GeoPrecision.CITY) == 1
    assert facets.count("precisions", GeoPrecision.SITE) == 0
    assert facets.count("roles", Role.TARGET) == 0


def test_blank_cells_are_no_option():
    facets = count_options(make_tables({"placement": "none"}), IncidentFilter())
    assert facets.counts["areas"] == {}


@examples(60)
@given(bundled_filters())
def test_incidents_are_counted_as_the_plain_way_counts_them(chosen):
    tables = bundled_tables()
    assert count_incidents(tables, chosen) == len(select_plainly(tables, chosen))


def test_options_of_nothing_are_none():
    facets = count_options(make_tables(), IncidentFilter())
    assert not any(facets.count(field, "x") for field in SETS)


@pytest.mark.parametrize("field", SETS)
def test_every_field_with_options_is_counted(field):
    assert count_options(bundled_tables(), IncidentFilter()).counts[field]
