"""A page says in its head what it will need, and is otherwise what Streamlit made it."""

from __future__ import annotations

import asyncio
import gzip
import re

import pytest
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse

from incidents.api.assets import list_assets
from incidents.api.early import EarlyLinks, list_chunks, list_links

PAGE = "<!doctype html><html><head><title>A</title></head><body>&lt;/head></body></html>"
FRAME = "/component/streamlit_folium.st_folium/index.html"


def ask(answer, path="/", method="GET", accept_encoding=""):
    """Return the status, headers and body of one answer behind the middleware."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request"}

    headers = [(b"accept-encoding", accept_encoding.encode())]
    scope = {"type": "http", "method": method, "path": path, "headers": headers}
    asyncio.run(EarlyLinks(answer)(scope, receive, send))
    start, *rest = sent
    named = {key.decode(): value.decode() for key, value in start["headers"]}
    return start["status"], named, b"".join(each["body"] for each in rest)


def addresses(links):
    return [re.search(r'href="([^"]+)"', link)[1] for link in links]


@pytest.mark.parametrize("path", ["/", "/table", FRAME])
def test_links_stand_once_at_the_end_of_the_head(path):
    status, headers, body = ask(HTMLResponse(PAGE), path)
    links = "".join(list_links(path))
    assert status == 200
    assert body.decode() == PAGE.replace("</head>", f"{links}</head>", 1)
    assert int(headers["content-length"]) == len(body)


def test_a_page_is_compressed_where_that_is_accepted():
    _, headers, body = ask(HTMLResponse(PAGE), accept_encoding="gzip, br")
    assert headers["content-encoding"] == "gzip"
    assert headers["vary"] == "Accept-Encoding"
    assert int(headers["content-length"]) == len(body)
    assert gzip.decompress(body) == ask(HTMLResponse(PAGE))[2]


def test_the_tag_of_the_page_without_links_is_not_sent():
    tagged = HTMLResponse(PAGE, headers={"ETag": '"a"', "Last-Modified": "now", "X-Own": "kept"})
    _, headers, _ = ask(tagged)
    assert "etag" not in headers
    assert "last-modified" not in headers
    assert headers["x-own"] == "kept"


@pytest.mark.parametrize(
    "answer",
    [
        JSONResponse({"html": PAGE}),
        PlainTextResponse(PAGE),
        HTMLResponse(PAGE, status_code=404),
        HTMLResponse(gzip.compress(PAGE.encode()), headers={"Content-Encoding": "gzip"}),
    ],
)
def test_what_is_no_page_passes_as_it_is(answer):
    status, headers, body = ask(answer, accept_encoding="gzip")
    assert (status, body) == (answer.status_code, answer.body)
    assert headers == dict(answer.headers)


def test_a_head_has_no_body_to_change():
    _, headers, _ = ask(HTMLResponse(PAGE), method="HEAD")
    assert int(headers["content-length"]) == len(PAGE)


@pytest.mark.parametrize("path", ["/", "/table", FRAME])
def test_everything_that_is_named_exists_and_may_be_kept(client, path):
    named = addresses(list_links(path))
    assert len(named) == len(set(named))
    for address in named:
        if address.startswith("/api/"):
            answer = client.ask(address)
            assert answer.status_code == 200
            assert "immutable" in answer.headers["cache-control"]
        else:
            assert address in list_assets()


def test_only_the_map_names_what_its_frame_needs():
    def of_the_map(path):
        return [
            one for one in addresses(list_links(path)) if "map.js" in one or "/component/" in one
        ]

    assert len(of_the_map("/")) == 2
    assert of_the_map("/table") == []


def test_addresses_without_end_are_not_remembered():
    assert list_links("/no-such-page-1") is list_links("/no-such-page-2")
    assert list_links("/table") is list_links("/actors")
    assert list_links("/") is not list_links("/table")


def test_parts_come_with_what_they_import_and_without_what_comes_anyway():
    names = [name.split(".")[0] for name in list_chunks(["Selectbox"])]
    assert names[0] == "Selectbox"
    assert "useMenuTrigger" in names
    assert not {"index", "react-dom", "protobuf"} & set(names)
    assert list_chunks(["NoSuchPart"]) == []
