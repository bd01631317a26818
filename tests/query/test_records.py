import json
from datetime import date

import pytest
from hypothesis import given

from incidents.errors import UnknownIncidentError
from incidents.query.filters import IncidentFilter
from incidents.query.records import Listing, list_incidents, read_record, summarize_incident
from tests.factories import bundled_tables, examples, make_tables
from tests.query.oracle import select_plainly
from tests.query.strategies import bundled_filters

EVERYTHING = IncidentFilter()
IDS = bundled_tables().incidents["incident_id"].to_list()


def rows_about(table, incident_id):
    found = bundled_tables().by_name()[table].to_dicts()
    return [row for row in found if row["incident_id"] == incident_id]


@pytest.mark.parametrize("incident_id", IDS)
def test_a_card_holds_every_citation_part_and_row_of_the_ledger(incident_id):
    card = read_record(bundled_tables(), incident_id)
    assert [s["source_id"] for s in card["sources"]] == [
        row["source_id"] for row in rows_about("citations", incident_id)
    ]
    assert [
        (a["actor"]["actor_id"], a["stance"], a["by"]["actor_id"], a["source"]["source_id"])
        for a in card["attributions"]
    ] == [
        (row["actor_id"], row["stance"], row["by"], row["source_id"])
        for row in rows_about("attributions", incident_id)
    ]
    assert [(i["actor"]["actor_id"], i["role"]) for i in card["involvements"]] == [
        (row["actor_id"], row["role"]) for row in rows_about("involvements", incident_id)
    ]


@pytest.mark.parametrize("incident_id", IDS)
def test_a_card_is_plain_data(incident_id):
    card = read_record(bundled_tables(), incident_id)
    assert json.loads(json.dumps(card)) == card
    assert card["incident"]["incident_id"] == incident_id


@pytest.mark.parametrize("incident_id", IDS)
def test_a_card_says_how_the_record_got_its_place_and_nothing_internal(incident_id):
    incident = read_record(bundled_tables(), incident_id)["incident"]
    assert incident["placed_by"]
    assert not {"search", "x", "y", "area_west"} & set(incident)


@pytest.mark.parametrize("incident_id", ["", "IQ-0", "iq-20210719-01", "IQ-20210719-01 ", "%", "."])
def test_an_id_that_no_incident_has_is_said_so(incident_id):
    with pytest.raises(UnknownIncidentError) as caught:
        read_record(bundled_tables(), incident_id)
    assert caught.value.incident_id == incident_id


def test_a_statement_belongs_to_the_ids_it_names_and_not_to_those_they_begin_with():
    rows = [{"incident_id": name} for name in ("A-1", "A-10", "A-1.x", "A-2")]
    said = [
        {"statement_id": "S-1", "incident_ids": "A-10;A-2"},
        {"statement_id": "S-2", "incident_ids": "A-1.x"},
        {"statement_id": "S-3", "incident_ids": "A-2;A-1"},
        {"statement_id": "S-4", "incident_ids": ""},
    ]
    tables = make_tables(*rows, statements=said)

    def about(incident_id):
        return [s["statement_id"] for s in read_record(tables, incident_id)["statements"]]

    assert about("A-1") == ["S-3"]
    assert about("A-10") == ["S-1"]
    assert about("A-1.x") == ["S-2"]
    assert about("A-2") == ["S-1", "S-3"]


def test_a_claim_belongs_to_the_incident_and_not_to_a_record_of_another_table():
    claims = [{"claim_id": "C1"}, {"claim_id": "C2", "table": "statements"}]
    card = read_record(make_tables({}, claims=claims), "T-001")
    assert [claim["claim_id"] for claim in card["claims"]] == ["C1"]


def test_the_seed_articles_claims_stand_on_the_cards_they_led_to():
    card = read_record(bundled_tables(), "IQ-20210729-01")
    assert [claim["claim_id"] for claim in card["claims"]] == ["C1", "C3"]
    assert [said["statement_id"] for said in card["statements"]] == ["ST-20210729-01"]


def test_a_citations_notes_and_its_sources_notes_are_kept_apart():
    tables = make_tables(
        {},
        sources=[{"source_id": "paper", "notes": "of the page"}],
        citations=[{"notes": "of the citation", "quote": "«word»"}],
    )
    (source,) = read_record(tables, "T-001")["sources"]
    assert (source["notes"], source["source_notes"]) == ("of the citation", "of the page")
    assert (source["quote"], source["credibility"], source["reliability"]) == ("«word»", "2", "B")


def test_a_summary_tells_nobody_killed_from_not_reported():
    (row,) = make_tables({"fatalities": (0, 0, 2)}).incidents.to_dicts()
    summary = summarize_incident(row)
    assert summary["fatalities"] == {"low": 0, "best": 0, "high": 2}
    assert summary["injured"] is None
    assert "fatalities_best" not in summary


@examples(60)
@given(bundled_filters())
def test_the_pages_of_a_list_hold_each_selected_incident_once(chosen):
    tables = bundled_tables()
    pages = [list_incidents(tables, chosen, Listing(offset=n, limit=20)).items
             for n in range(0, 120, 20)]  # fmt: skip
    found = [item["incident_id"] for page in pages for item in page]
    assert sorted(found) == sorted(select_plainly(tables, chosen))


@pytest.mark.parametrize(
    ("newest", "expected"), [(True, ["c", "b", "a"]), (False, ["a", "b", "c"])]
)
def test_a_list_goes_by_day_and_then_by_id(newest, expected):
    late, early = {"event_date": date(2021, 2, 1)}, {"event_date": date(2021, 1, 1)}
    tables = make_tables(
        late | {"incident_id": "c"}, early | {"incident_id": "a"}, late | {"incident_id": "b"}
    )
    found = list_incidents(tables, EVERYTHING, Listing(newest=newest)).items
    assert [item["incident_id"] for item in found] == expected


def test_a_page_beyond_the_end_is_empty():
    beyond = list_incidents(make_tables({}), EVERYTHING, Listing(offset=10))
    assert (beyond.count, beyond.items) == (1, [])
