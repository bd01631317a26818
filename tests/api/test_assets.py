"""Streamlit's own files come compressed, and nothing else comes that way."""

from __future__ import annotations

import pytest

from incidents.api.assets import list_assets

SCRIPT = next(name for name in list_assets() if name.startswith("/static/js/index."))
FONT = next(name for name in list_assets() if name.endswith(".woff2"))
FRAME = next(name for name in list_assets() if "streamlit_folium" in name and name.endswith(".js"))


@pytest.mark.parametrize("path", [SCRIPT, FRAME])
def test_scripts_are_sent_compressed_and_kept_for_good(client, path):
    file = list_assets()[path].read_bytes()
    small = client.ask(path, accept_encoding="gzip")
    assert small.headers["content-encoding"] == "gzip"
    assert int(small.headers["content-length"]) < len(file) / 2
    assert small.content == file
    assert "immutable" in small.headers["cache-control"]
    assert small.headers["vary"] == "Accept-Encoding"
    assert small.headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize(("path", "accepted"), [(FONT, "gzip"), (SCRIPT, "identity")])
def test_what_gains_nothing_or_is_not_accepted_is_sent_as_it_is(client, path, accepted):
    answer = client.ask(path, accept_encoding=accepted)
    assert "content-encoding" not in answer.headers
    assert answer.content == list_assets()[path].read_bytes()


def test_they_carry_the_headers_of_every_answer(client):
    answer = client.ask(SCRIPT)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src" in answer.headers["content-security-policy"]
    assert client.ask(SCRIPT, host="elsewhere.example").status_code == 400


def test_a_head_has_no_body(client):
    answer = client.ask(SCRIPT, "HEAD", accept_encoding="gzip")
    assert answer.status_code == 200
    assert int(answer.headers["content-length"]) > 0


@pytest.mark.parametrize(
    "path", ["/static/js/../../index.html", "/static/js/", f"{SCRIPT}x", SCRIPT.upper()]
)
def test_what_is_not_in_the_list_is_left_to_others(client, path):
    assert client.ask(path).status_code == 404


def test_other_methods_are_left_to_others(client):
    assert client.ask(SCRIPT, "POST").status_code == 404
