import pytest
from hypothesis import given

from incidents.query.filters import IncidentFilter
from incidents.query.tallies import Toll, summarize_tallies
from tests.factories import bundled_tables, examples, make_tables
from tests.query.oracle import pair_parties, select_plainly
from tests.query.strategies import bundled_filters

EVERYTHING = IncidentFilter()


def tally(*rows, **others):
    return summarize_tallies(make_tables(*rows, **others), EVERYTHING)


@examples(150)
@given(bundled_filters())
def test_the_places_and_the_kinds_add_up_to_the_count(chosen):
    found = summarize_tallies(bundled_tables(), chosen)
    assert found.located + found.area_only + found.unlocated == found.count
    assert sum(found.by_event_type.values()) == found.count


@examples(100)
@given(bundled_filters())
def test_the_figures_are_those_of_the_plain_way(chosen):
    tables = bundled_tables()
    wanted = set(select_plainly(tables, chosen))
    rows = [row for row in tables.incidents.to_dicts() if row["incident_id"] in wanted]
    found = summarize_tallies(tables, chosen)
    assert found.count == len(rows)
    assert found.places == len({row["location"] for row in rows} - {""})
    for name in ("fatalities", "injured"):
        sums = [sum(row[f"{name}_{p}"] or 0 for row in rows) for p in ("low", "best", "high")]
        missing = sum(row[f"{name}_best"] is None for row in rows)
        assert getattr(found, name) == Toll(*sums, missing)
    pairs = {(i, actor) for i, actor in pair_parties(tables, chosen) if i in wanted}
    actors = [actor for _, actor in pairs]
    assert found.by_actor == {actor: actors.count(actor) for actor in actors}
    assert found.actors == len(found.by_actor)


@examples(100)
@given(bundled_filters())
def test_a_sum_keeps_its_range(chosen):
    found = summarize_tallies(bundled_tables(), chosen)
    for toll in (found.fatalities, found.injured):
        assert 0 <= toll.low <= toll.best <= toll.high
        assert 0 <= toll.not_reported <= found.count


def test_nobody_killed_is_not_the_same_as_not_reported():
    assert tally({"fatalities": (0, 0, 0)}, {}).fatalities == Toll(0, 0, 0, not_reported=1)


def test_ranges_are_summed_end_by_end():
    found = tally({"fatalities": (1, 2, 3)}, {"fatalities": (0, 5, 9)}, {"injured": (4, 4, 4)})
    assert found.fatalities == Toll(1, 7, 12, not_reported=1)
    assert found.injured == Toll(4, 4, 4, not_reported=2)


def test_placements_are_counted_apart():
    found = tally({}, {"placement": "area"}, {"placement": "area"}, {"placement": "none"})
    assert (found.located, found.area_only, found.unlocated) == (1, 2, 1)


def test_a_place_is_counted_once_and_a_blank_one_not():
    assert tally({"location": "Erbil"}, {"location": "Erbil"}, {"location": ""}).places == 1
    assert tally({"location": ""}).places == 0


def test_an_incident_counts_for_each_actor_and_once_for_one():
    found = tally(
        {},
        involvements=[{"actor_id": "army"}, {"actor_id": "army", "role": "responder"}],
        attributions=[{"actor_id": "group", "by": "army"}],
    )
    assert found.by_actor == {"army": 1, "group": 1}
    assert found.actors == 2


def test_nothing_adds_up_to_nothing():
    found = tally()
    assert (found.count, found.located, found.places, found.actors) == (0, 0, 0, 0)
    assert found.fatalities == Toll(0, 0, 0, 0)
    assert found.by_event_type == {}


@pytest.mark.parametrize("field", ["by_event_type", "by_actor"])
def test_counts_come_most_first(field):
    counts = list(getattr(summarize_tallies(bundled_tables(), EVERYTHING), field).values())
    assert counts == sorted(counts, reverse=True)


def test_tallies_as_plain_data_have_the_names_of_the_interface():
    found = tally({}).as_dict()
    assert set(found) >= {"count", "located", "area_only", "unlocated", "by_event_type", "by_actor"}
    assert set(found["fatalities"]) == {"low", "best", "high", "not_reported"}
