"""Playing over time and the density map, as a reader meets them."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from playwright.sync_api import expect

from incidents.query.filters import IncidentFilter
from incidents.query.tallies import summarize_tallies
from incidents.ui.tally_words import describe_tallies
from tests.browser.atlas_page import AtlasPage

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
ONE_DAY = r"(\d{1,2})(?: (\w{3}))?(?: (\d{4}))?"
INK = """(canvas) => {
  const { width, height } = canvas;
  const pixels = canvas.getContext("2d").getImageData(0, 0, width, height).data;
  let inked = 0;
  for (let at = 3; at < pixels.length; at += 4) inked += pixels[at] > 8;
  return inked;
}"""
EVENTS = """() => {
  window.told = [];
  window.addEventListener("atlas:play", (event) => told.push(event.detail));
}"""


@pytest.fixture
def player(visitor):
    visitor.open()
    return Player(visitor)


class Player:
    """The page with the controls that play it."""

    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page
        self.atlas = AtlasPage(visitor)
        self.page.evaluate(EVENTS)

    def get(self, name):
        return self.page.get_by_test_id(f"play-{name}")

    def start(self):
        """Play, and hold it as soon as it moves."""
        self.page.get_by_test_id("play").click()
        expect(self.get("moment")).to_contain_text("incident")
        self.get("toggle").click()
        expect(self.get("toggle")).to_have_text("Play")
        self.visitor.settle()
        return self

    def go(self, frame):
        self.get("time").evaluate(
            "(input, to) => { input.value = to; input.dispatchEvent(new Event('input')); }", frame
        )
        self.visitor.settle()

    @property
    def dates(self):
        """The days of the window, as the controls say them."""
        words = self.get("moment").inner_text().split(":")[0]
        return read_span(words)

    def wait_for(self, condition):
        """Wait for a moment of which `condition` (of JavaScript) is true."""
        self.page.evaluate(f"""() => new Promise((done) => {{
          const check = () => {{
            const moment = told.at(-1);
            if (moment && ({condition})) done();
            else setTimeout(check, 20);
          }};
          check();
        }})""")

    def told(self):
        return self.page.evaluate("told.at(-1)")

    def show(self, mode):
        self.atlas.map.get_by_role("button", name="Layers").click()
        self.atlas.map.get_by_text(mode, exact=True).click()
        self.atlas.map.get_by_role("button", name="Layers").click()
        self.visitor.settle()


def read_span(words):
    """Return both days of "15 Feb – 7 Mar 2021", "3–9 May 2021" or "30 Dec 2020 – 2 Jan 2021"."""
    found = re.fullmatch(rf"{ONE_DAY}\s?–\s?{ONE_DAY}", words)
    day, month, year, other_day, other_month, other_year = found.groups()
    month, year = month or other_month, year or other_year
    return (
        date(int(year), MONTHS.index(month) + 1, int(day)),
        date(int(other_year), MONTHS.index(other_month) + 1, int(other_day)),
    )


def figures_for(tables, first, last):
    chosen = IncidentFilter(date_from=first, date_to=last)
    return {each.name: each.words for each in describe_tallies(summarize_tallies(tables, chosen))}


@pytest.mark.parametrize("frame", [0, 12, 30, 53])
def test_the_figures_are_those_of_the_days_that_are_shown(player, tables, frame):
    player.start().go(frame)
    expected = figures_for(tables, *player.dates)
    assert player.atlas.figure("count").inner_text() == expected["count"]
    for name in ("killed", "injured", "located", "area", "unlocated"):
        if name in expected:
            assert player.atlas.figure(name).inner_text() == expected[name]
        else:
            expect(player.atlas.figure(name)).to_have_count(0)


def test_map_areas_tray_and_list_show_the_same_days(player, tables):
    player.start().go(30)
    first, last = player.dates
    expected = summarize_tallies(tables, IncidentFilter(date_from=first, date_to=last))
    assert player.told()["figures"]["count"] == expected.count
    assert player.atlas.in_areas() == expected.area_only
    assert player.atlas.marked() == 0
    assert player.atlas.map.locator(".leaflet-played-pane canvas").evaluate(INK) > 0
    heading = player.atlas.map.locator(".atlas-panel-title")
    assert int(re.match(r"\d+", heading.inner_text())[0]) <= expected.count
    newest = player.atlas.map.locator(".atlas-item-when").first.inner_text()
    assert str(last.year) in newest


def test_no_frame_asks_the_server_for_anything(player):
    player.start()
    player.get("speed").select_option("20")
    asked = len(player.visitor.requests)
    player.get("toggle").click()
    player.wait_for("told.length > 30")
    frames = player.page.evaluate("told.slice(-20).map((moment) => moment.window[1])")
    assert frames == sorted(set(frames))
    new = [url for url in player.visitor.requests[asked:] if "/api/frames" in url]
    assert new == []


def test_playing_ends_at_the_last_frame_and_begins_again(player):
    player.start()
    last = player.told()["frames"] - 1
    player.go(last - 1)
    player.get("toggle").click()
    player.wait_for(f"moment.window[1] === {last} && !moment.running")
    expect(player.get("toggle")).to_have_text("Play")
    player.get("toggle").click()
    player.wait_for("moment.window[1] < 10")


def test_stopping_shows_the_whole_selection_again(player, tables):
    whole = player.atlas.figures()
    marked = player.atlas.marked()
    player.start().go(20)
    assert player.atlas.figures_changed(whole)
    player.page.keyboard.press("Escape")
    expect(player.page.get_by_test_id("player")).to_be_hidden()
    player.visitor.settle()
    assert player.atlas.figures() == whole
    assert player.atlas.marked() == marked == summarize_tallies(tables, IncidentFilter()).located


def test_the_window_can_be_widened_and_made_the_filter(player, tables):
    player.start().go(30)
    narrow = player.told()["figures"]["count"]
    player.get("window").select_option("0")
    assert player.told()["figures"]["count"] > narrow
    first, last = player.dates
    player.get("use").click()
    player.page.wait_for_url(re.compile(rf"from={first.isoformat()}&to={last.isoformat()}"))
    expected = summarize_tallies(tables, IncidentFilter(date_from=first, date_to=last))
    player.atlas.wait_for_count(expected.count)
    expect(player.page.get_by_test_id("player")).to_be_hidden()


def test_keys_play_step_by_step(player):
    player.start()
    at = player.told()["window"][1]
    player.get("time").focus()
    player.page.keyboard.press("ArrowRight")
    assert player.told()["window"][1] == at + 1
    player.page.get_by_role("button", name="One step back").press("Enter")
    assert player.told()["window"][1] == at
    said = player.get("time").get_attribute("aria-valuetext")
    assert said == player.get("moment").inner_text()


def test_another_filter_ends_the_play(player):
    player.start()
    player.atlas.choose_actor("Islamic State")
    expect(player.page.get_by_test_id("player")).to_be_hidden()
    assert player.told() is None


def test_a_mark_that_is_played_lists_its_incidents(player):
    player.start().go(30)
    player.get("window").select_option("0")
    player.visitor.settle()
    clicked = player.page.evaluate(
        """async () => {
          const frame = document.querySelector('iframe[title*="st_folium"]').contentWindow;
          const canvas = frame.document.querySelector(".leaflet-played-pane canvas");
          const map = frame.document.querySelector(".leaflet-container");
          const box = canvas.getBoundingClientRect(), outer = map.getBoundingClientRect();
          const pen = canvas.getContext("2d");
          for (let y = outer.top + 60; y < outer.bottom - 60; y += 3) {
            for (let x = outer.left + 340; x < outer.right - 60; x += 3) {
              const pixel = pen.getImageData(x - box.left, y - box.top, 1, 1).data;
              const hit = frame.document.elementFromPoint(x, y);
              if (pixel[3] > 200 && !hit.closest(".atlas-area-chip")) return [x, y];
            }
          }
        }"""
    )
    player.atlas.map.locator(".leaflet-container").click(
        position={"x": clicked[0] - 1, "y": clicked[1] - 1}
    )
    expect(player.atlas.map.locator(".atlas-panel-title")).to_contain_text("At this place")
    assert player.atlas.map.locator(".atlas-item").count() > 0


def test_less_motion_is_one_step_a_second(server, open_visitor):
    visitor = open_visitor(server, reduced_motion="reduce")
    visitor.open()
    player = Player(visitor)
    player.page.get_by_test_id("play").click()
    expect(player.get("moment")).to_contain_text("incident")
    assert player.get("speed").locator("option").all_inner_texts() == ["1 step/s"]
    began = datetime.now().astimezone()
    player.wait_for("told.filter(Boolean).length >= 4")
    assert (datetime.now().astimezone() - began).total_seconds() > 1.2


def test_density_is_drawn_with_its_scale_and_leaves_areas_as_areas(player, tables):
    player.show("Density")
    canvas = player.atlas.map.locator(".leaflet-density-pane canvas")
    assert canvas.evaluate(INK) > 1000
    legend = player.atlas.map.locator(".atlas-legend")
    expect(legend).to_contain_text(re.compile(r"Incidents per [\d ]*km²"))
    expect(legend).to_contain_text("no incidents documented")
    assert legend.locator(".atlas-band-ticks li").count() == 3
    assert player.atlas.marked() == 0
    assert player.atlas.in_areas() == summarize_tallies(tables, IncidentFilter()).area_only
    player.show("Dots and areas")
    expect(canvas).to_be_hidden()
    expect(legend).to_contain_text("Battles")


def test_density_plays_too(player):
    player.show("Density")
    player.start().go(20)
    canvas = player.atlas.map.locator(".leaflet-density-pane canvas")
    some = canvas.evaluate(INK)
    player.go(40)
    assert 0 < some != canvas.evaluate(INK) > 0


def test_a_phone_has_the_controls_within_reach(server, open_visitor):
    visitor = open_visitor(server, viewport={"width": 390, "height": 844}, has_touch=True)
    visitor.open()
    player = Player(visitor)
    player.page.get_by_test_id("play").scroll_into_view_if_needed()
    player.start()
    for name in ("toggle", "time", "window", "speed", "use", "stop"):
        box = player.get(name).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["height"] >= 44
