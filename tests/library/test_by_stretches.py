"""A file brought in stretches comes to the very dataset that it comes to when brought whole."""

import csv
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.library import by_stretches
from incidents.library.about import REJECTED_FILE
from incidents.library.stored import StoredCard
from incidents.library.task import SETTINGS
from incidents.library.version_files import read_native, read_native_columns, read_table
from incidents.library.worker import import_file
from incidents.model.tables import TABLES
from incidents.readers import stretches
from incidents.readers.raw import AS_FOUND, Reading
from incidents.settings import read_settings
from tests.factories import examples

HEAD = ["event_id_cnty", "event_date", "year", "time_precision", "event_type", "sub_event_type",
        "actor1", "assoc_actor_1", "inter1", "actor2", "inter2", "country", "admin1", "location",
        "latitude", "longitude", "geo_precision", "source", "notes", "fatalities",
        "tags"]  # fmt: skip
USUAL = dict(
    zip(HEAD, ["IRQ1", "2021-03-05", "2021", "1", "Battles", "Armed clash", "Group A (Iraq)", "",
               "Rebel group", "Group B (Iraq)", "State forces", "Iraq", "Baghdad", "Baghdad",
               "33.3128", "44.3615", "1", "A paper; B paper", 'They fought, "hard".', "3", ""],
        strict=True)
)  # fmt: skip
CELLS = {
    "event_date": st.sampled_from(["2021-03-05", " 2021-12-31", "5 March 2021", "soon", ""]),
    "time_precision": st.sampled_from(["1", "2", "3", "9", ""]),
    "sub_event_type": st.sampled_from(["Armed clash", "Air/drone strike", "Something", ""]),
    "actor1": st.sampled_from(["Group A (Iraq)", "Group C (Iraq)", "Protesters (Iraq)", ""]),
    "assoc_actor_1": st.sampled_from(["", "Group B (Iraq); Group D (Iraq)", "Civilians (Iraq)"]),
    "inter1": st.sampled_from(["Rebel group", "State forces", "8", ""]),
    "admin1": st.sampled_from(["Baghdad", "Ninewa", "Nowhere", ""]),
    "location": st.sampled_from(["Baghdad", "Mosul", "Village"]),
    "latitude": st.sampled_from(["33.3128", "36.3356", "44.3615", "91", "0", "near"]),
    "longitude": st.sampled_from(["44.3615", "33.3128"]),
    "geo_precision": st.sampled_from(["1", "2", "3", "4", ""]),
    "notes": st.sampled_from(["", "They fought.", "قاتلوا", "=1+1", "a\nb"]),
    "fatalities": st.sampled_from(["0", "3", "-1", "many", ""]),
    "tags": st.sampled_from(["", "crowd size=no report"]),
}
ROWS = st.lists(st.fixed_dictionaries({}, optional=CELLS), min_size=1, max_size=12)


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEAD, lineterminator="\n")
        writer.writeheader()
        writer.writerows(
            USUAL | {"event_id_cnty": f"IRQ{n}"} | row for n, row in enumerate(rows, start=1)
        )
    return path


def bring(path, folder, *, in_stretches, says=None, reading=AS_FOUND):
    settings = read_settings({})
    folder.mkdir()
    told = {
        "file": str(path), "file_name": path.name, "reading": asdict(reading), "format": "",
        "settings": {name: str(getattr(settings, name)) for name in SETTINGS},
        "mapping": "", "dataset": "acled-test", "own_id": "iraq-2021",
        "card": asdict(StoredCard(accessed="2026-01-02")), "folder": str(folder),
    }  # fmt: skip
    ways = []

    def watch(*given):
        ways.append(by_stretches.import_by_stretches(*given))
        return ways[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stretches, "LEAST_BYTES", 0 if in_stretches else 1 << 60)
        patch.setattr(stretches, "ROWS", 3)
        patch.setattr("incidents.library.worker.import_by_stretches", watch)
        answer = import_file(told, says or (lambda _step, _share: None))
    return answer, ways[0] is not None


def brought_both_ways(folder, rows, reading=AS_FOUND):
    path = write(folder / "acled.csv", rows)
    whole, _ = bring(path, folder / "whole", in_stretches=False, reading=reading)
    parts, went = bring(path, folder / "parts", in_stretches=True, reading=reading)
    return whole, parts, went


def assert_same(folder, whole, parts):
    assert parts == whole
    old, new = folder / "whole", folder / "parts"
    for name in TABLES:
        assert read_table(new, name).equals(read_table(old, name)), name
    ids = read_table(old, "incidents")["incident_id"]
    for each in ids:
        filled = [{name: cell for name, cell in read_native(one, each).items() if cell}
                  for one in (old, new)]  # fmt: skip
        assert filled[0] == filled[1]
    assert read_native_columns(new) == read_native_columns(old)
    rejected = [(one / REJECTED_FILE) for one in (old, new)]
    assert rejected[0].exists() == rejected[1].exists()
    if rejected[0].exists():
        assert rejected[0].read_bytes() == rejected[1].read_bytes()


@examples(25)
@given(rows=ROWS, turned=st.booleans())
def test_both_ways_come_to_the_same(tmp_path_factory, rows, turned):
    folder = tmp_path_factory.mktemp("both")
    whole, parts, went = brought_both_ways(folder, rows, Reading(turned=turned))
    assert went
    assert_same(folder, whole, parts)


def test_a_native_cell_that_is_in_the_table_already_is_not_written_twice(tmp_path):
    # the first stretch says which columns those are; in a later one a cell may differ
    long = "They fought until the evening and nobody said why. " * 20
    rows = [{"notes": f"{long} {n}" if n != 8 else ""} for n in range(12)]
    whole, parts, went = brought_both_ways(tmp_path, rows)
    assert went
    assert_same(tmp_path, whole, parts)


@pytest.mark.parametrize(
    "rows",
    [
        [{}, {}, {}, {}, {"event_id_cnty": "IRQ1"}],
        [{}, {}, {}, {}, {"event_id_cnty": "IRQ1", "notes": "Another"}],
        [{}, {}, {}, {"event_id_cnty": ""}],
        [{}, {}, {}, {"event_date": "31/12/2021"}],
    ],
    ids=["a row twice", "an id twice", "no id", "an order of dates"],
)
def test_what_only_the_whole_tells_is_told_of_the_whole(tmp_path, rows):
    whole, parts, went = brought_both_ways(tmp_path, rows)
    assert not went
    assert_same(tmp_path, whole, parts)


def test_progress_goes_on_with_the_rows(tmp_path):
    path, said = write(tmp_path / "acled.csv", [{}] * 30), []
    bring(path, tmp_path / "parts", in_stretches=True, says=lambda *each: said.append(each))
    shares = [share for step, share in said if step == "Reading each row"]
    assert len(shares) > 5
    assert shares == sorted(shares)
    assert shares[-1] <= 0.9
