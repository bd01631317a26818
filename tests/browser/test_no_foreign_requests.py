"""The default profile contacts no other host, on any page, whatever is opened."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.atlas_page import AtlasPage

PAGES = ("/", "/table", "/actors", "/sources", "/places")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_only_its_own_server(server, open_visitor, path, width):
    visitor = open_visitor(server, viewport={"width": width, "height": 900})
    visitor.open(path)
    assert visitor.requests
    assert visitor.foreign == []
    assert visitor.problems == []


def test_using_the_map_asks_only_its_own_server(visitor):
    visitor.open()
    atlas = AtlasPage(visitor)
    atlas.map.locator(".atlas-item").first.click()
    atlas.card.wait_for()
    for _ in range(3):
        atlas.map.get_by_role("button", name="Zoom in").click()
    visitor.settle()
    atlas.map.get_by_role("button", name="Layers").click()
    visitor.settle()
    assert visitor.foreign == []
    assert visitor.problems == []


def test_the_watch_would_see_a_foreign_request(visitor):
    """The other tests prove something only if this one does."""
    visitor.open()
    visitor.page.evaluate(
        "() => fetch('http://elsewhere.invalid/x', {mode: 'no-cors'}).catch(() => 0)"
    )
    visitor.page.evaluate("() => { new Image().src = 'http://127.0.0.1:9/pixel.png'; }")
    expect(visitor.page.get_by_test_id("tallies")).to_be_visible()
    assert visitor.foreign or visitor.problems
