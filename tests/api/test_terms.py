"""Over HTTP, rows that may not be handed on freely are given to those who accepted the terms."""

from __future__ import annotations

import json
import shutil

import pytest

from incidents.exports.downloads import MEDIA_TYPES, FileKind
from incidents.settings import Settings
from tests.api.serving import Client

TERMS = "Rows stay with whoever registered. <script>x</script>"


@pytest.fixture
def closed(tmp_path, monkeypatch):
    """A client of a server whose data may not be handed on."""
    folder = tmp_path / "data"
    shutil.copytree(Settings().data, folder)
    card = folder / "dataset.toml"
    said = f"redistribution = 'restricted'\nterms = {json.dumps(TERMS)}\n"
    card.write_text(said + card.read_text("utf-8"), encoding="utf-8")
    monkeypatch.setenv("INCIDENTS_DATA", str(folder))
    return Client()


@pytest.mark.parametrize("kind", FileKind)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_without_acceptance_there_is_no_file(closed, kind, method):
    answer = closed.ask(f"/api/incidents.{kind}", method)
    assert answer.status_code == 403
    assert "content-disposition" not in answer.headers


def test_the_refusal_says_which_datasets_which_terms_and_how_to_ask(closed):
    answer = closed.ask("/api/incidents.csv?view=claimed&accept=other")
    told = answer.json()
    assert TERMS in told["error"]
    assert told["datasets"] == ["iraq-2021"]
    assert told["terms"] == "/api/terms.json?view=claimed"
    again = closed.ask(f"/api/incidents.csv?view=claimed&{told['accept']}")
    assert again.status_code == 200
    assert closed.ask(told["terms"]).json()["restricted"][0]["terms"] == TERMS


@pytest.mark.parametrize(
    "asked", ["accept=iraq-2021", "accept=a,iraq-2021", "accept=a&accept=iraq-2021"]
)
def test_acceptance_may_be_repeated_or_a_list(closed, asked):
    assert closed.ask(f"/api/incidents.geojson?{asked}").status_code == 200


def test_a_selection_without_such_rows_needs_none(closed):
    assert closed.ask("/api/incidents.csv?q=nothingofthatname").status_code == 200


def test_terms_and_sizes_are_told_before(closed):
    told = closed.ask("/api/terms.json").json()
    (restricted,) = told["restricted"]
    assert (restricted["dataset_id"], restricted["count"]) == ("iraq-2021", told["count"])
    assert told["without"] is None
    assert set(told["sizes"]) == {kind.value for kind in FileKind}


def test_data_that_may_be_handed_on_has_no_terms(client):
    assert client.ask("/api/terms.json").json()["restricted"] == []


def test_acceptance_is_no_part_of_other_questions(client):
    assert client.ask("/api/tallies.json?accept=x").status_code == 400
    assert client.ask("/api/terms.json?accept=x").status_code == 400


@pytest.mark.parametrize("kind", FileKind)
def test_every_kind_has_its_media_type_and_its_citation(client, kind):
    answer = client.ask(f"/api/incidents.{kind}?from=2021-07-01")
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == MEDIA_TYPES[kind].split(";")[0]
    assert answer.headers["content-disposition"].endswith(f'.{kind}"')
    about = answer.headers["link"].split(">")[0].lstrip("<")
    text = client.ask(about).text
    assert "Filter: from 1 Jul 2021" in text
    assert ("non-ACLED data" in text) == (kind is FileKind.ACLED_CSV)
