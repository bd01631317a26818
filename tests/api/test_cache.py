"""Answers are asked for again at little cost, and memory stays bounded."""

from __future__ import annotations

import pytest

from incidents.api.responses import ANSWERS
from incidents.library.editions import current_edition

CACHED = [
    "tallies.json", "tiles/6/39/25.json", "incidents.json", "areas/admin1.json", "timeline.json",
    "incidents/IQ-20210719-01.json", "browser/atlas.js", "basemap/5/19/12.json",
]  # fmt: skip


@pytest.mark.parametrize("path", CACHED)
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_an_answer_that_the_browser_has_is_not_sent_again(client, path, encoding):
    first = client.ask(f"/api/{path}", accept_encoding=encoding)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    again = client.ask(f"/api/{path}", accept_encoding=encoding, if_none_match=f'"x", W/{tag}')
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.ask(f"/api/{path}", if_none_match='"other"').status_code == 200


def test_a_compressed_answer_is_the_same_answer_under_its_own_tag(client):
    plain = client.ask("/api/areas/admin1.json", accept_encoding="identity")
    small = client.ask("/api/areas/admin1.json", accept_encoding="br, gzip;q=0.5")
    assert "content-encoding" not in plain.headers
    assert small.headers["content-encoding"] == "gzip"
    assert small.headers["vary"] == "Accept-Encoding"
    assert int(small.headers["content-length"]) < len(plain.content) / 2
    assert small.content == plain.content
    assert small.headers["etag"] != plain.headers["etag"]


def test_gzip_is_not_forced_on_anyone(client):
    answer = client.ask("/api/areas/admin1.json", accept_encoding="gzip;q=0")
    assert "content-encoding" not in answer.headers


def test_an_answer_is_kept_for_good_under_an_address_that_names_its_edition(client, atlas):
    edition = current_edition(atlas.dataset.version)
    lasting = client.ask(f"/api/tiles/4/9/6.json?v={edition}")
    assert "immutable" in lasting.headers["cache-control"]
    for other in ("", "?v=", "?v=another"):
        asked_again = client.ask(f"/api/tiles/4/9/6.json{other}")
        assert asked_again.headers["cache-control"] == "no-cache"
        assert asked_again.content == lasting.content


def test_equal_filters_share_an_answer_however_they_are_written(client):
    one = client.ask("/api/tallies.json?to=2021-07-31&from=2021-01-01")
    other = client.ask("/api/tallies.json?from=2021-01-01&to=2021-07-31&q=")
    assert one.headers["etag"] == other.headers["etag"]
    different = client.ask("/api/tallies.json?from=2021-01-01&to=2021-07-30")
    assert one.headers["etag"] != different.headers["etag"]


def test_another_version_is_another_edition():
    assert current_edition("a") != current_edition("b")


def test_the_servers_cache_is_bounded():
    entries, size = ANSWERS.size
    assert entries <= 4096
    assert size <= 64 * 2**20
