"""Every answer carries the headers that keep a page safe, and only our names are answered."""

from __future__ import annotations

import asyncio

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from incidents.api.hosts import KnownHosts
from incidents.api.routes import build_middleware
from tests.api.serving import Client

HEADERS = {
    "content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy",
    "permissions-policy", "cross-origin-opener-policy", "cross-origin-resource-policy",
}  # fmt: skip


def page(_):
    return PlainTextResponse("page")


@pytest.fixture(scope="module")
def whole():
    return Client([Route("/", page), Route("/component/streamlit_folium.st_folium/x.html", page)])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200), ("/gone", 404), ("/api/health", 200), ("/api/gone", 404),
        ("/api/tallies.json?x=1", 400), ("/api/incidents.csv", 200), ("/api/browser/atlas.js", 200),
    ],
)  # fmt: skip
def test_every_answer_carries_them(whole, path, status):
    answer = whole.ask(path)
    assert answer.status_code == status
    assert set(answer.headers) >= HEADERS


def policy(answer):
    parts = (part.split() for part in answer.headers["content-security-policy"].split(";"))
    return {name: values for name, *values in parts}


def test_the_page_loads_nothing_from_elsewhere(whole):
    told = policy(whole.ask("/"))
    assert told["default-src"] == ["'self'"]
    assert told["object-src"] == ["'none'"]
    assert told["frame-ancestors"] == ["'self'"]
    assert told["connect-src"] == ["'self'", "ws://127.0.0.1:8501", "wss://127.0.0.1:8501"]
    assert not [v for values in told.values() for v in values if v.startswith("http")]


def test_the_page_runs_no_script_that_stands_in_its_text(whole):
    told = policy(whole.ask("/"))["script-src"]
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & set(told)
    assert [value for value in told if value.startswith("'sha256-")]


def test_only_the_maps_frame_may_show_public_tiles(whole):
    told = policy(whole.ask("/component/streamlit_folium.st_folium/x.html"))
    assert "https://tile.openstreetmap.org" in told["img-src"]
    assert "https://tile.openstreetmap.org" not in told["connect-src"]
    assert "https://tile.openstreetmap.org" not in policy(whole.ask("/"))["img-src"]


def test_data_opened_as_a_page_may_do_nothing(whole):
    assert policy(whole.ask("/api/tallies.json"))["default-src"] == ["'none'"]


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost:8501", "LOCALHOST", "[::1]:80", "localhost."]
)
def test_this_machines_names_are_answered(whole, host):
    assert whole.ask("/api/health", host=host).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "localhost:80:80", "",
        "evil.example:8501", "127.0.0.1:8501/x", "localhost evil", "[::2]", "192.0.2.1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/api/tallies.json"])
def test_a_foreign_host_is_refused(whole, path, host):
    answer = whole.ask(path, host=host)
    assert answer.status_code == 400
    assert "INCIDENTS_HOSTS" in answer.json()["error"]
    assert set(answer.headers) >= HEADERS


def test_more_names_can_be_allowed(monkeypatch):
    monkeypatch.setenv("INCIDENTS_HOSTS", "atlas.example.org, other.example")
    hosts = next(each.kwargs["hosts"] for each in build_middleware() if each.cls is KnownHosts)
    assert hosts[-2:] == ("atlas.example.org", "other.example")
    assert Client().ask("/api/health", host="Atlas.Example.org:443").status_code == 200


def test_a_websocket_under_a_foreign_name_is_closed():
    sent = []

    async def attempt():
        async def receive():
            return {"type": "websocket.connect"}

        async def send(message):
            sent.append(message)

        scope = {"type": "websocket", "headers": [(b"host", b"evil.example")]}
        await KnownHosts(None)(scope, receive, send)

    asyncio.run(attempt())
    assert [message["type"] for message in sent] == ["websocket.close"]
