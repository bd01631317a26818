"""The command line: what it prints, what it writes, what it returns."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys

import openpyxl
import pytest
from click.testing import CliRunner

import incidents.cli.serving
from incidents.cli import main
from incidents.query.filters import IncidentFilter
from incidents.query.tallies import summarize_tallies
from incidents.settings import PROJECT, Settings

QUERY = "from=2021-01-01&to=2021-07-31&view=claimed"


def run(*arguments, **environ):
    return CliRunner().invoke(main, [str(each) for each in arguments], env=environ)


@pytest.fixture
def folder(tmp_path):
    """A copy of the bundled tables, to be broken."""
    for file in Settings().data.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


@pytest.mark.parametrize("command", ["", "serve", "export", "validate", "pack", "papers"])
def test_help_has_an_example(command):
    result = run(*command.split(), "--help")
    assert result.exit_code == 0
    assert f"incidents {command}".strip() in result.output
    assert "Example" in result.output or "See them" in result.output


@pytest.mark.parametrize("query", ["", QUERY])
def test_a_csv_holds_the_selected_incidents_and_comes_with_its_citation(tables, tmp_path, query):
    result = run("export", "--filter", query, "-o", tmp_path / "out.csv")
    assert result.exit_code == 0, result.output
    text = (tmp_path / "out.csv").read_bytes().decode("utf-8-sig")
    count = summarize_tallies(tables, IncidentFilter.from_query(query)).count
    assert len(list(csv.DictReader(io.StringIO(text, newline="")))) == count
    assert f"Incidents: {count}" in (tmp_path / "out.csv.txt").read_text(encoding="utf-8")
    assert result.stderr.startswith(f"{count} incidents (")
    assert result.stdout == ""


def test_geojson_and_xlsx_hold_the_same(tables, tmp_path):
    count = summarize_tallies(tables, IncidentFilter.from_query(QUERY)).count
    for name in ("out.geojson", "out.XLSX"):
        assert run("export", "--filter", QUERY, "-o", tmp_path / name).exit_code == 0
    collection = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))
    assert len(collection["features"]) == count
    assert openpyxl.load_workbook(tmp_path / "out.XLSX")["incidents"].max_row == count + 1
    assert len(list(tmp_path.iterdir())) == 2


def test_a_pages_address_will_do_as_a_filter(tmp_path):
    address = f"http://127.0.0.1:8501/?{QUERY}&map=6/33/44&incident=IQ-20210719-01"
    for name, query in (("a.csv", QUERY), ("b.csv", address)):
        assert run("export", "--filter", query, "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--filter", "from=yesterday", "-o", "a.csv"], "from='yesterday' cannot be read"),
        (["--filter", "colour=red", "-o", "a.csv"], "the keys are from, to"),
        (["-o", "a.pdf"], "none of .csv, .geojson, .xlsx"),
        (["-o", "missing/a.csv"], "could not be written: No such file or directory"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    result = run("export", *arguments)
    assert result.exit_code in {1, 2}
    assert words in result.stderr
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_missing_data_is_said_in_a_sentence(tmp_path):
    result = run("export", "-o", tmp_path / "a.csv", INCIDENTS_DATA=str(tmp_path / "gone"))
    assert result.exit_code == 1
    assert re.fullmatch(r"Error: No folder in .+\n", result.stderr)


def test_the_bundled_tables_are_valid():
    result = run("validate", Settings().data)
    assert result.exit_code == 0, result.output
    assert re.search(r"^incidents +107 +107 +0$", result.output, re.MULTILINE)


def test_every_broken_cell_is_named_and_the_sums_add_up(folder):
    actors = folder / "actors.csv"
    lines = actors.read_text(encoding="utf-8").splitlines()
    lines[1] = "bad id,,,,nonsense,,"
    actors.write_text("\n".join([*lines, lines[-1], "too,few"]), encoding="utf-8")
    result = run("validate", folder)
    assert result.exit_code == 1
    assert "actors.csv, row 2, column kind: 'nonsense' is not one of:" in result.output
    assert "actors.csv, row 2, column name_en: '' is blank but has to be filled" in result.output
    assert f"repeats the key of row {len(lines)}" in result.output
    assert "the row has 2 cells, the header 7" in result.output
    summary = re.findall(r"^\w+ +(\d+) +(\d+) +(\d+)$", result.output, re.MULTILINE)
    assert len(summary) == 10
    for rows, accepted, rejected in summary:
        assert int(rows) == int(accepted) + int(rejected)


def test_a_table_that_cannot_be_read_is_named(folder):
    (folder / "sources.csv").write_bytes(b"source_id\n\xff\xfe")
    result = run("validate", folder)
    assert result.exit_code == 1
    assert "sources.csv could not be read: it is not UTF-8" in result.output
    assert re.search(r"^sources +could not be read$", result.output, re.MULTILINE)


def test_a_broken_card_is_named(folder):
    (folder / "dataset.toml").write_text("title = ", encoding="utf-8")
    result = run("validate", folder)
    assert result.exit_code == 1
    assert "dataset.toml could not be read" in result.output


def test_a_folder_without_incidents_is_said_in_a_sentence(tmp_path):
    result = run("validate", tmp_path)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: No incidents.csv in ")


@pytest.mark.parametrize(
    ("arguments", "environ", "expected"),
    [
        ([], {}, {"--server.port=8501", "--server.address=127.0.0.1"}),
        ([], {"PORT": "8600"}, {"--server.port=8600", "--server.address=127.0.0.1"}),
        (["--port", "9000"], {"PORT": "8600"}, {"--server.port=9000"}),
        (
            ["--address", "192.0.2.1"],
            {"INCIDENTS_HOSTS": "atlas.example"},
            {"--server.address=192.0.2.1", "--server.allowedHosts=atlas.example",
             "--server.allowedHosts=localhost"},
        ),
    ],
)  # fmt: skip
def test_serve_starts_streamlit_with_our_app(monkeypatch, arguments, environ, expected):
    started = []
    monkeypatch.setattr(incidents.cli.serving.os, "execv", lambda *args: started.append(args))
    result = run("serve", *arguments, **{"PORT": None, "INCIDENTS_HOSTS": None} | environ)
    assert result.exit_code == 0, result.output
    ((program, command),) = started
    assert program == command[0] == sys.executable
    assert command[1:5] == ["-m", "streamlit", "run", str(PROJECT / "app.py")]
    assert expected <= set(command[5:])


def test_a_port_that_is_none_is_refused():
    assert "is not in the range" in run("serve", "--port", "0").stderr


def test_it_runs_as_a_program():
    command = [sys.executable, "-m", "incidents.cli", "--version"]
    result = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=True)  # noqa: S603
    assert result.stdout.startswith("incidents, version ")


def test_papers_are_written_into_the_folder_and_beside_it(folder):
    inner = folder / "tables"
    inner.mkdir()
    for file in folder.glob("*.*"):
        file.rename(inner / file.name)
    (inner / "datapackage.json").unlink()
    result = run("papers", inner)
    assert result.exit_code == 0, result.output
    assert json.loads((inner / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert "## Codebook" in (folder / "README.md").read_text(encoding="utf-8")


def test_papers_of_a_folder_without_tables_are_refused(tmp_path):
    result = run("papers", tmp_path)
    assert result.exit_code == 1
    assert not list(tmp_path.iterdir())
