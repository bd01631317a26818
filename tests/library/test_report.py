"""What an import found."""

from __future__ import annotations

import json
from dataclasses import replace

import polars as pl
import pytest

from incidents.library.report import (
    MOST_EXAMPLES,
    Ambiguity,
    Doubt,
    Doubts,
    ImportReport,
    Placements,
    Reason,
    summarize_reasons,
    summarize_warnings,
)
from incidents.library.stored import Counts
from incidents.readers.coded import REJECTED_COLUMNS, WARNING_COLUMNS

REPORT = ImportReport(
    file_name="أحداث.csv",
    sha256="ab" * 32,
    format="acled",
    container="delimited text",
    confidence=0.9,
    counts=Counts(rows=10, accepted=6, rejected=3, duplicates=1),
    placements=Placements(point=3, area=2, tray=1, geocoded=2, ambiguous=1),
    remarks=("Read as UTF-8.",),
    reasons=(Reason("event_date", "is not a date", "Mend it.", 3, (2, 5, 9)),
             Reason("", "has no id", "Give it one.", 1, (5,))),
    warnings=(Doubts("no place", 1, (Doubt(4, "nothing is called that"),)),),
    first="2021-01-01",
    last="2021-07-31",
    countries=("IRQ", "SYR"),
    differences={"added": {"count": 1, "examples": []}},
    columns=("التاريخ", "place"),
    questions=(Ambiguity("Salam", "IRQ", "", 2),),
)  # fmt: skip


def test_a_report_is_read_back_as_it_was_written():
    assert ImportReport.from_json(REPORT.to_json()) == REPORT
    plain = replace(REPORT, differences=None)
    assert ImportReport.from_json(plain.to_json()) == plain


def test_what_was_accepted_is_a_duplicate_when_it_is_brought_once_more():
    known = REPORT.as_known()
    assert known.counts == Counts(rows=10, accepted=0, rejected=3, duplicates=7)
    assert known.placements == Placements()
    assert known.reasons == REPORT.reasons


def test_what_a_later_program_says_besides_is_passed_over():
    said = json.loads(REPORT.to_json()) | {"later": [1]}
    said["counts"]["guessed"] = 0
    assert ImportReport.from_json(json.dumps(said)) == REPORT


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"file_name": 3}'])
def test_what_is_no_report_is_refused(text):
    with pytest.raises(ValueError, match=r"JSON|object|missing|text"):
        ImportReport.from_json(text)


WRONG = {
    "10 rows are not 6 \\+ 2 \\+ 1": {"counts": Counts(10, 6, 2, 1)},
    "9 rows are not 6 \\+ 4 \\+ -1": {"counts": Counts(9, 6, 4, -1)},
    "6 accepted incidents are not 3 \\+ 2 \\+ 2": {"placements": Placements(3, 2, 2)},
    "6 rows were geocoded, of 5": {"placements": Placements(3, 2, 1, geocoded=6)},
    "3 rejected rows have reasons for 0": {"reasons": ()},
    "3 rejected rows have reasons for 4": {"reasons": (Reason("", "is bad", "", 4),)},
}


@pytest.mark.parametrize("words", WRONG)
def test_a_report_that_does_not_add_up_is_refused(words):
    with pytest.raises(ValueError, match=words):
        replace(REPORT, **WRONG[words])


def test_reasons_are_counted_by_rows_the_most_frequent_first():
    rows = [(n, "date", f"{n}", "is not a date", "Mend it.") for n in range(60, 1, -1)]
    rows += [(2, "date", "again", "is not a date", "Mend it."), (7, "", "", "has no id", "")]
    one, other = summarize_reasons(pl.DataFrame(rows, schema=REJECTED_COLUMNS, orient="row"))
    assert (one.column, one.count, one.rows) == ("date", 59, tuple(range(2, 2 + MOST_EXAMPLES)))
    assert one.values == ("2", *(str(n) for n in range(3, 2 + MOST_EXAMPLES)))
    assert other == Reason("", "has no id", "", 1, (7,), ("",))


def test_doubts_are_counted_by_their_sort():
    rows = [(9, "swapped", "b"), (4, "no place", "x"), (3, "no place", "y"), (4, "no place", "z")]
    found = summarize_warnings(pl.DataFrame(rows, schema=WARNING_COLUMNS, orient="row"))
    assert found == (
        Doubts("no place", 2, (Doubt(3, "y"), Doubt(4, "x"), Doubt(4, "z"))),
        Doubts("swapped", 1, (Doubt(9, "b"),)),
    )


def test_nothing_rejected_has_no_reasons():
    assert summarize_reasons(pl.DataFrame(schema=REJECTED_COLUMNS)) == ()
    assert summarize_warnings(pl.DataFrame(schema=WARNING_COLUMNS)) == ()
