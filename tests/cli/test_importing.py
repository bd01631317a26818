"""`incidents import` and `incidents datasets`, as somebody types them."""

import json
import os

import pytest
from click.testing import CliRunner

from incidents.cli import main
from incidents.library import locking
from incidents.library.leftovers import lock_of
from incidents.library.store import Library
from incidents.library.version_files import read_table
from incidents.readers.mapping import TableMapping

GOOD = "id,date,place,country,latitude,longitude,killed\na,2021-03-05,Baghdad,Iraq,33.3,44.4,2\n"
ROWS = "".join(f"{name},2021-03-06,Baghdad,Iraq,33.3,44.4,1\n" for name in "cdefghij")
BAD = f"{GOOD}{ROWS}b,some day,Baghdad,Iraq,33.3,44.4,\n"


@pytest.fixture
def run(tmp_path):
    environ = {"INCIDENTS_HOME": str(tmp_path / "home")}
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words], env=environ)


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path / "home")


@pytest.fixture
def table(tmp_path):
    def write(text, name="table.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_file_of_good_rows_is_kept(run, library, table):
    done = run("import", table(GOOD), "--dataset", "office", "--title", "Field office")
    assert done.exit_code == 0, done.output
    assert "1 row = 1 accepted + 0 rejected + 0 duplicate" in done.output
    assert library.get("office").current.about.card.title == "Field office"


def test_the_same_file_again_changes_nothing_and_is_no_failure(run, library, table):
    run("import", table(GOOD), "--dataset", "office")
    stamp = library.stamp()
    again = run("import", table(GOOD), "--dataset", "office")
    assert again.exit_code == 0
    assert "nothing changed" in again.output
    assert library.stamp() == stamp


def test_rejected_rows_are_told_by_the_exit_status_and_handed_out(run, library, table, tmp_path):
    report, rejected = tmp_path / "report.json", tmp_path / "rejected.csv"
    done = run("import", table(BAD), "--dataset", "office", "--report", report,
               "--rejected", rejected)  # fmt: skip
    assert done.exit_code == 3
    assert json.loads(report.read_text(encoding="utf-8"))["counts"]["rejected"] == 1
    assert "some day" in rejected.read_text(encoding="utf-8-sig")
    assert library.get("office").current.about.counts.accepted == 9


def test_a_dry_run_reports_and_keeps_nothing(run, library, table):
    done = run("import", table(BAD), "--dataset", "office", "--dry-run")
    assert done.exit_code == 3
    assert "1 rejected" in done.output
    assert library.list() == []


@pytest.mark.parametrize(
    ("name", "content"),
    [("evil.csv", b"%PDF-1.7\n%\xe2\xe3"), ("empty.csv", b""), ("x.xlsx", b"PK\x03\x04oops")],
)  # fmt: skip
def test_a_file_that_cannot_be_used_says_why(run, library, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    done = run("import", path, "--dataset", "office")
    assert done.exit_code == 1
    assert f"{name} cannot be used" in done.output
    assert "Traceback" not in done.output
    assert library.list() == []


def test_what_is_no_file_says_so(run, tmp_path):
    for path in (tmp_path, tmp_path / "none.csv"):
        done = run("import", path, "--dataset", "office")
        assert done.exit_code == 1
        assert "cannot be used" in done.output


def test_a_mapping_is_written_corrected_and_used(run, library, table, tmp_path):
    file, mapping = table("when,where\n05/03/2021,Baghdad\n"), tmp_path / "map.json"
    assert run("import", file, "--dataset", "office", "--write-mapping", mapping).exit_code == 0
    TableMapping.from_json(mapping.read_text(encoding="utf-8"))
    said = TableMapping(columns={"event_date": "when", "admin1": "where"},
                        constants={"country": "IRQ"}, date_order="dmy")  # fmt: skip
    mapping.write_text(said.to_json(), encoding="utf-8")
    done = run("import", file, "--dataset", "office", "--mapping", mapping)
    assert done.exit_code == 0, done.output
    assert library.get("office").current.about.counts.accepted == 1


ACLED = (
    "event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,inter1,country,"
    "iso,admin1,location,latitude,longitude,geo_precision,source,notes,fatalities\n"
    "IRQ1,2021-03-05,2021,1,Battles,Armed clash,Northern Band,3,Iraq,368,Ninewa,Tell Example,36.34,"
    "43.13,1,Paper A,Shots.,3\n"
)


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("--part", "2"), "it is delimited text, which has no sheets or layers, and '2' of it"),
        (("--part", "2", "--format", "table"), "without naming a sheet or layer"),
    ],
)
def test_a_sheet_of_a_file_without_sheets_is_refused(run, library, table, option, said):
    done = run("import", table(GOOD), "--dataset", "office", *option)
    assert done.exit_code == 1
    assert said in done.output
    assert library.list() == []


def test_an_encoding_of_what_is_no_text_is_refused(run, table):
    file = table('{"type": "FeatureCollection", "features": []}')
    done = run("import", file, "--dataset", "office", "--encoding", "cp1256")
    assert done.exit_code == 1
    assert "it is GeoJSON, which is not read in an encoding" in done.output


def test_points_that_seem_swapped_are_turned_when_asked_and_each_says_so(run, library, table):
    file = table(ACLED.replace("36.34,43.13", "43.13,36.34"))
    done = run("import", file, "--dataset", "office", "--dry-run")
    assert "check: latitude and longitude may be swapped (1 row): --turn-points" in done.output
    done = run("import", file, "--dataset", "office", "--turn-points")
    assert done.exit_code == 0, done.output
    assert "check: latitude and longitude were exchanged (1 row)\n" in done.output
    assert "may be swapped" not in done.output
    version = library.get("office").current
    placed = read_table(version.folder, "incidents").row(0, named=True)
    assert (placed["latitude"], placed["longitude"]) == (36.34, 43.13)
    assert placed["coordinate_source"] == "ACLED, latitude and longitude exchanged"
    assert version.about.reading.turned


def test_points_of_mended_rows_are_turned_where_the_datasets_were(run, library, table, tmp_path):
    swapped = BAD.replace(
        "c,2021-03-06,Baghdad,Iraq,33.3,44.4", "c,2021-03-06,Baghdad,Iraq,44.4,33.3"
    )
    rejected = tmp_path / "rejected.csv"
    run("import", table(swapped), "--dataset", "office", "--turn-points", "--rejected", rejected)
    refused = run("import", rejected, "--dataset", "office", "--mended", "--turn-points")
    assert refused.exit_code == 2
    mended = table(rejected.read_text("utf-8-sig").replace("some day", "2021-03-09"), "mended.csv")
    done = run("import", mended, "--dataset", "office", "--mended")
    assert done.exit_code == 0, done.output
    assert "check: latitude and longitude were exchanged (1 row)\n" in done.output
    assert library.get("office").current.about.reading.turned


def test_points_of_an_export_of_this_app_are_taken_as_they_stand(run, tmp_path):
    path = tmp_path / "own.csv"
    assert run("export", "-o", path).exit_code == 0
    done = run("import", path, "--dataset", "own", "--turn-points")
    assert done.exit_code == 1
    assert "whose points are taken as they stand" in " ".join(done.output.split())


@pytest.mark.parametrize("named", [(), ("--format", "acled")])
def test_a_mapping_for_columns_that_are_known_is_refused(run, library, table, tmp_path, named):
    mapping = tmp_path / "map.json"
    mapping.write_text(TableMapping(columns={"event_date": "event_date"}).to_json(), "utf-8")
    file = table(ACLED)
    done = run("import", file, "--dataset", "office", "--mapping", mapping, *named)
    assert done.exit_code == 1
    assert "is read as acled, whose columns are known. Leave --mapping out" in done.output
    assert library.list() == []
    assert run("import", file, "--dataset", "office").exit_code == 0


def test_options_of_an_import_are_refused_where_only_a_mapping_is_written(run, table, tmp_path):
    out = tmp_path / "map.json"
    done = run("import", table(GOOD), "--dataset", "office", "--write-mapping", out,
               "--report", tmp_path / "report.json")  # fmt: skip
    assert done.exit_code == 2
    assert "leave out --mapping, --report" in done.output
    assert not out.exists()


def test_what_a_killed_import_left_goes_with_the_next(run, library, table):
    left = library.begin()
    (left / "original").write_text("rows", encoding="utf-8")
    os.close(locking._HELD.pop(lock_of(left)))  # noqa: SLF001 (as when its process ends)
    assert run("import", table(GOOD), "--dataset", "office").exit_code == 0
    assert list(left.parent.iterdir()) == []


def test_datasets_are_listed_shown_removed_and_restored(run, library, table):
    assert "Nothing was brought yet" in run("datasets", "list").output
    run("import", table(GOOD), "--dataset", "office")
    assert "office: " in run("datasets", "list").output
    shown = json.loads(run("datasets", "show", "office", "--json").output)
    assert shown["versions"][0]["counts"]["accepted"] == 1
    assert "sha256" in run("datasets", "show", "office").output
    assert run("datasets", "remove", "office").exit_code == 0
    assert library.list() == []
    assert "(removed)" in run("datasets", "list", "--removed").output
    assert run("datasets", "restore", "office").exit_code == 0
    assert [each.name for each in library.list()] == ["office"]
    assert run("datasets", "remove", "office", "--for-good").exit_code == 0
    assert run("datasets", "show", "office").exit_code == 1


def test_an_older_version_can_be_shown_again(run, library, table):
    run("import", table(GOOD), "--dataset", "office")
    first = library.get("office").active
    run("import", table(GOOD.replace(",2\n", ",5\n")), "--dataset", "office")
    assert library.get("office").active != first
    assert run("datasets", "activate", "office", first).exit_code == 0
    assert library.get("office").active == first


def test_a_file_is_never_written_over_by_what_is_said_of_it(run, table):
    for option in ("--report", "--rejected", "--write-mapping"):
        path = table(BAD)
        done = run("import", path, "--dataset", "office", option, path)
        assert done.exit_code == 2
        assert "write somewhere else" in done.output
        assert path.read_text(encoding="utf-8") == BAD


@pytest.mark.parametrize(("rows", "status"), [("", 1), ("b,some day,Baghdad,Iraq,33,44,\n", 3)])
def test_a_file_of_which_no_row_is_accepted_replaces_nothing(run, library, table, rows, status):
    run("import", table(GOOD), "--dataset", "office")
    empty = table(GOOD.partition("\n")[0] + "\n" + rows, "empty.csv")
    done = run("import", empty, "--dataset", "office")
    assert done.exit_code == status, done.output
    assert "no row was accepted" in done.output
    assert len(library.get("office").versions) == 1


def test_a_day_of_access_is_a_day(run, library, table):
    done = run("import", table(GOOD), "--dataset", "office", "--accessed", "32/13/2020")
    assert done.exit_code == 2
    run("import", table(GOOD), "--dataset", "office", "--accessed", "2026-11-20")
    assert library.get("office").current.about.card.accessed == "2026-11-20"


def test_what_is_shown_afterwards_is_said(run, library, table):
    first, second = table(GOOD), table(GOOD + ROWS, "second.csv")
    run("import", first, "--dataset", "office")
    run("import", second, "--dataset", "office")
    older = run("import", first, "--dataset", "office")
    assert "Another version of it is shown" in older.output
    assert "datasets activate office" in older.output
    run("datasets", "remove", "office")
    known = run("import", second, "--dataset", "office")
    assert "datasets restore office" in known.output
    assert library.get("office").removed
    new = run("import", table(f"{GOOD}{ROWS}k,2021-03-07,Baghdad,Iraq,33.3,44.4,1\n", "third.csv"),
              "--dataset", "office")  # fmt: skip
    assert "is shown again" in new.output
    assert not library.get("office").removed


def test_mended_rows_alone_are_warned_of(run, table):
    run("import", table(GOOD), "--dataset", "office")
    mended = table(GOOD.replace("a,2021", "z,2021"), "mended.csv")
    assert "careful" in run("import", mended, "--dataset", "office", "--dry-run").output


def test_incidents_are_counted_and_not_the_rows_of_every_table(run, table, tmp_path):
    run("import", table(GOOD + ROWS), "--dataset", "office")
    run("export", "--filter", "dataset=office", "-o", tmp_path / "all.xlsx")
    run("import", tmp_path / "all.xlsx", "--dataset", "again")
    assert run("datasets", "list").output.count("9 incidents") == 2


def bring_rejected(run, table, tmp_path):
    """Keep the good rows, and return the file of the bad one, mended."""
    rejected = tmp_path / "rejected.csv"
    run("import", table(BAD), "--dataset", "office", "--rejected", rejected)
    return table(rejected.read_text(encoding="utf-8-sig").replace("some day", "2021-03-07"),
                 "mended.csv")  # fmt: skip


def test_mended_rows_are_put_back_among_the_others(run, library, table, tmp_path):
    done = run("import", bring_rejected(run, table, tmp_path), "--dataset", "office", "--mended")
    assert done.exit_code == 0, done.output
    assert "10 rows = 10 accepted + 0 rejected + 0 duplicate" in done.output
    assert "in 'table.csv', 1 row is replaced by the mended one of 'mended.csv'." in done.output
    assert "since the version that is shown: 1 added, 0 removed" in done.output
    versions = library.get("office").versions
    assert [each.about.counts.accepted for each in versions] == [9, 10]
    shown = run("datasets", "show", "office").output
    assert f"of table.csv (version {versions[0].about.version}" in shown
    assert "replaced by mended ones of mended.csv" in shown


def test_mended_rows_alone_are_warned_of_with_the_way_to_put_them_back(
    run, library, table, tmp_path
):
    mended = bring_rejected(run, table, tmp_path)
    done = run("import", mended, "--dataset", "office", "--dry-run")
    assert "no incident that is shown is in this file" in done.output
    assert "--mended" in done.output
    assert len(library.get("office").versions) == 1


def test_mended_rows_take_no_mapping_of_their_own(run, table, tmp_path):
    mended = bring_rejected(run, table, tmp_path)
    done = run("import", mended, "--dataset", "office", "--mended", "--format", "table")
    assert done.exit_code == 2
    assert "from the dataset" in done.output
    elsewhere = run("import", mended, "--dataset", "nowhere", "--mended")
    assert elsewhere.exit_code == 1
    assert "The library has no 'nowhere'" in elsewhere.output
