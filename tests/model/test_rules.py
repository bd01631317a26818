import pytest

from incidents.model.rules import check_references, check_row
from incidents.model.tables import TABLES
from tests.model.rows import judge, reason, spoil


def test_a_row_of_a_table_without_rules_of_its_own_breaks_none():
    assert check_row("sources", {"source_id": "paper"}) == []


def test_tables_without_rows_refer_to_nothing():
    assert check_references({name: {} for name in TABLES}) == []


def test_every_rule_that_a_row_breaks_is_named():
    figures = {f"{toll}_{part}": None for toll in ("fatalities", "injured")
               for part in ("low", "best", "high")}  # fmt: skip
    row = {
        "event_date": None,
        "end_date": None,
        "event_type": "Riots",
        "sub_event_type": "Grenade",
        "latitude": 1.0,
        "longitude": None,
        **figures,
        "injured_low": 2,
    }
    broken = [column for column, _ in check_row("incidents", row)]
    assert broken == ["injured_best", "longitude", "sub_event_type"]


def test_a_toll_given_in_part_is_refused():
    assert reason("incidents", fatalities_best="3") == (
        "fatalities_low",
        "is blank although another figure is given; give all three or none",
    )


@pytest.mark.parametrize("figures", [("3", "2", "4"), ("1", "5", "4"), ("4", "4", "3")])
@pytest.mark.parametrize("toll", ["fatalities", "injured"])
def test_a_toll_out_of_order_is_refused(figures, toll):
    cells = dict(zip((f"{toll}_low", f"{toll}_best", f"{toll}_high"), figures, strict=True))
    assert reason("incidents", **cells) == (
        f"{toll}_best",
        "does not lie between the low and the high figure",
    )


def test_a_toll_of_nobody_is_not_a_toll_not_reported():
    cells = dict.fromkeys(("injured_low", "injured_best", "injured_high"), "0")
    accepted = judge(incidents=[cells]).accepted["incidents"][0]
    assert accepted["injured_best"] == 0
    assert accepted["fatalities_best"] is None


def test_an_aggregate_may_give_its_figure_in_part_but_in_order():
    assert spoil("reported_totals", count_best="50") == []
    assert reason("reported_totals", count_low="60", count_best="50")[0] == "count_best"
    assert reason("reported_totals", count_low="60", count_high="50")[0] == "count_best"


@pytest.mark.parametrize("precision", ["district", "governorate", "country", "none"])
def test_coordinates_of_what_is_known_only_to_an_area_are_refused(precision):
    assert reason("incidents", geo_precision=precision) == (
        "latitude",
        f"is given, but the place is known only to a {precision}",
    )


@pytest.mark.parametrize(("given", "blank"), [("latitude", "longitude"), ("longitude", "latitude")])
def test_half_a_point_is_refused(given, blank):
    del given
    assert reason("incidents", **{blank: ""}) == (blank, "is blank although the other is given")


def test_coordinates_without_their_source_are_refused():
    assert reason("incidents", coordinate_source="")[0] == "coordinate_source"


def test_a_sub_event_of_another_type_is_refused():
    assert reason("incidents", sub_event_type="Grenade") == (
        "sub_event_type",
        "is not a sub-event type of Battles",
    )


def test_a_kind_may_be_known_without_its_sort():
    assert spoil("incidents", event_type="Battles", sub_event_type="Not coded") == []


def test_an_end_before_the_beginning_is_refused():
    assert reason("incidents", end_date="2021-07-18", time_precision="range") == (
        "end_date",
        "lies before event_date",
    )


def test_two_days_for_a_known_day_are_refused():
    assert reason("incidents", end_date="2021-07-20")[0] == "end_date"
    assert spoil("incidents", end_date="2021-07-20", time_precision="night") == []


def test_a_claim_by_another_is_refused():
    others = [{}, {"actor_id": "other"}]
    rejected = judge(actors=others, attributions=[{"by": "other"}]).rejected
    assert ("by", "differs from actor_id, but a claim is made by the actor itself") in [
        (r.column, r.reason) for r in rejected
    ]
    attributed = judge(actors=others, attributions=[{"by": "other", "stance": "attributed"}])
    assert attributed.rejected == []


@pytest.mark.parametrize("ledger", [[], [{"stance": "denied"}]], ids=["no row", "only a denial"])
def test_a_perpetrator_of_whom_nobody_says_so_is_refused(ledger):
    rejected = judge(attributions=ledger).rejected
    assert [(r.table, r.column, r.reason) for r in rejected] == [
        ("involvements", "role", "nobody in attributions.csv says that this actor did it")
    ]


def test_a_target_needs_no_ledger():
    assert judge(attributions=[], involvements=[{"role": "target"}]).rejected == []


def test_only_an_undated_statement_lacks_its_first_day():
    undated = {"event_date": "", "time_precision": "by"}
    assert spoil("statements", **undated) == []
    assert reason("statements", event_date="")[0] == "event_date"
    assert reason("statements", time_precision="by")[0] == "event_date"


def test_an_incident_cannot_be_undated():
    assert reason("incidents", time_precision="by")[0] == "time_precision"


def test_a_claim_leads_to_a_record_of_the_table_it_names():
    assert reason("claims", table="statements") == ("record_id", "is not in statements.csv")
    assert spoil("claims", table="statements", record_id="S-1") == []


def test_one_night_spans_no_more_than_two_dates():
    night = {"time_precision": "night", "event_date": "2021-07-19"}
    assert spoil("incidents", **night, end_date="2021-07-20") == []
    assert reason("incidents", **night, end_date="2021-07-21")[0] == "end_date"


def test_the_period_of_an_aggregate_does_not_end_before_it_begins():
    spoilt = {"period_start": "2021-07-01", "period_end": "2021-06-30"}
    assert reason("reported_totals", **spoilt) == ("period_end", "lies before period_start")
