import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.model.tables import TABLES
from incidents.model.validation import RawRow, validate_tables
from tests.factories import examples
from tests.model.rows import VALID, judge, reason, spoil

REQUIRED = [(t.name, c.name) for t in TABLES.values() for c in t.columns if c.required]


def test_rows_that_keep_every_rule_are_all_accepted():
    result = judge()
    assert result.rejected == []
    assert {name: len(rows) for name, rows in result.accepted.items()} == dict.fromkeys(TABLES, 1)


@pytest.mark.parametrize(("table", "column"), REQUIRED, ids=lambda name: name)
@pytest.mark.parametrize("blank", ["", "  "], ids=["empty", "spaces"])
def test_a_blank_required_cell_is_refused(table, column, blank):
    rejected = spoil(table, **{column: blank})
    assert (column, "is blank but has to be filled") in [(r.column, r.reason) for r in rejected]


@pytest.mark.parametrize(
    "cell",
    ["19.07.2021", "2021-7-19", "2021-02-30", "20210719", "2021-W01-1", "2021-07-19T00:00",
     "٢٠٢١-٠٧-١٩", "0000-01-01", " 2021-07-19", "yesterday"],
)  # fmt: skip
def test_a_date_off_the_calendar_or_in_another_form_is_refused(cell):
    column, why = reason("incidents", event_date=cell)
    assert column == "event_date"
    assert why == "is not a date of the calendar, written YYYY-MM-DD"


@pytest.mark.parametrize("cell", ["many", "3.0", "1e3", "٣", "+3", " 3", "3 ", "0x3", "9" * 16])
def test_a_figure_that_is_not_a_whole_number_is_refused(cell):
    cells = dict.fromkeys(("fatalities_low", "fatalities_best", "fatalities_high"), cell)
    assert {r.reason for r in spoil("incidents", **cells)} == {"is not a whole number"}


@pytest.mark.parametrize("cell", ["33,5", "nan", "inf", "1e1", "33°", ".5", "5.", "- 5"])
def test_a_coordinate_that_is_not_a_decimal_number_is_refused(cell):
    assert reason("incidents", latitude=cell) == (
        "latitude",
        "is not a number with a decimal point",
    )


def test_a_figure_below_nothing_is_refused():
    column, why = reason("incidents", fatalities_low="-1", fatalities_best="0", fatalities_high="0")
    assert (column, why) == ("fatalities_low", "is below 0")


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"latitude": "90.1"}, ("latitude", "is above 90")),
        ({"latitude": "-90.1"}, ("latitude", "is below -90")),
        ({"longitude": "180.1"}, ("longitude", "is above 180")),
        ({"longitude": "-180.1"}, ("longitude", "is below -180")),
    ],
)
def test_coordinates_off_the_earth_are_refused(cells, why):
    assert reason("incidents", **cells) == why


def test_a_word_that_is_not_on_the_list_is_refused_and_the_list_named():
    column, why = reason("incidents", event_type="battles")
    assert column == "event_type"
    assert why.startswith("is not one of: Battles, Protests")


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("incidents", {"country": "Iraq"}),
        ("incidents", {"country": "IRQ;"}),
        ("incidents", {"country": "IRQ;syr"}),
        ("sources", {"url": "javascript:alert(1)"}),
        ("sources", {"url": "https://a b"}),
        ("sources", {"language": "Arabic"}),
        ("reported_totals", {"total_id": "../etc"}),
        ("statements", {"statement_id": "-1"}),
        ("statements", {"statement_id": "S" * 121}),
        ("claims", {"claim_id": "C1\n"}),
    ],
)
def test_a_cell_of_another_form_is_refused(table, cells):
    column, why = reason(table, **cells)
    assert column in cells
    assert why.startswith("does not have the form ")


def test_spaces_around_a_lists_separator_are_refused():
    assert reason("incidents", site_type="base; airport") == (
        "site_type",
        "is a list with spaces around its `;`",
    )


def test_the_second_row_with_a_key_is_refused_and_the_first_named():
    result = judge(actors=[{}, {"name_en": "Again"}, {"name_en": "And again"}])
    assert [(r.table, r.row, r.column, r.value, r.reason) for r in result.rejected] == [
        ("actors", 3, "actor_id", "group", "repeats the key of row 2"),
        ("actors", 4, "actor_id", "group", "repeats the key of row 2"),
    ]


def test_a_refused_row_does_not_take_its_key_away():
    result = judge(actors=[{"kind": "gang"}, {}])
    assert [(r.row, r.column) for r in result.rejected] == [(2, "kind")]
    assert len(result.accepted["actors"]) == 1


@pytest.mark.parametrize(
    ("table", "column"),
    [(t.name, c.name) for t in TABLES.values() for c in t.columns if c.references],
)
def test_a_reference_to_nothing_is_refused(table, column):
    target = TABLES[table].column(column).references
    by_itself = {"by": "ghost", "actor_id": "ghost"} if column in {"by", "actor_id"} else {}
    known = {c.name for c in TABLES[table].columns}
    cells = {k: v for k, v in by_itself.items() if k in known} | {column: "ghost"}
    reasons = {r.reason for r in judge(**{table: [cells]}).rejected if r.table == table}
    assert f"'ghost' is not in {target}.csv" in reasons


def test_one_lost_part_of_a_list_of_references_is_named():
    assert reason("statements", incident_ids="A-1;A-2") == (
        "incident_ids",
        "'A-2' is not in incidents.csv",
    )


def test_what_refers_to_a_refused_row_is_refused_with_it():
    result = judge(incidents=[{"event_date": "soon"}])
    assert {(r.table, r.column) for r in result.rejected} >= {
        ("incidents", "event_date"),
        ("involvements", "incident_id"),
        ("attributions", "incident_id"),
        ("statements", "incident_ids"),
        ("citations", "incident_id"),
        ("claims", "record_id"),
    }
    assert not result.accepted["incidents"]
    assert len(result.accepted["sources"]) == 1


def test_refusals_are_followed_through_several_tables():
    result = judge(sources=[{"reliability": "Z"}])
    refused = {(r.table, r.column) for r in result.rejected}
    # The source carried the ledger row, and that row carried the perpetrator.
    assert ("attributions", "source_id") in refused
    assert ("involvements", "role") in refused
    assert len(result.accepted["incidents"]) == 1


def test_a_row_with_the_wrong_number_of_cells_is_refused_whole():
    problem = "the row has 3 cells, the header 2"
    raw = {"actors": [RawRow(7, VALID["actors"], problem)]}
    rejected = validate_tables(raw).rejected
    assert [(r.table, r.row, r.reason) for r in rejected] == [("actors", 7, problem)]


def test_every_broken_cell_of_a_row_is_named():
    rejected = spoil("incidents", event_date="soon", country="Iraq", title_en="")
    assert {r.column for r in rejected} == {"event_date", "country", "title_en"}


def test_a_refusal_reads_as_a_sentence_with_file_row_column_and_value():
    assert str(spoil("incidents", country="Iraq")[0]) == (
        "incidents.csv row 2, country = 'Iraq': does not have the form [A-Z]{3}"
    )


def test_no_rows_at_all_are_no_error():
    result = validate_tables({})
    assert result.rejected == []
    assert not any(result.accepted.values())


def cells_of(table):
    """Cells that are right, wrong or anything at all, for a table's every column."""
    return st.fixed_dictionaries(
        {
            column.name: st.sampled_from(
                [VALID[table.name].get(column.name, ""), *column.allowed[:3], "", "0", "A-1;A-2"]
            )
            | st.text(max_size=8)
            for column in table.columns
        }
    )


def any_rows(table):
    varied = st.fixed_dictionaries(
        {},
        optional={
            column.name: st.sampled_from(["", "0", "A-2", "other", *column.allowed[:3]])
            | st.text(max_size=8)
            for column in table.columns
        },
    ).map(lambda cells: VALID[table.name] | cells)
    return st.lists(varied | cells_of(table), max_size=4)


@examples(150)
@given(st.fixed_dictionaries({name: any_rows(table) for name, table in TABLES.items()}))
def test_accepted_and_refused_rows_are_the_rows_that_came_in(given_rows):
    raw = {
        name: [RawRow(number, cells) for number, cells in enumerate(rows, start=2)]
        for name, rows in given_rows.items()
    }
    result = validate_tables(raw)
    for name, rows in raw.items():
        refused = {r.row for r in result.rejected if r.table == name}
        assert refused <= {row.number for row in rows}
        assert len(result.accepted[name]) + len(refused) == len(rows)


@examples(100)
@given(st.fixed_dictionaries({name: any_rows(table) for name, table in TABLES.items()}))
def test_what_was_accepted_is_accepted_again(given_rows):
    def validated(rows_by_table):
        return validate_tables(
            {
                name: [RawRow(n, cells) for n, cells in enumerate(rows, start=2)]
                for name, rows in rows_by_table.items()
            }
        )

    def written(value):
        return "" if value is None else str(value)

    first = validated(given_rows)
    texts = {
        name: [{column: written(value) for column, value in row.items()} for row in rows]
        for name, rows in first.accepted.items()
    }
    again = validated(texts)
    assert again.rejected == []
    assert again.accepted == first.accepted
