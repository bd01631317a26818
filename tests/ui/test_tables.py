from incidents.model.vocabularies import Role
from incidents.query.facets import count_incidents
from incidents.query.filters import IncidentFilter
from incidents.ui.actor_rows import (
    VIEWS,
    Word,
    count_sayers,
    count_words,
    list_ledger,
    list_parts,
    rank_actors,
)
from incidents.ui.incident_table import COLUMNS, DEFAULT_COLUMNS, build_incident_table
from incidents.ui.names import collect_names
from incidents.ui.source_nodes import describe_totals

EVERYTHING = IncidentFilter()


def test_the_table_holds_exactly_the_selection(tables, atlas):
    chosen = IncidentFilter.from_query("view=claimed")
    frame = build_incident_table(tables, chosen, collect_names(atlas))
    assert len(frame) == count_incidents(tables, chosen)
    assert list(frame.columns) == list(COLUMNS)
    assert frame["event_date"].is_sorted(descending=True)


def test_not_reported_is_never_zero(make_incidents, atlas):
    tables = make_incidents({}, {"fatalities_low": 0, "fatalities_best": 0, "fatalities_high": 0})
    frame = build_incident_table(tables, EVERYTHING, collect_names(atlas)).sort("incident_id")
    assert frame["killed"].to_list() == ["not reported", "0"]
    assert frame["killed_best"].to_list() == [None, 0]


def test_an_empty_selection_is_a_table_without_rows(tables, atlas):
    chosen = IncidentFilter(text="no such words")
    assert build_incident_table(tables, chosen, collect_names(atlas)).is_empty()


def test_the_usual_columns_exist():
    assert set(DEFAULT_COLUMNS) <= set(COLUMNS)


def test_a_number_of_the_matrix_is_what_its_filter_selects(tables):
    for actor, counts in count_words(list_ledger(tables, EVERYTHING)).items():
        for word, view in VIEWS.items():
            chosen = IncidentFilter(actors=frozenset({actor}), viewpoint=view)
            assert counts.get(word, 0) == count_incidents(tables, chosen)


def test_every_row_of_the_ledger_has_one_word(tables):
    ledger = list_ledger(tables, EVERYTHING)
    assert len(ledger) == len(tables.attributions)
    assert {row.word for row in ledger} <= set(Word)


def test_sayers_speak_of_no_more_incidents_than_the_ledger_has(tables):
    ledger = list_ledger(tables, EVERYTHING)
    for actor, cells in count_sayers(ledger).items():
        own = {row.incident_id for row in ledger if row.actor == actor}
        assert max(cells.values()) <= len(own)


def test_the_ledger_follows_the_filter(tables):
    chosen = IncidentFilter.from_query("from=2021-07-01&to=2021-07-31")
    assert all(row.event_date.month == 7 for row in list_ledger(tables, chosen))


def test_whoever_is_most_spoken_of_comes_first(tables):
    assert rank_actors(tables, EVERYTHING)[0] == "islamic-state"


def test_parts_are_those_besides_perpetrator(tables):
    parts = list_parts(tables, EVERYTHING, "civilians")
    assert Role.PERPETRATOR not in parts
    assert all(parts.values())


def test_a_reported_total_stands_beside_what_is_documented(tables, atlas):
    nodes = str(describe_totals(tables, collect_names(atlas)))
    row = tables.reported_totals.to_dicts()[0]
    count = count_incidents(tables, IncidentFilter.from_query(row["comparable_filter"]))
    documented = f"['{count}']"
    assert documented in nodes
