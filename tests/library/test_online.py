"""The online search: off by default, one request a second, never twice the same."""

from __future__ import annotations

import http.server
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest

from incidents.errors import OnlineSearchError, OnlineSearchOffError, SettingError
from incidents.library import online
from incidents.library.online import OnlineSearch, describe_disclosure, open_online_search
from incidents.model.vocabularies import GeoPrecision
from incidents.places.areas import load_areas
from incidents.settings import Settings, read_settings

AREAS = load_areas(Settings().areas)
ROW = {
    "lat": "33.9", "lon": "44.9", "display_name": "Rashidiya, Diyala, Iraq", "name": "الراشدية",
    "addresstype": "village", "importance": 0.3, "osm_type": "node", "osm_id": 1,
    "boundingbox": ["33.88", "33.92", "44.88", "44.92"],
    "namedetails": {"name:en": "Rashidiya", "name:ar": "الراشدية"},
}  # fmt: skip


@contextmanager
def fake_server(answer, status=200):
    """Serve one answer to everything; yield the address and the list of what was asked, when."""
    asked = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((time.monotonic(), self.path, self.headers["User-Agent"]))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def quick(monkeypatch):
    """Let requests follow one another sooner, where a test is not about that."""
    monkeypatch.setattr(online._one_a_second, "min_delay_seconds", 0.0)  # noqa: SLF001


def test_it_is_off_unless_a_server_is_named(tmp_path):
    settings = replace(read_settings({}), home=tmp_path)
    assert settings.nominatim == ""
    with pytest.raises(OnlineSearchOffError, match="INCIDENTS_NOMINATIM"):
        open_online_search(settings, AREAS)
    with pytest.raises(OnlineSearchOffError):
        describe_disclosure(settings)


def test_what_is_disclosed_is_said_with_the_server():
    settings = read_settings({"INCIDENTS_NOMINATIM": " https://nominatim.example.org "})
    words = describe_disclosure(settings)
    assert "https://nominatim.example.org" in words
    assert "learns which places you look up" in words


@pytest.mark.parametrize("address", ["nominatim.example.org", "file:///etc/passwd", "https://"])
def test_what_is_no_address_is_refused(tmp_path, address):
    with pytest.raises(SettingError, match="INCIDENTS_NOMINATIM"):
        OnlineSearch(address, tmp_path, AREAS)


@pytest.mark.usefixtures("quick")
def test_answers_are_candidates_with_their_credit_and_area(tmp_path):
    with fake_server([ROW]) as (address, asked):
        (found,) = OnlineSearch(address, tmp_path, AREAS).search("Rashidiya", "Diyala", "IRQ")
    assert (found.name, found.name_ar, found.country, found.admin1) == (
        "Rashidiya", "الراشدية", "IRQ", "IQ-DI",
    )  # fmt: skip
    assert found.geo_precision is GeoPrecision.CITY
    assert found.radius_m >= 5000
    assert "OpenStreetMap" in found.source
    (_, path, agent), = asked  # fmt: skip
    assert parse_qs(urlsplit(path).query)["q"] == ["Rashidiya, Diyala, IRQ"]
    assert agent.startswith("incident-atlas/")


@pytest.mark.usefixtures("quick")
def test_a_second_look_asks_nobody_also_in_another_process(tmp_path):
    with fake_server([ROW]) as (address, asked):
        first = OnlineSearch(address, tmp_path, AREAS).search("Rashidiya")
        again = OnlineSearch(address, tmp_path, AREAS).search("  Rashidiya ")
        nothing = OnlineSearch(address, tmp_path, AREAS).search("Other")
    assert first == again == nothing
    assert len(asked) == 2


@pytest.mark.usefixtures("quick")
def test_that_nothing_was_found_is_kept_too(tmp_path):
    with fake_server([]) as (address, asked):
        search = OnlineSearch(address, tmp_path, AREAS)
        assert search.search("Nowhere") == search.search("Nowhere") == ()
    assert len(asked) == 1


def test_sessions_together_ask_once_a_second(tmp_path):
    with fake_server([ROW]) as (address, asked), ThreadPoolExecutor(4) as pool:
        searches = [OnlineSearch(address, tmp_path, AREAS) for _ in range(3)]
        list(pool.map(lambda n: searches[n].search(f"Place {n}"), range(3)))
    times = sorted(when for when, _, _ in asked)
    assert [b - a > 0.9 for a, b in pairwise(times)] == [True, True]


@pytest.mark.usefixtures("quick")
def test_a_server_that_fails_is_said_and_nothing_is_kept(tmp_path):
    with fake_server([], status=503) as (address, asked):
        search = OnlineSearch(address, tmp_path, AREAS)
        for _ in range(2):
            with pytest.raises(OnlineSearchError, match=address):
                search.search("Rashidiya")
    assert len(asked) == 2


@pytest.mark.usefixtures("quick")
def test_a_server_that_is_not_there_is_said(tmp_path):
    with fake_server([]) as (address, _):
        pass
    with pytest.raises(OnlineSearchError):
        OnlineSearch(address, tmp_path, AREAS).search("Rashidiya")
