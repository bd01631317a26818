from incidents.model.vocabularies import Role
from incidents.query.filters import IncidentFilter
from incidents.query.select import count_incidents
from incidents.ui.actor_rows import (
    VIEWS,
    Word,
    count_days,
    count_parts,
    count_said_of_others,
    count_sayers,
    count_words,
    list_ledger,
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


def whole_ledger(tables, chosen=EVERYTHING):
    actors = rank_actors(tables, chosen).actors
    return [row for actor in actors for row in list_ledger(tables, chosen, actor).rows]


def test_a_number_of_the_matrix_is_what_its_filter_selects(tables):
    for actor, counts in count_words(tables, EVERYTHING).items():
        for word, view in VIEWS.items():
            chosen = IncidentFilter(actors=frozenset({actor}), viewpoint=view)
            assert counts.get(word, 0) == count_incidents(tables, chosen)


def test_a_number_of_the_matrix_leads_to_its_rows(tables):
    for actor, counts in count_words(tables, EVERYTHING).items():
        for word in Word:
            page = list_ledger(tables, EVERYTHING, actor, word=word)
            assert page.incidents == counts.get(word, 0)
            assert {row.word for row in page.rows} <= {word}
            assert len(page.rows) == page.count


def test_every_row_of_the_ledger_has_one_word(tables):
    ledger = whole_ledger(tables)
    assert len(ledger) == len(tables.attributions)
    assert {row.word for row in ledger} <= set(Word)


def test_the_rows_of_a_sayer_are_those_counted(tables):
    actors = list(count_words(tables, EVERYTHING))
    for actor, cells in count_sayers(tables, EVERYTHING, actors).items():
        for by, count in cells.items():
            page = list_ledger(tables, EVERYTHING, actor, by=by)
            assert page.incidents == count
            assert {(row.actor, row.by) for row in page.rows} == {(actor, by)}


def test_what_an_actor_says_of_others_is_counted_by_incident(tables):
    ledger = whole_ledger(tables)
    for actor in rank_actors(tables, EVERYTHING).actors:
        said = {row.incident_id for row in ledger if row.by == actor and row.actor != actor}
        assert count_said_of_others(tables, EVERYTHING, actor) == len(said)


def test_days_are_those_of_the_rows(tables):
    for actor in count_words(tables, EVERYTHING):
        rows = list_ledger(tables, EVERYTHING, actor).rows
        assert count_days(tables, EVERYTHING, actor) == sorted(
            {(row.event_date, row.word) for row in rows}
        )


def test_the_ledger_follows_the_filter(tables):
    chosen = IncidentFilter.from_query("from=2021-07-01&to=2021-07-31")
    found = whole_ledger(tables, chosen)
    assert found
    assert all(row.event_date.month == 7 for row in found)


def test_the_newest_row_comes_first(tables):
    days = [row.event_date for row in list_ledger(tables, EVERYTHING, "islamic-state").rows]
    assert days == sorted(days, reverse=True)


def test_whoever_is_most_spoken_of_comes_first(tables):
    ranked = rank_actors(tables, EVERYTHING)
    assert ranked.actors[0] == "islamic-state"
    assert ranked.spoken_of == len(count_words(tables, EVERYTHING))


def test_parts_are_those_besides_perpetrator(tables):
    parts = count_parts(tables, EVERYTHING, "civilians")
    assert Role.PERPETRATOR not in parts
    for role, count in parts.items():
        chosen = IncidentFilter(actors=frozenset({"civilians"}), roles=frozenset({role}))
        assert count == count_incidents(tables, chosen)


def test_a_long_table_comes_in_pages_that_hold_each_incident_once(tables, atlas, monkeypatch):
    monkeypatch.setattr("incidents.ui.incident_table.PAGE_ROWS", 40)
    names = collect_names(atlas)
    pages = [build_incident_table(tables, EVERYTHING, names, n) for n in (0, 40, 80)]
    assert [len(page) for page in pages] == [40, 40, 27]
    ids = [each for page in pages for each in page["incident_id"]]
    assert len(set(ids)) == count_incidents(tables, EVERYTHING)
    dates = [each for page in pages for each in page["event_date"]]
    assert dates == sorted(dates, reverse=True)


def test_a_reported_total_stands_beside_what_is_documented(tables, atlas):
    nodes = str(describe_totals(tables, collect_names(atlas)))
    row = tables.reported_totals.to_dicts()[0]
    count = count_incidents(tables, IncidentFilter.from_query(row["comparable_filter"]))
    documented = f"['{count}']"
    assert documented in nodes
