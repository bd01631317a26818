from dataclasses import replace

from incidents.library.report import (
    Ambiguity,
    Doubt,
    Doubts,
    ImportReport,
    Placements,
    Reason,
    Repeat,
)
from incidents.library.stored import Counts
from incidents.ui.report_nodes import CHANGES, describe_differences, describe_report

REPORT = ImportReport(
    file_name="x.csv",
    sha256="ab" * 32,
    format="table",
    container="delimited text",
    confidence=1.0,
    counts=Counts(1300, 1200, 60, 40),
    placements=Placements(point=1000, area=150, tray=50, geocoded=20, ambiguous=7),
    reasons=(Reason("date", "is blank", "Fill it.", 60, tuple(range(2, 22))),),
    warnings=(Doubts("odd", 9, (Doubt(5, "a <b>cell</b>"),)),),
    first="2021-01-02",
    last="2021-03-04",
    countries=("IRQ", "XXX"),
    questions=(Ambiguity("Zab", "IRQ", "", 7),),
)


def words_of(nodes):
    found = []
    for each in nodes:
        found += [each] if isinstance(each, str) else words_of(each["children"])
    return found


def test_every_row_of_the_file_is_in_one_sentence():
    said = " ".join(words_of(describe_report(REPORT, {"IRQ": "Iraq"})))
    assert (
        "1\u202f300 rows in the file = 1\u202f200 accepted + 60 rejected + 40 duplicates." in said
    )
    assert "1\u202f000 as points, 150 by their area, 50 beside the map" in said
    assert "20 of them found by the name" in said
    assert "2 Jan \u2013 4 Mar 2021" in said
    assert "Iraq, XXX" in said
    assert "2, 3, 4, 5, 6 …" in said
    assert "1 name in 7 rows could mean several places" in said


def test_a_rejected_cell_and_a_repeated_row_are_named():
    told = replace(
        REPORT,
        reasons=(Reason("date", "is no date", "Mend it.", 60, (2, 9), ("<b>soon</b>", "")),),
        repeats=(Repeat(12, 3), Repeat(14, 2)),
    )
    words = words_of(describe_report(told, {}))
    assert "<b>soon</b>" in words
    assert "2: <b>soon</b>, 9: blank …" in "".join(words)
    assert "row 12 is the same as row 3; row 14 is the same as row 2 …" in words


def test_words_of_a_file_stay_words():
    assert "a <b>cell</b>" in words_of(describe_report(REPORT, {}))


def test_a_report_on_nothing_is_short():
    empty = ImportReport("x.csv", "", "acled", "KML", 1.0, Counts(), Placements())
    said = " ".join(words_of(describe_report(empty, {})))
    assert "0 rows in the file" in said
    assert "Rejected rows" not in said
    assert "Since the version" not in said


def test_what_a_new_version_says_otherwise_has_examples():
    none = {"count": 0, "examples": []}
    moved = {"incident_id": "a.1", "title": "At X", "distance_m": 1500.0,
             "old": {"latitude": 1.0}, "new": {"latitude": 2.0}}  # fmt: skip
    claim = {"actor_id": "g", "stance": "claimed", "by": "g"}
    laid = {"incident_id": "a.2", "title": "At Y", "distance_m": None,
            "old": {"attributions": []}, "new": {"attributions": [claim]}}  # fmt: skip
    told = dict.fromkeys(CHANGES, none) | {
        "moved": {"count": 1, "examples": [moved]},
        "re_attributed": {"count": 2, "examples": [laid]},
        "old_rows": 5, "new_rows": 5, "unchanged": 3,
    }  # fmt: skip
    said = "".join(words_of(describe_differences(told)))
    assert "3 of 5 incidents unchanged" in said
    assert "1 moved" in said
    assert "At X, by 1.5 km; latitude: 1.0 → 2.0" in said
    assert "attributions: nobody → claimed g" in said


def test_rows_of_other_tables_are_told_apart_from_incidents():
    several = replace(REPORT, incidents=1200)
    assert "Incidents among them" in words_of(describe_report(several, {}))
    assert "Incidents among them" not in words_of(describe_report(REPORT, {}))
