"""`incidents geocode` and `incidents gazetteer`, from what is typed to what is printed."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner

from incidents.cli import geocoding, main
from incidents.model.vocabularies import GeoPrecision
from incidents.places.answers import Answer, Status
from incidents.places.surroundings import Context
from tests.library.places_home import make_ambiguous, make_candidate

WIDE = make_candidate(name="Wide", geo_precision=GeoPrecision.GOVERNORATE)
HELD = make_candidate(name="Held", name_ar="=1+1", radius_m=4000)


class FakeGeocoder:
    """Knows three names, and what it was asked."""

    def __init__(self):
        self.asked = []

    def search_many(self, texts, contexts):
        pairs = list(zip(texts, contexts, strict=True))
        self.asked += pairs
        return [self._answer(text) for text, _ in pairs]

    def _answer(self, text):
        if text == "Held":
            return Answer(
                text, Status.RESOLVED, HELD, latitude=33.9, longitude=44.9, radius_m=4000,
                geo_precision=HELD.geo_precision, score=0.9, matched="Held", explanation="Known.",
                warnings=("Look twice.",),
            )  # fmt: skip
        if text == "Rashidiya":
            return make_ambiguous(text)
        if text == "Wide":
            return make_ambiguous(text, WIDE, WIDE)
        return Answer(text, Status.NOT_FOUND, explanation="Not known here.")


@pytest.fixture
def geocoder(monkeypatch):
    fake = FakeGeocoder()
    monkeypatch.setattr(geocoding, "open_search", lambda **_: fake)
    return fake


@pytest.fixture
def run(tmp_path):
    def run(*arguments, **environ):
        environ = {"INCIDENTS_HOME": str(tmp_path / "home"), "INCIDENTS_NOMINATIM": None} | environ
        return CliRunner().invoke(main, [str(each) for each in arguments], env=environ)

    return run


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def read(path):
    text = path.read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


COMMANDS = [
    "geocode", "gazetteer", "gazetteer add", "gazetteer list", "gazetteer remove",
    "gazetteer build", "gazetteer teach", "gazetteer review", "gazetteer review list",
    "gazetteer review pick", "gazetteer review set-aside", "gazetteer review forget",
    "gazetteer review ask-online",
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(run, command):
    result = run(*command.split(), "--help")
    assert result.exit_code == 0
    assert "Example" in result.output
    assert f"incidents {command}" in result.output


def test_an_answer_says_where_how_exactly_and_why(run, geocoder):
    result = run("geocode", "--country", "Iraq", "--admin1", "Diyala", "Held")
    assert result.exit_code == 0, result.output
    assert "Held: resolved" in result.stdout
    assert "33.9000 44.9000 within about 4 km" in result.stdout
    assert "Known." in result.stdout
    assert "Look twice." in result.stdout
    assert geocoder.asked == [("Held", Context("IRQ", "Diyala"))]


def test_an_ambiguous_name_lists_what_it_could_mean(run, geocoder):
    result = run("geocode", "Rashidiya")
    assert result.exit_code == 1
    assert "IQ-DI" in result.stdout
    assert "IQ-NI" in result.stdout
    assert len(geocoder.asked) == 1


@pytest.mark.usefixtures("geocoder")
def test_json_is_one_object_a_line(run):
    result = run("geocode", "--json", "Held", "Rashidiya", "Nowhere")
    held, several, nowhere = map(json.loads, result.stdout.splitlines())
    assert (held["status"], held["latitude"], held["radius_m"]) == ("resolved", 33.9, 4000)
    assert [each["admin1"] for each in several["alternatives"]] == ["IQ-DI", "IQ-NI"]
    assert nowhere["status"] == "not found"
    assert nowhere["latitude"] is None


@pytest.mark.usefixtures("geocoder")
def test_a_candidate_that_is_only_an_area_shows_no_point(run):
    shown = run("geocode", "Wide").stdout
    assert "area only" in shown
    assert "33.9" not in shown
    (told,) = map(json.loads, run("geocode", "--json", "Wide").stdout.splitlines())
    assert told["alternatives"][0]["latitude"] is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--country", "Atlantis", "Held"], "no country"),
        (["Held", "-o", "x.csv"], "need --name-column"),
        (["a.csv", "--name-column", "n"], "-o OUT.csv"),
        (["a.csv", "b.csv", "--name-column", "n", "-o", "x.csv"], "one CSV file"),
        (["gone.csv", "--name-column", "n", "-o", "x.csv"], "gone.csv cannot be used"),
        ([], "Missing argument"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(run, geocoder, arguments, words):
    result = run("geocode", *arguments)
    assert result.exit_code in {1, 2}
    assert words in result.stderr
    assert "Traceback" not in result.output
    assert geocoder.asked == []


def test_every_row_of_a_file_comes_out_in_its_order(run, geocoder, tmp_path):
    names = ["Held", "Nowhere", "Rashidiya", "", "Held", "=cmd()"]
    text = "id,place,note\n" + "".join(f"{i},{n},-33.5\n" for i, n in enumerate(names))
    path, out = write(tmp_path / "in.csv", text), tmp_path / "out.csv"
    result = run("geocode", path, "--name-column", "place", "--country", "IRQ", "-o", out)
    assert result.exit_code == 0, result.output
    header, *rows = read(out)
    assert header == ["id", "place", "note", "geo_status", "latitude", "longitude",
                      "geo_precision", "radius_m", "area_id", "score", "matched", "explanation",
                      "alternatives"]  # fmt: skip
    assert [row[0] for row in rows] == [str(i) for i in range(len(names))]
    assert [row[3] for row in rows] == ["resolved", "not found", "ambiguous", "not found",
                                        "resolved", "not found"]  # fmt: skip
    assert rows[0][4:8] == ["33.900000", "44.900000", "city", "4000"]
    assert rows[1][4:6] == ["", ""]
    assert len(geocoder.asked) == 5
    assert "6 rows written" in result.stderr
    assert result.stdout == ""


@pytest.mark.usefixtures("geocoder")
def test_cells_that_a_spreadsheet_would_run_are_neutralised_and_numbers_kept(run, tmp_path):
    path = write(tmp_path / "in.csv", "place,=note,n\n=cmd(),+1+1,-33.5\nHeld,@x,1e3\n")
    out = tmp_path / "out.csv"
    assert run("geocode", path, "--name-column", "place", "-o", out).exit_code == 0
    header, first, second = read(out)
    assert header[1] == "'=note"
    assert first[:3] == ["'=cmd()", "'+1+1", "-33.5"]
    assert second[:3] == ["Held", "'@x", "1e3"]


def test_columns_say_country_and_governorate_and_options_fill_the_blanks(run, geocoder, tmp_path):
    text = "p;g;c\nHeld;Diyala;Syria\nHeld;;\nHeld;;العراق\n"
    path = write(tmp_path / "in.csv", text)
    run("geocode", path, "--name-column", "p", "--admin1-column", "g", "--country-column", "c",
        "--country", "JOR", "--admin1", "Ninewa", "-o", tmp_path / "out.csv")  # fmt: skip
    assert [context for _, context in geocoder.asked] == [
        Context("SYR", "Diyala"), Context("JOR", "Ninewa"), Context("IRQ", "Ninewa"),
    ]  # fmt: skip


@pytest.mark.usefixtures("geocoder")
def test_a_column_that_is_there_already_is_neither_lost_nor_overwritten(run, tmp_path):
    path = write(tmp_path / "in.csv", "place,latitude\nHeld,1.5\n")
    out = tmp_path / "out.csv"
    run("geocode", path, "--name-column", "place", "-o", out)
    header, row = read(out)
    assert row[header.index("latitude")] == "1.5"
    assert row[header.index("geo_latitude")] == "33.900000"
    twice = run("geocode", out, "--name-column", "place", "-o", tmp_path / "again.csv")
    assert twice.exit_code == 1
    assert "already has the column(s) geo_latitude" in twice.stderr


@pytest.mark.usefixtures("geocoder")
def test_short_and_long_rows_keep_their_cells(run, tmp_path):
    path = write(tmp_path / "in.csv", "place,b\nHeld\nHeld,1,2,3\n")
    out = tmp_path / "out.csv"
    run("geocode", path, "--name-column", "place", "-o", out)
    header, short, long = read(out)
    assert header[:4] == ["place", "b", "column_3", "column_4"]
    assert short[:4] == ["Held", "", "", ""]
    assert long[:4] == ["Held", "1", "2", "3"]


@pytest.mark.usefixtures("geocoder")
def test_ambiguous_names_of_a_file_are_decided_once(run, tmp_path):
    path = write(tmp_path / "in.csv", "place\nRashidiya\nRashidiya\n")
    geocode = ("geocode", path, "--name-column", "place", "-o", tmp_path / "out.csv")
    assert "1 ambiguous name is new on the review list" in run(*geocode).stderr
    listed = run("gazetteer", "review", "list").stdout
    assert "Rashidiya (anywhere), asked 2×" in listed
    question_id = listed.split()[0]
    picked = run("gazetteer", "review", "pick", question_id, "2")
    assert picked.exit_code == 0, picked.output
    assert "Nothing is open" in run("gazetteer", "review", "list").stderr
    assert "ambiguous name" not in run(*geocode).stderr
    assert "36.4000 43.1000" in run("gazetteer", "review", "list", "--decided").stdout
    assert run("gazetteer", "review", "forget", question_id).exit_code == 0
    assert "1 ambiguous" in run(*geocode).stderr
    assert run("gazetteer", "review", "set-aside", question_id).exit_code == 0


def test_a_question_that_is_not_there_is_said(run):
    result = run("gazetteer", "review", "pick", "gone", "1")
    assert result.exit_code == 1
    assert "nothing under 'gone'" in result.stderr


def test_asking_online_is_off_by_default(run):
    result = run("gazetteer", "review", "ask-online", "gone")
    assert result.exit_code == 1
    assert "INCIDENTS_NOMINATIM" in result.stderr


def test_nothing_is_sent_before_the_person_agrees(run, geocoder, tmp_path):
    path = write(tmp_path / "in.csv", "place\nRashidiya\n")
    run("geocode", path, "--name-column", "place", "-o", tmp_path / "out.csv")
    question_id = run("gazetteer", "review", "list").stdout.split()[0]
    # an address where nobody answers: asking would fail otherwise than by being declined
    result = run("gazetteer", "review", "ask-online", question_id,
                 INCIDENTS_NOMINATIM="http://127.0.0.1:9")  # fmt: skip
    assert result.exit_code == 1
    assert "learns which places you look up" in result.stderr
    assert "gave no answer" not in result.stderr
    assert len(geocoder.asked) == 1


def test_a_dataset_teaches_and_its_layer_can_be_removed(run, tmp_path):
    rows = "Tall Test,Ninewa,Iraq,36.1,42.2\n" * 3 + "Wide,Ninewa,Iraq,36.1,42.2\n"
    rows += "Wide,Ninewa,Iraq,36.9,42.9\nNo point,Ninewa,Iraq,,\n"
    path = write(tmp_path / "my-set.csv", f"name,admin1,country,latitude,longitude\n{rows}")
    result = run("gazetteer", "teach", path, "--licence", "CC0")
    assert result.exit_code == 0, result.output
    assert "1 place taught as 'my-set'" in result.stderr
    assert "1 row taught nothing: without coordinates" in result.stderr
    assert "Not taught: Wide (IQ-NI), 2 rows up to" in result.stderr
    assert "Removed 'my-set' with 1 place" in run("gazetteer", "remove", "my-set").stderr
    again = run("gazetteer", "remove", "my-set")
    assert again.exit_code == 1
    assert "Layers of your own: none" in again.stderr


def test_a_dataset_that_was_imported_teaches_until_it_is_removed(run, tmp_path):
    head = "id,date,location,admin1,country,latitude,longitude"
    rows = "1,2024-03-02,Tall Test,Nineveh,Iraq,36.1,42.2\n2,2024-03-02,,Nineveh,Iraq,36.1,42.2\n"
    path = write(tmp_path / "a.csv", f"{head}\n{rows}")
    imported = run("import", path, "--dataset", "office", "--title", "Field office")
    assert imported.exit_code == 0, imported.output
    result = run("gazetteer", "teach", "--dataset", "office")
    assert result.exit_code == 0, result.output
    assert "1 place taught as 'office'" in result.stderr
    assert "1 row taught nothing: without a name" in result.stderr
    assert "Places named in Field office" in run("gazetteer", "list").stdout
    assert run("datasets", "remove", "office").exit_code == 0
    assert "Places named in" not in run("gazetteer", "list").stdout
    again = run("gazetteer", "teach", "--dataset", "office")
    assert again.exit_code == 1
    assert "The library has no 'office'" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Give a file, DATASET.csv, or an imported one: --dataset NAME"),
        (["FILE", "--dataset", "office"], "or --dataset NAME, not both"),
        (["--dataset", "office", "--name", "x"], "--dataset takes no other option"),
        (["--dataset", "office", "--name-column", "x"], "--dataset takes no other option"),
    ],
)
def test_what_teaches_is_a_file_or_a_dataset(run, tmp_path, arguments, words):
    path = write(tmp_path / "a.csv", "name,latitude,longitude\nA,36.1,42.2\n")
    result = run("gazetteer", "teach", *(path if each == "FILE" else each for each in arguments))
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())
    assert not (tmp_path / "home" / "places").exists()


def test_a_file_of_places_is_added(run, tmp_path):
    text = "name,country,latitude,longitude\nTall Test,IRQ,36.1,42.2\nBad,IRQ,x,y\n"
    result = run("gazetteer", "add", write(tmp_path / "mine.csv", text), "--name", "Mine")
    assert result.exit_code == 0, result.output
    assert "1 place added as 'Mine'" in result.stderr
    assert "1 row left out: " in result.stderr
