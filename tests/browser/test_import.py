"""Somebody's own table, from the file to the map and off it again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from incidents.settings import Settings
from tests.browser.atlas_page import AtlasPage
from tests.browser.serving import serve
from tests.ui.bringing import ARABIC, ENGLISH

OWN = 107
BROUGHT = 2


@pytest.fixture
def own_server(tmp_path, monkeypatch):
    """The app with the bundled data and an empty library: a mapping is remembered in it."""
    monkeypatch.setenv("INCIDENTS_HOME", str(tmp_path / "home"))
    with serve(Settings().data, tmp_path / "log.txt") as running:
        yield running


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "أحداث.csv"
    path.write_bytes(ARABIC.encode("cp1256"))
    return path


def choose(visitor, label, option):
    """Choose in a list from the keyboard, as somebody without a mouse does."""
    page = visitor.page
    page.get_by_role("combobox", name=label, exact=True).focus()
    page.keyboard.type(option)
    page.get_by_role("option", name=option).first.wait_for()
    page.keyboard.press("Enter")
    visitor.settle()


def press(visitor, name):
    button = visitor.page.get_by_role("button", name=name, exact=True)
    button.focus()
    visitor.page.keyboard.press("Enter")


NARROW = 640
SLOW = 20_000
"""Milliseconds: a busy machine takes long to start a reader."""


@pytest.mark.parametrize("width", [1440, 390])
def test_a_table_is_mapped_checked_shown_and_removed(own_server, open_visitor, table, width):
    visitor = open_visitor(own_server, viewport={"width": width, "height": 900})
    page = visitor.open("/bring")
    page.locator('input[type="file"]').set_input_files(table)

    # what was found, and what only a person can say
    expect(page.get_by_test_id("import-found")).to_contain_text("plain table")
    expect(page.get_by_test_id("preview-counts")).to_contain_text("2 would be rejected")
    choose(visitor, "Order in dates that are numbers", "Day, month, year")
    expect(page.get_by_test_id("preview-counts")).to_contain_text("2 can be read")
    choose(visitor, "Country", "الدولة")
    preview = page.get_by_test_id("import-preview")
    expect(preview).to_contain_text("5 Mar 2024")
    expect(preview).to_contain_text("Iraq")

    # Arabic stands right to left, English left to right, and no part is wider than the page
    place = preview.get_by_text("الموصل").first
    assert place.evaluate("element => getComputedStyle(element).direction") == "rtl"
    wider = "element => element.scrollWidth - element.clientWidth"
    assert page.get_by_test_id("stMain").evaluate(wider) <= 0

    # every row is accounted for, and nothing is shown yet
    name = f"field-{width}"
    page.get_by_role("textbox", name="Its short name").fill(name)
    press(visitor, "Check all rows")
    expect(page.get_by_test_id("import-counts")).to_contain_text(
        "2 rows in the file = 2 accepted + 0 rejected + 0 duplicates."
    )
    expect(page.get_by_test_id("import-counts")).to_be_in_viewport()
    assert own_server.get("/api/health").json()["incidents"] == OWN

    # on the map
    press(visitor, "Put it on the map")
    page.get_by_test_id("import-done").get_by_role("link", name="See it on the map").click()
    atlas = AtlasPage(visitor)
    atlas.wait_for_count(BROUGHT)
    assert atlas.chips() == ["dataset أحداث"]
    page.get_by_role("button", name="Reset").click()
    atlas.wait_for_count(OWN + BROUGHT)

    # its names may be used, and what is said of them fits the page
    visitor.open("/datasets")
    page.get_by_text("Names it teaches", exact=True).click()
    counted = page.get_by_test_id(
        "names-count"
    )  # counted on the spot, which takes a busy machine long
    expect(counted).to_contain_text("2 names at a point, from 2 of 2", timeout=20_000)
    expect(page.get_by_test_id("names-best")).to_contain_text("Nineveh, Iraq")
    press(visitor, "Use these names")
    expect(page.get_by_test_id("names-use")).to_contain_text("In use since")
    assert page.get_by_test_id("stMain").evaluate(wider) <= 0

    # and off it again
    press(visitor, "Remove from the map")
    expect(page.get_by_test_id(f"dataset-{name}")).to_have_count(0)
    expect(page.get_by_test_id("datasets-done")).to_be_in_viewport()
    if width < NARROW:  # there the header is not see-through, and what was scrolled to stands below
        header = page.get_by_test_id("stHeader")
        colour = "element => getComputedStyle(element).backgroundColor"
        assert header.evaluate(colour) == page.get_by_test_id("stApp").evaluate(colour)
        told = page.get_by_test_id("datasets-done").bounding_box()
        assert told["y"] >= header.bounding_box()["height"] - 1
    visitor.open("/")
    atlas.wait_for_count(OWN)
    assert visitor.foreign == []
    assert visitor.problems == []


@pytest.mark.parametrize("width", [1440, 390])
def test_a_swapped_point_and_a_rejected_row_are_mended_on_the_way(
    own_server, open_visitor, tmp_path, width
):
    file = tmp_path / "field.csv"
    file.write_text(ENGLISH.replace("36.34,43.13", "43.13,36.34"), encoding="utf-8")
    visitor = open_visitor(own_server, viewport={"width": width, "height": 900})
    page = visitor.open("/bring")
    page.locator('input[type="file"]').set_input_files(file)
    expect(page.get_by_role("button", name="Check all rows")).to_be_visible(timeout=SLOW)
    press(visitor, "Check all rows")
    warnings, counts = page.get_by_test_id("import-warnings"), page.get_by_test_id("import-counts")
    expect(warnings).to_contain_text("latitude and longitude may be swapped: 1 row", timeout=SLOW)

    # exchanged, taken back, and exchanged after all: each time every row is checked again
    press(visitor, "Exchange latitude and longitude of 1 point")
    expect(warnings).to_contain_text("latitude and longitude were exchanged: 1 row", timeout=SLOW)
    press(visitor, "Leave points as the file has them")
    expect(warnings).to_contain_text("may be swapped: 1 row", timeout=SLOW)
    press(visitor, "Exchange latitude and longitude of 1 point")
    expect(warnings).to_contain_text("were exchanged: 1 row", timeout=SLOW)
    expect(counts).to_contain_text(
        "3 rows in the file = 2 accepted + 1 rejected + 0 duplicates.", timeout=SLOW
    )

    # the rejected row is handed out, mended, and goes back to its place
    with page.expect_download() as given:
        press(visitor, "Download the 1 rejected row to mend")
    mended = tmp_path / "field-rejected.csv"
    rows = given.value.path().read_text(encoding="utf-8-sig")
    mended.write_text(rows.replace("no date", "2024-03-09"), encoding="utf-8")
    press(visitor, "Put it on the map")
    expect(page.get_by_test_id("import-done")).to_contain_text("2 incidents", timeout=SLOW)
    page.locator('input[type="file"]').set_input_files(mended)
    expect(page.get_by_test_id("import-sent-again")).to_contain_text("Back into", timeout=SLOW)
    press(visitor, "Check all rows")
    expect(counts).to_contain_text(
        "3 rows in the file = 3 accepted + 0 rejected + 0 duplicates.", timeout=SLOW
    )
    expect(warnings).to_contain_text("were exchanged: 1 row", timeout=SLOW)
    wider = "element => element.scrollWidth - element.clientWidth"
    assert page.get_by_test_id("stMain").evaluate(wider) <= 0
    press(visitor, "Put it on the map")
    page.get_by_test_id("import-done").get_by_role("link", name="See it on the map").click()
    AtlasPage(visitor).wait_for_count(BROUGHT + 1)
    assert visitor.foreign == []
    assert visitor.problems == []
