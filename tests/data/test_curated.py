import csv
import re
from datetime import date

import pytest

from incidents.model.tables import TABLES
from incidents.model.vocabularies import LOCATED_PRECISIONS
from incidents.query.filters import IncidentFilter
from incidents.query.select import select_incidents
from incidents.settings import Settings
from tests.factories import bundled_atlas, bundled_tables

BUNDLED = Settings().data
ARABIC = re.compile("[\u0621-\u064a]")
SEED = "seed_kayhan_20210731"
CAUTIONED = (
    "IQ-20201220-01", "IQ-20201225-01", "IQ-20210215-01", "IQ-20210220-01", "SY-20210225-01",
    "IQ-20210303-01", "IQ-20210415-01", "IQ-20210418-01", "IQ-20210503-01", "IQ-20210603-01",
    "IQ-20210605-01", "IQ-20210627-01", "IQ-20210707-01", "IQ-20210719-01", "IQ-20210729-01",
    "IQ-20210730-01", "IQ-20210817-01", "IQ-20211026-01", "IQ-20211026-02", "IQ-20211105-01",
    "IQ-20211107-01", "IQ-20211202-01", "IQ-20211205-01", "IQ-20211207-01",
    "IQ-20210217-01", "IQ-20210401-02", "IQ-20210429-01", "IQ-20210429-02", "IQ-20211019-01",
    "IQ-20201229-01", "IQ-20201229-02", "IQ-20210318-01", "IQ-20210318-02",
)  # fmt: skip
"""The records on which the notes say that sources disagree or that there is some other doubt."""


def rows(table):
    with (BUNDLED / TABLES[table].file_name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ids(table):
    return {row[TABLES[table].key[0]] for row in rows(table)}


def claims(*numbers):
    wanted = {f"C{number}" for number in numbers}
    found = [row for row in rows("claims") if row["claim_id"] in wanted]
    assert {row["claim_id"] for row in found} == wanted
    return found


def test_no_row_is_refused():
    assert [str(row) for row in bundled_atlas().dataset.rejected] == []


def test_all_incidents_and_sources_are_there():
    assert len(rows("incidents")) == bundled_tables().incidents.height == 107
    assert len(rows("sources")) == bundled_tables().sources.height == 187


def test_an_incidents_id_says_country_and_first_day():
    for row in rows("incidents"):
        country, day, number = re.fullmatch(
            r"([A-Z]{2})-([0-9]{8})-([0-9]{2})", row["incident_id"]
        ).groups()
        assert country in {"IQ", "SY"}
        assert int(number) >= 1
        first, last = date.fromisoformat(row["event_date"]), date.fromisoformat(row["end_date"])
        assert first <= date.fromisoformat(day) <= last, row["incident_id"]


def test_every_incident_is_cited():
    assert ids("incidents") - {row["incident_id"] for row in rows("citations")} == set()


def test_nothing_coarser_than_a_city_has_coordinates():
    pointed = [row for row in rows("incidents") if row["latitude"] or row["longitude"]]
    assert pointed
    assert {row["geo_precision"] for row in pointed} <= set(LOCATED_PRECISIONS)
    assert not [row["incident_id"] for row in pointed if not row["coordinate_source"]]


@pytest.mark.parametrize("toll", ["fatalities", "injured"])
def test_a_toll_is_given_whole_and_in_order_or_not_at_all(toll):
    for row in rows("incidents"):
        figures = [row[f"{toll}_{part}"] for part in ("low", "best", "high")]
        assert all(figures) or not any(figures), row["incident_id"]
        assert figures == sorted(figures, key=lambda cell: int(cell or 0)), row["incident_id"]


def test_a_toll_that_is_not_reported_is_told_from_one_of_nobody():
    figures = [row["fatalities_best"] for row in rows("incidents")]
    assert "" in figures
    assert "0" in figures


@pytest.mark.parametrize("table", ["incidents", "statements", "reported_totals"])
def test_arabic_titles_are_arabic(table):
    assert not [row for row in rows(table) if not ARABIC.search(row["title_ar"])]


def test_arabic_names_of_actors_and_places_are_arabic():
    assert not [row["actor_id"] for row in rows("actors") if not ARABIC.search(row["name_ar"])]
    assert not [row for row in rows("incidents") if not ARABIC.search(row["location_ar"])]


@pytest.mark.parametrize("table", TABLES)
def test_no_cell_starts_or_ends_with_a_space_or_breaks_a_line(table):
    for row in rows(table):
        for column, cell in row.items():
            assert cell == cell.strip(), (row, column)
            assert not re.search(r"[\n\r\t]| {2}", cell), (row, column)


@pytest.mark.parametrize("table", TABLES)
def test_no_cell_carries_control_or_direction_characters(table):
    hidden = re.compile("[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")
    assert not [row for row in rows(table) if hidden.search("".join(row.values()))]


def test_every_claim_of_the_seed_article_went_somewhere():
    found = rows("claims")
    assert {row["claim_id"] for row in found} == {f"C{n}" for n in range(1, 14)}
    assert {row["source_id"] for row in found} == {SEED}
    assert not [row for row in found if row["record_id"] not in ids(row["table"])]
    assert not [row for row in found if not ARABIC.search(row["quote"])]


@pytest.mark.parametrize(
    ("numbers", "treatment", "table"),
    [
        pytest.param((1, 2), "incident", "incidents", id="C1 and C2 are incidents"),
        pytest.param((3,), "mention", "incidents", id="C3 is a mention"),
        pytest.param(range(4, 12), "statement", "statements", id="C4 to C11 are statements"),
        pytest.param((12, 13), "reported_total", "reported_totals", id="C12 and C13 are a total"),
    ],
)
def test_a_claim_of_the_seed_article_was_treated_as_what_it_is(numbers, treatment, table):
    found = claims(*numbers)
    assert {row["treatment"] for row in found} == {treatment}
    assert {row["table"] for row in found} == {table}


def test_the_two_incidents_of_the_seed_article_are_the_rockets_and_the_bombing():
    assert [row["record_id"] for row in claims(1, 2)] == ["IQ-20210729-01", "IQ-20210719-01"]


def test_the_mention_made_no_incident_of_its_own():
    mentioned = {row["record_id"] for row in claims(3)}
    assert "IQ-20210729-01" in mentioned
    others = {r["incident_id"] for r in rows("citations") if r["source_id"] != SEED}
    assert mentioned <= others


def test_each_statement_of_the_seed_article_is_one_of_its_own():
    found = [row["record_id"] for row in claims(*range(4, 12))]
    assert len(set(found)) == len(found) == 8
    cited = {row["statement_id"]: row["source_id"] for row in rows("statements")}
    assert {cited[record] for record in found} == {SEED}


def test_the_aggregate_of_the_seed_article_is_one_figure_with_two_attributions():
    totals = {row["record_id"] for row in claims(12, 13)}
    assert len(totals) == 1
    found = [
        row
        for row in rows("total_attributions")
        if row["total_id"] in totals and row["source_id"] == SEED
    ]
    assert {(row["stance"], row["by"]) for row in found} == {
        ("asserted", "kayhan"),
        ("alleged", "us-government"),
    }


def test_what_an_aggregate_is_compared_with_is_a_filter_for_the_same_period():
    for row in rows("reported_totals"):
        chosen = IncidentFilter.from_query(row["comparable_filter"])
        assert chosen.date_from == date.fromisoformat(row["period_start"])
        assert chosen.date_to == date.fromisoformat(row["period_end"])
        assert chosen.countries == frozenset(row["country"].split(";"))
        assert select_incidents(bundled_tables(), chosen).collect().shape[0] > 0


def test_no_perpetrator_is_invented_where_none_is_known():
    named = {row["actor_id"] for row in rows("attributions")}
    assert not [actor for actor in named if re.match("unidentified|unknown", actor)]
    names = {row["name_en"].casefold() for row in rows("actors") if row["actor_id"] in named}
    assert not [name for name in names if re.match("unidentified|unknown|unnamed", name)]


def test_a_perpetrator_has_a_row_of_the_ledger_that_says_so():
    stated = {
        (row["incident_id"], row["actor_id"])
        for row in rows("attributions")
        if row["stance"] != "denied"
    }
    named = {
        (row["incident_id"], row["actor_id"])
        for row in rows("involvements")
        if row["role"] == "perpetrator"
    }
    assert named == stated


def test_the_rockets_near_the_embassy_are_denied_and_nobody_is_accused():
    ledger = [row for row in rows("attributions") if row["incident_id"] == "IQ-20210729-01"]
    assert {row["stance"] for row in ledger} == {"denied"}
    assert {row["actor_id"] for row in ledger} == {"resistance-coordination"}


def test_the_source_of_a_ledger_row_is_cited_by_its_incident():
    cited = {(row["incident_id"], row["source_id"]) for row in rows("citations")}
    stated = {(row["incident_id"], row["source_id"]) for row in rows("attributions")}
    assert stated - cited == set()


@pytest.mark.parametrize("incident_id", CAUTIONED)
def test_a_record_in_doubt_carries_its_caution(incident_id):
    (row,) = [row for row in rows("incidents") if row["incident_id"] == incident_id]
    assert len(row["notes"]) > 30


def test_every_convoy_that_was_hit_is_called_linked_to_the_coalition_and_its_trucks_iraqi():
    hit = [
        row
        for row in rows("incidents")
        if "supply convoy" in row["title_en"] and "planned" not in row["target"]
    ]
    assert len(hit) > 20
    assert not [row["incident_id"] for row in hit if "coalition-linked" not in row["title_en"]]
    assert not [row["incident_id"] for row in hit if "Iraqi" not in row["target"]]


def test_incidents_stand_in_the_order_in_which_they_happened():
    found = [(row["event_date"], row["incident_id"]) for row in rows("incidents")]
    assert found == sorted(found)


@pytest.mark.parametrize("table", ["actors", "sources", "statements", "reported_totals"])
def test_rows_are_sorted_by_id_so_that_a_change_is_easy_to_read(table):
    found = [row[TABLES[table].key[0]] for row in rows(table)]
    assert found == sorted(found)
