"""What cannot be answered is said in one sentence of JSON, never with a traceback."""

from __future__ import annotations

import csv
import io

import pytest
from starlette.routing import Route

from tests.api.serving import Client

UNREADABLE = [
    "tallies.json?from=yesterday", "tallies.json?from=2021-02-30", "tallies.json?frm=2021-01-01",
    "tallies.json?type=War", "tallies.json?bbox=1,2,3", "tallies.json?bbox=nan,0,1,1",
    "tallies.json?killed=-1", "tallies.json?killed=%D9%A1", "tallies.json?view=mine",
    "tallies.json?from=2021-01-01&from=2021-02-01", "tiles/0/0/0.json?limit=3",
    "incidents.json?limit=0", "incidents.json?limit=501", "incidents.json?limit=9e9",
    "incidents.json?offset=-1", "incidents.json?order=random", "incidents.json?placement=there",
    "incidents.json?cluster=1,2,3", "incidents.json?cluster=inf,0,0,0",
    "incidents.csv?casualties=2", "incidents.csv?dataset=nosuch", "incidents.zip?dataset=nosuch",
    "tallies.json?dataset=nosuch", "timeline.json?dataset=nosuch",
    "timeline.json?bin=decade", "timeline.json?bin=day&bin=week",
    "citation.txt?bin=day", f"incidents.xlsx?q={'x' * 501}", "incidents.geojson?map=6/33/44",
]  # fmt: skip
UNKNOWN = [
    "", "nothing", "tiles/0/1/0.json", "tiles/21/0/0.json", "tiles/-1/0/0.json",
    "tiles/a/0/0.json", f"tiles/{'9' * 5000}/0/0.json", "tiles/%D9%A1/0/0.json",
    "basemap/3/8/0.json", "incidents/IQ-0.json", f"incidents/{'x' * 3000}.json",
    "incidents/%00.json", "incidents.shp", "health/", "browser/", "browser/main.py",
    "browser/leaflet/leaflet-src.js", "browser/../errors.py",
    "browser/%2e%2e/%2e%2e/errors.py", "browser/..%2f..%2ferrors.py",
    "browser/..\\..\\errors.py", "browser//etc/passwd",
    "browser/leaflet/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "browser/leaflet/images/%2e%2e/leaflet-src.js", "browser/atlas.js%00.css",
    "browser/./atlas.js/",
]  # fmt: skip


def is_one_sentence(answer):
    words = answer.json()["error"]
    assert answer.headers["content-type"] == "application/json"
    assert words
    for telling in ("Traceback", 'File "', "/work", "site-packages", ".py"):
        assert telling not in words
    return True


@pytest.mark.parametrize("path", UNREADABLE)
def test_a_filter_that_cannot_be_read_gets_400_with_the_reason(client, path):
    answer = client.ask(f"/api/{path}")
    assert answer.status_code == 400
    assert is_one_sentence(answer)
    assert "cannot be read" in answer.json()["error"]


@pytest.mark.parametrize("path", UNKNOWN, ids=lambda path: path[:40] or "root")
def test_what_is_not_there_gets_404(client, path):
    answer = client.ask(f"/api/{path}")
    assert answer.status_code == 404
    assert is_one_sentence(answer)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["health", "incidents.csv", "tiles/0/0/0.json"])
def test_the_api_is_only_read(client, method, path):
    answer = client.ask(f"/api/{path}", method)
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert is_one_sentence(answer)


@pytest.mark.parametrize("path", ["health", "incidents.csv", "tallies.json", "citation.txt"])
def test_head_gives_the_headers_of_get_and_no_body(client, path):
    head, get = client.ask(f"/api/{path}", "HEAD"), client.ask(f"/api/{path}")
    assert head.status_code == 200
    assert head.headers["content-type"] == get.headers["content-type"]


def test_missing_data_gets_503_without_the_folders_name(monkeypatch, tmp_path, caplog):
    monkeypatch.setenv("INCIDENTS_DATA", str(tmp_path / "gone"))
    answer = Client().ask("/api/health")
    assert answer.status_code == 503
    assert is_one_sentence(answer)
    assert str(tmp_path) not in answer.text
    assert str(tmp_path) in caplog.text


def test_a_broken_row_takes_nothing_else_down(monkeypatch, tmp_path, atlas):
    for file in atlas.dataset.folder.glob("*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    lines = (tmp_path / "incidents.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    broken = lines[0] + "IQ-1,=cmd,2021-07-19" + "," * (lines[0].count(",") - 2) + "\n"
    (tmp_path / "incidents.csv").write_text(broken + "".join(lines[1:]), encoding="utf-8")
    monkeypatch.setenv("INCIDENTS_DATA", str(tmp_path))
    client = Client()
    health = client.ask("/api/health").json()
    assert (health["status"], health["incidents"], health["rejected"]) == ("ok", 107, 1)
    text = client.ask("/api/rejected.csv").content.decode("utf-8-sig")
    rejected = list(csv.DictReader(io.StringIO(text, newline="")))
    dated = next(row for row in rejected if row["column"] == "event_date")
    assert (dated["table"], dated["row"], dated["value"]) == ("incidents", "2", "'=cmd")
    assert dated["reason"].startswith("is not a date")


def test_a_defect_is_logged_and_not_shown():
    def broken(_):
        raise ZeroDivisionError("secret")

    client = Client([Route("/broken", broken)])
    answer = client.ask("/broken")
    assert answer.status_code == 500
    assert is_one_sentence(answer)
    assert "secret" not in answer.text
    assert "content-security-policy" in answer.headers


def test_a_defect_inside_the_api_is_answered_alike(client, monkeypatch):
    monkeypatch.setattr("incidents.api.figures.summarize_tallies", lambda *_: 1 / 0)
    answer = client.ask("/api/tallies.json?q=onlyhere")
    assert answer.status_code == 500
    assert is_one_sentence(answer)
    assert "content-security-policy" in answer.headers
