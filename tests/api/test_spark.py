"""The whole way: settings that ask for Spark, a packed folder, and the API's answers."""

from __future__ import annotations

import io

import openpyxl
import pytest

from incidents.library.card import CARD_FILE
from incidents.library.datasets import load_atlas
from incidents.library.geoparquet import write_folder
from incidents.model.laid import Laid, LaidInFiles
from incidents.settings import Settings
from tests.factories import bundled_tables
from tests.spark_cluster import MASTER

pytestmark = [pytest.mark.spark, pytest.mark.usefixtures("spark_session")]

ADDRESSES = (
    "health",
    "tallies.json?view=claimed&denied=exclude",
    "timeline.json?from=2021-07-01&bin=month",
    "timeline.json?q=بغداد",
    "tiles/0/0/0.json",
    "tiles/7/79/51.json?type=Riots&type=Battles",
    "frames.json?killed=1",
    "frames/admin1.json?casualties=1&bin=month",
    "frames/5/19/12.json?to=2021-09-30",
    "areas/admin1.json?bbox=42,32,46,36",
    "incidents.json?offset=4&limit=7&order=oldest",
    "incidents.json?placement=area",
    "incidents.json?cell=9/319/205",
    "incidents/IQ-20210719-01.json",
    "incidents/nothing.json",
    "incidents.csv?area=IQ-BG",
    "incidents.geojson?actor=islamic-state",
    "incidents.xlsx",
    "incidents.xlsx?from=2021-07-01&to=2021-07-31",
    "citation.txt?role=target&site=base",
    "rejected.csv",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("packed")
    write_folder(bundled_tables(), folder)
    (folder / CARD_FILE).write_bytes((Settings().data / CARD_FILE).read_bytes())
    return folder


@pytest.fixture
def serve(monkeypatch, folder, tmp_path_factory):
    """Serve the folder with an engine, and return its version."""

    def with_engine(engine):
        monkeypatch.setenv("INCIDENTS_DATA", str(folder))
        monkeypatch.setenv("INCIDENTS_HOME", str(tmp_path_factory.getbasetemp() / "home"))
        monkeypatch.setenv("INCIDENTS_ENGINE", engine)
        monkeypatch.setenv("INCIDENTS_SPARK_MASTER", MASTER)
        return load_atlas().dataset

    return with_engine


def told(answer, version):
    """Return what was answered, but for the version, which Spark takes from the files' states."""
    if answer.headers["content-type"].endswith("spreadsheetml.sheet"):
        book = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True)
        text = str({sheet.title: [*sheet.iter_rows(values_only=True)] for sheet in book})
        book.close()
    else:
        text = answer.text
    return answer.status_code, text.replace(version, "VERSION")


def test_nothing_large_is_in_this_process(serve):
    dataset = serve("spark")
    assert isinstance(dataset.tables.laid, LaidInFiles)
    assert dataset.tables.incidents.is_empty()
    assert dataset.tables.actors.equals(bundled_tables().actors)
    assert dataset.tables.incidents.schema == bundled_tables().incidents.schema


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_answers_the_same_with_either_engine(serve, client, address):
    ours = serve("embedded")
    assert isinstance(ours.tables.laid, Laid)
    expected = told(client.ask(f"/api/{address}"), ours.version)
    by_spark = serve("spark")
    assert told(client.ask(f"/api/{address}"), by_spark.version) == expected
