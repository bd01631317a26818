"""`incidents import` and `incidents datasets`, as somebody types them."""

import json

import pytest
from click.testing import CliRunner

from incidents.cli import main
from incidents.library.store import Library
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
