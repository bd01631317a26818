"""Two versions of a dataset beside each other."""

from __future__ import annotations

import json
import math
import random
from datetime import date

import polars as pl
import pytest

from incidents.errors import LibraryError
from incidents.library.differences import ASPECTS, MOST_EXAMPLES, Difference, compare
from incidents.library.geoparquet import file_of, write_folder
from incidents.library.version_files import NATIVE_FILE
from incidents.model.laid import TOLLS
from incidents.model.tables import TABLES
from incidents.places.distances import apart_km
from tests.factories import make_tables

KINDS = ("added", "removed", "moved", "re_attributed", "toll_changed", "dated",
         "otherwise_changed")  # fmt: skip


@pytest.fixture
def difference(tmp_path):
    """Return what compares two lists of incidents, with the ledger of each."""

    def compare_rows(old, new, old_ledger=(), new_ledger=()):
        for name, rows, ledger in (("old", old, old_ledger), ("new", new, new_ledger)):
            (tmp_path / name).mkdir()
            write_folder(make_tables(*rows, attributions=ledger), tmp_path / name)
        return compare(tmp_path / "old", tmp_path / "new")

    return compare_rows


def counts(found: Difference) -> dict[str, int]:
    return {kind: getattr(found, kind).count for kind in KINDS if getattr(found, kind).count}


def ledger(*said):
    return [dict(zip(("incident_id", "actor_id", "stance", "by", "source_id"), each, strict=True))
            for each in said]  # fmt: skip


def only(change):
    assert change.count == len(change.examples) == 1
    return change.examples[0]


def test_equal_versions_do_not_differ(difference):
    rows = [{"fatalities": (1, 2, 3)}, {"placement": "none"}, {"location": "تلعفر"}]
    found = difference(rows, rows)
    assert counts(found) == {}
    assert (found.old_rows, found.new_rows, found.unchanged) == (3, 3, 3)


def test_rows_in_another_order_are_the_same(difference):
    rows = [{"incident_id": f"I-{n}", "longitude": 44 + n / 10, "latitude": 33} for n in range(9)]
    assert counts(difference(rows, rows[::-1])) == {}


def test_incidents_that_come_and_go_are_told_by_their_titles(difference):
    found = difference(
        [{"incident_id": "A", "title_en": "Old"}, {"incident_id": "B"}],
        [{"incident_id": "B"}, {"incident_id": "C", "title_en": "New"}],
    )
    assert counts(found) == {"added": 1, "removed": 1}
    assert only(found.added).title == "New"
    assert (only(found.removed).incident_id, only(found.removed).title) == ("A", "Old")
    assert found.unchanged == 1


def test_a_point_that_moved_says_how_far(difference):
    found = difference(
        [{"longitude": 44.4, "latitude": 33.3}], [{"longitude": 44.5, "latitude": 33.3}]
    )
    assert counts(found) == {"moved": 1}
    moved = only(found.moved)
    assert (moved.old, moved.new) == ({"longitude": 44.4}, {"longitude": 44.5})
    assert moved.distance_m == pytest.approx(1000 * apart_km(44.4, 33.3, 44.5, 33.3))


def test_a_point_moves_across_the_antimeridian_by_the_short_way(difference):
    found = difference(
        [{"longitude": 179.9, "latitude": 0.0}], [{"longitude": -179.9, "latitude": 0.0}]
    )
    assert only(found.moved).distance_m == pytest.approx(22_239, rel=1e-3)


def test_a_place_that_is_no_longer_a_point_moved_without_a_distance(difference):
    found = difference([{}], [{"placement": "area", "longitude": None, "latitude": None}])
    assert counts(found) == {"moved": 1}
    moved = only(found.moved)
    assert moved.distance_m is None
    assert moved.new["placement"] == "area"


def write_native(folder, **columns):
    pl.DataFrame({"incident_id": ["T-001", "T-002"], **columns}).write_parquet(folder / NATIVE_FILE)


@pytest.fixture
def unshown(difference, tmp_path):
    """Return what compares the cells of a file, of one incident with a point and one without."""
    rows = [{}, {"placement": "area", "longitude": None, "latitude": None}]
    difference(rows, rows)

    def compare_cells(old, new):
        write_native(tmp_path / "old", **old)
        write_native(tmp_path / "new", **new)
        return compare(tmp_path / "old", tmp_path / "new")

    return compare_cells


def test_coordinates_that_no_point_is_drawn_of_moved_with_the_files_words(unshown):
    old = {"Latitude": ["33.3", "33.3"], "Longitude": ["44.4", "44.4"]}
    new = {"Latitude": ["33.9", "33.9"], "Longitude": ["44.4", "44.40"]}
    found = unshown(old, new)
    assert counts(found) == {"moved": 1}
    assert found.unchanged == 1
    moved = only(found.moved)
    assert (moved.incident_id, moved.distance_m) == ("T-002", None)
    assert moved.old["latitude in the file"] == "33.3"
    assert moved.new["latitude in the file"] == "33.9"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            {"lat": ["1", "33.3"], "lon": ["2", "44.4"]},
            {"lat": ["3", "33.30"], "lon": ["4", "44.4"]},
        ),
        ({"lat": ["1", ""], "lon": ["2", ""]}, {"lat": ["3", None], "lon": ["4", None]}),
        ({"lat": ["1", "5"], "lon": ["2", "6"]}, {"words": ["", "no columns of coordinates"]}),
    ],
    ids=["written otherwise", "blank", "no longer there"],
)
def test_what_says_the_same_did_not_move(unshown, old, new):
    assert counts(unshown(old, new)) == {}


def test_those_that_moved_farthest_are_shown_first(difference):
    steps = [0.3, 0.1, 0.9, 0.5]
    old = [{"incident_id": f"I-{n}", "longitude": 44.0, "latitude": 33.0} for n in range(4)]
    new = [row | {"longitude": 44 + step} for row, step in zip(old, steps, strict=True)]
    found = difference(old, new).moved.examples
    assert [each.incident_id for each in found] == ["I-2", "I-3", "I-0", "I-1"]


def test_what_was_not_reported_is_not_none_killed(difference):
    found = difference([{}], [{"fatalities": (0, 0, 0)}])
    assert counts(found) == {"toll_changed": 1}
    toll = only(found.toll_changed)
    assert toll.old == dict.fromkeys(TOLLS[:3])
    assert toll.new == dict.fromkeys(TOLLS[:3], 0)


@pytest.mark.parametrize("column", TOLLS)
def test_any_of_the_six_figures_counts(difference, column):
    assert counts(difference([{column: 1}], [{column: 2}])) == {"toll_changed": 1}


def test_a_date_is_told_as_a_date(difference):
    found = difference(
        [{"event_date": date(2021, 7, 1)}],
        [{"event_date": date(2021, 7, 1), "end_date": date(2021, 7, 3)}],
    )
    assert counts(found) == {"dated": 1}
    assert only(found.dated).new == {"end_date": "2021-07-03"}


def test_words_that_changed_are_told_old_and_new(difference):
    found = difference([{"notes": "", "weapon": "a"}], [{"notes": "«ن»", "weapon": "a"}])
    assert counts(found) == {"otherwise_changed": 1}
    assert only(found.otherwise_changed).old == {"notes": ""}
    assert only(found.otherwise_changed).new == {"notes": "«ن»"}


def test_another_sayer_is_another_attribution_and_another_source_is_not(difference):
    rows = [{"incident_id": name} for name in "ABC"]
    found = difference(
        rows, rows,
        ledger(("A", "x", "claimed", "x", "s1"), ("B", "x", "attributed", "y", "s1"),
               ("C", "x", "claimed", "x", "s1")),
        ledger(("A", "x", "claimed", "x", "s2"), ("A", "x", "claimed", "x", "s3"),
               ("B", "x", "attributed", "z", "s1"), ("B", "x", "attributed", "y", "s1")),
    )  # fmt: skip
    assert counts(found) == {"re_attributed": 2}
    one, other = found.re_attributed.examples
    assert one.incident_id == "B"
    assert one.old == {"attributions": [{"actor_id": "x", "stance": "attributed", "by": "y"}]}
    assert [each["by"] for each in one.new["attributions"]] == ["y", "z"]
    assert (other.incident_id, other.new) == ("C", {"attributions": []})


def test_attributions_of_incidents_that_come_or_go_are_not_counted_twice(difference):
    found = difference(
        [{"incident_id": "A"}], [{"incident_id": "B"}],
        ledger(("A", "x", "claimed", "x", "s")), ledger(("B", "x", "claimed", "x", "s")),
    )  # fmt: skip
    assert counts(found) == {"added": 1, "removed": 1}


def test_examples_are_few_and_counts_are_not(difference):
    rows = [{"incident_id": f"I-{n:04}"} for n in range(MOST_EXAMPLES + 20)]
    found = difference(rows, [row | {"notes": "new"} for row in rows])
    assert found.otherwise_changed.count == len(rows)
    ids = [each.incident_id for each in found.otherwise_changed.examples]
    assert ids == [row["incident_id"] for row in rows[:MOST_EXAMPLES]]


def test_every_column_of_an_incident_is_compared_once():
    compared = [column for columns in ASPECTS.values() for column in columns]
    assert len(set(compared)) == len(compared)
    assert {*TABLES["incidents"].column_names} - {"incident_id"} <= set(compared)


def test_counts_add_up_and_agree_with_a_comparison_by_hand(difference):
    chance = random.Random(7)  # noqa: S311 (no secret)

    def make(ids):
        return [{"incident_id": f"I-{n:03}", "fatalities_best": chance.choice([None, 0, 1]),
                 "notes": chance.choice(["", "a"]), "longitude": chance.choice([44.0, 45.0]),
                 "latitude": 33.0} for n in ids]  # fmt: skip

    old, new = make(range(80)), make(range(40, 140))
    found = difference(old, new)
    pairs = [(a, b) for a in old for b in new if a["incident_id"] == b["incident_id"]]
    by_hand = {
        kind: sum(a[column] != b[column] for a, b in pairs)
        for kind, column in [("toll_changed", "fatalities_best"), ("otherwise_changed", "notes"),
                             ("moved", "longitude")]
    }  # fmt: skip
    assert counts(found) == by_hand | {"added": 60, "removed": 40}
    same = sum(all(a[key] == b[key] for key in a) for a, b in pairs)
    assert found.unchanged == same
    assert found.old_rows - found.removed.count == found.new_rows - found.added.count == len(pairs)


def test_a_difference_is_plain_json(difference):
    old = [{"longitude": 44.0, "latitude": 33.0}, {"event_date": date(2021, 1, 1)}]
    new = [{"longitude": 45.0, "latitude": 33.0}, {"event_date": date(2021, 1, 2)}]
    found = difference(old, new)
    said = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert said["moved"]["count"] == said["dated"]["count"] == 1
    assert math.isfinite(said["moved"]["examples"][0]["distance_m"])


def test_a_folder_without_its_tables_is_named(difference, tmp_path):
    difference([{}], [{}])
    (tmp_path / "new" / file_of("attributions")).write_bytes(b"PAR1 and no more")
    with pytest.raises(LibraryError, match="cannot be compared"):
        compare(tmp_path / "old", tmp_path / "new")
    (tmp_path / "new" / file_of("attributions")).unlink()
    with pytest.raises(LibraryError, match=r"attributions\.parquet"):
        compare(tmp_path / "old", tmp_path / "new")
