from hypothesis import given

from incidents.query.areas import summarize_areas
from incidents.query.filters import IncidentFilter
from incidents.query.select import select_incidents
from incidents.query.tallies import Toll, summarize_tallies
from tests.factories import bundled_tables, examples, make_tables
from tests.query.strategies import bundled_filters


@examples(80)
@given(bundled_filters())
def test_areas_hold_every_incident_that_has_one(chosen):
    tables = bundled_tables()
    areas = summarize_areas(tables, chosen)
    cells = list(map(str, select_incidents(tables, chosen).collect()["area_id"].to_list()))
    assert {name: area.count for name, area in areas.items()} == {
        name: cells.count(name) for name in set(cells) - {""}
    }
    figures = summarize_tallies(tables, chosen)
    assert sum(area.area_only for area in areas.values()) == figures.area_only


@examples(80)
@given(bundled_filters())
def test_an_areas_figures_are_those_of_the_filter_with_that_area(chosen):
    for name, area in list(summarize_areas(bundled_tables(), chosen).items())[:4]:
        figures = summarize_tallies(bundled_tables(), chosen.replace(areas=frozenset({name})))
        assert (area.count, area.area_only) == (figures.count, figures.area_only)
        assert area.fatalities == figures.fatalities


def test_points_and_areas_are_counted_apart():
    tables = make_tables({"fatalities": (1, 2, 3)}, {"placement": "area"}, {"placement": "none"})
    (area,) = summarize_areas(tables, IncidentFilter()).values()
    assert (area.area_id, area.count, area.area_only) == ("IQ-BG", 2, 1)
    assert area.fatalities == Toll(1, 2, 3, not_reported=1)


def test_areas_come_in_the_order_of_their_codes():
    found = list(summarize_areas(bundled_tables(), IncidentFilter()))
    assert found == sorted(found)
