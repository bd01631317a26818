"""The menu of files, where rows may be handed on freely and where they may not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from incidents.exports.downloads import FileKind
from incidents.settings import Settings
from tests.browser.serving import serve

WIDTHS = {"wide": {"width": 1440, "height": 900}, "narrow": {"width": 390, "height": 844}}
TERMS = "Rows stay with whoever registered; <b id=injected>cite</b> the source."


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    """A server whose data may not be handed on."""
    folder = tmp_path_factory.mktemp("closed") / "data"
    shutil.copytree(Settings().data, folder)
    card = folder / "dataset.toml"
    said = f"redistribution = 'restricted'\nterms = {json.dumps(TERMS)}\n"
    card.write_text(said + card.read_text("utf-8"), encoding="utf-8")
    with serve(folder, tmp_path_factory.mktemp("log") / "log.txt") as running:
        yield running


def open_menu(page):
    with page.expect_response("**/api/terms.json*"):
        page.get_by_test_id("download").locator("summary").click()


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_every_kind_is_offered_with_its_size(server, open_visitor, width):
    visitor = open_visitor(server, viewport=width)
    page = visitor.open()
    open_menu(page)
    page.locator(".menu .size").first.wait_for()
    for kind in FileKind:
        link = page.get_by_test_id(f"download-{kind}")
        assert "about" in link.inner_text(), kind
        box = link.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width["width"]
    assert visitor.problems == []


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_terms_come_before_links_and_are_only_words(closed, open_visitor, width):
    visitor = open_visitor(closed, viewport=width)
    page = visitor.open("/?view=claimed")
    open_menu(page)
    accept = page.get_by_test_id("accept-terms")
    accept.wait_for()
    box = page.get_by_test_id("download").locator(".menu").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width["width"]
    assert page.locator(".menu a").count() == 0
    assert TERMS in page.locator(".menu .terms").inner_text()
    assert page.locator("#injected").count() == 0
    accept.focus()
    page.keyboard.press("Enter")
    link = page.get_by_test_id("download-csv")
    assert link.get_attribute("href") == "/api/incidents.csv?view=claimed&accept=iraq-2021"
    with page.expect_download() as caught:
        link.click()
    assert Path(caught.value.path()).read_bytes().startswith(b"\xef\xbb\xbfincident_id")
    assert visitor.problems == []
