from incidents.model.rules import check_references, check_row
from incidents.model.tables import TABLES


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
