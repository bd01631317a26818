"""The main job from end to end: filter, see everything agree, take it away, send the link."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import expect

from incidents.model.text_cells import restore
from incidents.query.filters import IncidentFilter
from incidents.query.select import select_incidents
from incidents.query.tallies import summarize_tallies
from tests.browser.atlas_page import AtlasPage

PERIOD = "from=2021-01-01&to=2021-07-31"
ACTOR = "islamic-state"


def ids_of(tables, query):
    chosen = IncidentFilter.from_query(query)
    ranks = select_incidents(tables, chosen).collect()["rank"].to_list()
    return set(tables.incidents["incident_id"].gather(ranks))


def read_download(download):
    return download.path().read_text(encoding="utf-8-sig")


def test_a_reader_filters_compares_takes_away_and_shares(visitor, server, open_visitor, tables):
    whole = summarize_tallies(tables, IncidentFilter())
    period = summarize_tallies(tables, IncidentFilter.from_query(PERIOD))
    query = f"{PERIOD}&actor={ACTOR}"
    expected = summarize_tallies(tables, IncidentFilter.from_query(query))
    assert 0 < expected.count < period.count < whole.count
    visitor.open()
    atlas = AtlasPage(visitor)

    # everything is there
    atlas.wait_for_count(whole.count)
    assert atlas.figures()["located"] == f"{whole.located} located"

    # filter by date, then by actor
    atlas.choose_dates(date(2021, 1, 1), date(2021, 7, 31))
    atlas.wait_for_count(period.count)
    atlas.choose_actor("Islamic State")
    atlas.wait_for_count(expected.count)

    # the address is the filter, and the figures are the engine's
    address = urlsplit(visitor.page.url)
    said = IncidentFilter.from_query(
        [pair for pair in parse_qsl(address.query) if pair[0] not in {"map", "incident"}]
    )
    assert said == IncidentFilter.from_query(query)
    figures = atlas.figures()
    assert figures["located"] == f"{expected.located} located"
    assert figures["area"] == f"{expected.area_only} area only"
    assert figures["unlocated"] == f"{expected.unlocated} unlocated"
    best = expected.fatalities.best
    assert figures["killed"].startswith("killed ")
    assert str(best) in figures["killed"]
    assert any("Islamic State" in words for words in atlas.chips())

    # map, list and timeline agree with them
    visitor.page.get_by_test_id("timeline-month").click()
    visitor.settle()
    assert atlas.marked() == expected.located
    assert atlas.in_areas() == expected.area_only
    assert atlas.on_timeline() == expected.count
    placed = expected.located + expected.area_only
    expect(atlas.map.locator(".atlas-panel-title")).to_contain_text(f"{placed} incident")
    expect(atlas.map.locator(".atlas-item")).to_have_count(placed)

    # open a card
    item = atlas.map.locator(".atlas-item").first
    opened = item.get_attribute("data-incident")
    item.click()
    expect(atlas.card).to_have_attribute("data-incident", opened)
    row = next(r for r in tables.incidents.iter_rows(named=True) if r["incident_id"] == opened)
    expect(atlas.card.locator("h2")).to_have_text(row["title_en"])
    expect(atlas.card.locator(".atlas-title[lang=ar]")).to_have_text(row["title_ar"])
    expect(atlas.card.locator(".atlas-title[lang=ar]")).to_have_attribute("dir", "auto")
    expect(atlas.card.get_by_role("heading", name="Who says so")).to_be_visible()
    assert atlas.card.locator(".atlas-sources a").count() >= 1

    # take it away
    wanted = ids_of(tables, query)
    rows = list(csv.DictReader(io.StringIO(read_download(atlas.download("csv")), newline="")))
    assert {restore(r["incident_id"]) for r in rows} == wanted
    assert len(rows) == expected.count
    assert sum(int(r["fatalities_best"]) for r in rows if r["fatalities_best"]) == best
    features = json.loads(read_download(atlas.download("geojson")))["features"]
    assert {feature["properties"]["incident_id"] for feature in features} == wanted
    points = [f for f in features if f["geometry"] and f["geometry"]["type"] == "Point"]
    assert len(points) == expected.located

    # the table shows the same
    visitor.page.get_by_test_id("stSidebar").get_by_role("link", name="Table").click()
    visitor.page.get_by_label(f"Table of {expected.count} incidents", exact=False).first.wait_for()
    assert atlas.figures() == figures
    visitor.page.get_by_test_id("stSidebar").get_by_role("link", name="Map").click()
    atlas.map.locator(".atlas-mark").first.wait_for()

    # send the link: another browser shows the same
    link = f"/?{query}&incident={opened}&map=6/33.1000/43.7000"
    other = open_visitor(server)
    other.open(link)
    theirs = AtlasPage(other)
    theirs.wait_for_count(expected.count)
    assert theirs.figures() == figures
    expect(theirs.card.locator("h2")).to_have_text(row["title_en"])
    theirs.map.locator(".atlas-mark").first.wait_for()
    assert theirs.marked() == expected.located
    assert visitor.problems == []
    assert other.problems == []


def test_the_address_that_is_shared_holds_the_filter_the_view_and_the_card(visitor):
    visitor.open(f"/?{PERIOD}")
    atlas = AtlasPage(visitor)
    atlas.map.locator(".atlas-item").first.click()
    atlas.card.wait_for()
    opened = atlas.card.get_attribute("data-incident")
    atlas.map.get_by_role("button", name="Zoom in").click()
    visitor.page.wait_for_url(lambda url: "map=7" in url)
    address = urlsplit(visitor.page.url)
    said = dict(parse_qsl(address.query))
    assert said["from"] == "2021-01-01"
    assert said["to"] == "2021-07-31"
    assert said["map"].startswith("7/")
    assert said["incident"] == opened


def test_dragging_over_the_timeline_sets_the_dates(visitor, tables):
    visitor.open()
    atlas = AtlasPage(visitor)
    bars = visitor.page.get_by_test_id("timeline-bar")
    first, last = bars.nth(5).bounding_box(), bars.nth(12).bounding_box()
    visitor.page.mouse.move(first["x"] + 2, first["y"] + 4)
    visitor.page.mouse.down()
    visitor.page.mouse.move(last["x"] + 2, last["y"] + 4, steps=6)
    visitor.page.mouse.up()
    visitor.page.wait_for_url(lambda url: "from=" in url and "to=" in url)
    visitor.settle()
    said = {k: v for k, v in parse_qsl(urlsplit(visitor.page.url).query) if k in {"from", "to"}}
    expected = summarize_tallies(tables, IncidentFilter.from_query(list(said.items())))
    atlas.wait_for_count(expected.count)
    visitor.page.get_by_test_id("reset").click()
    atlas.wait_for_count(tables.incidents.height)


def test_clicking_a_bar_sets_the_dates_to_its_week(visitor):
    visitor.open()
    bar = visitor.page.get_by_test_id("timeline-bar").nth(3)
    first, count = bar.get_attribute("data-start"), int(bar.get_attribute("data-count"))
    bar.click(force=True)
    visitor.page.wait_for_url(lambda url: f"from={first}" in url)
    AtlasPage(visitor).wait_for_count(count)


def test_what_is_known_only_to_an_area_is_no_mark(visitor, tables):
    visitor.open()
    atlas = AtlasPage(visitor)
    atlas.map.locator(".atlas-area-chip").first.wait_for()
    atlas.map.locator(".atlas-mark:not(.atlas-area-chip)").first.wait_for()
    visitor.settle()
    expected = summarize_tallies(tables, IncidentFilter())
    assert (atlas.marked(), atlas.in_areas()) == (expected.located, expected.area_only)
    tray = atlas.map.locator(".atlas-tray")
    expect(tray).to_contain_text(str(expected.unlocated))
    tray.click()
    expect(atlas.map.locator(".atlas-item")).to_have_count(expected.unlocated)


def test_on_a_phone_the_list_unfolds_and_nothing_overflows(server, open_visitor):
    visitor = open_visitor(server, viewport={"width": 390, "height": 844})
    visitor.open()
    atlas = AtlasPage(visitor)
    atlas.map.locator(".atlas-mark").first.wait_for()
    expect(atlas.map.locator(".atlas-item").first).to_be_hidden()
    atlas.map.get_by_role("button", name="Show list").click()
    atlas.map.locator(".atlas-item").first.click()
    atlas.card.wait_for()
    assert visitor.page.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert visitor.problems == []


def test_a_filter_that_finds_nothing_says_what_would(visitor):
    visitor.open("/?from=2021-07-01&to=2021-07-31&type=Riots")
    atlas = AtlasPage(visitor)
    empty = visitor.page.get_by_test_id("empty-result")
    expect(empty).to_contain_text("No incidents match.")
    atlas.page.get_by_test_id("suggestion").first.click()
    expect(visitor.page.get_by_test_id("empty-result")).to_be_hidden()
    assert visitor.problems == []
