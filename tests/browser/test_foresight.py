"""The map follows a choice at once, and in the end always the page."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.atlas_page import AtlasPage
from tests.browser.test_words import go_to_a_page

RUN = """async ([steps]) => {
  const { Foresight } = await import("/api/browser/foresight.js");
  const timers = [];
  window.setTimeout = (call) => timers.push(call);
  window.clearTimeout = (timer) => { timers[timer - 1] = null; };
  let doubts = 0;
  const foresight = new Foresight(() => { doubts += 1; });
  return steps.map(([step, ...values]) => {
    if (step === "wait") {
      for (const call of timers.splice(0)) call?.();
      return doubts;
    }
    return foresight[step](...values) ?? null;
  });
}"""
DATES = """async ([query, dates]) => {
  const { withDates } = await import("/api/browser/timeline_data.js");
  return withDates(query, dates);
}"""


TELL = """async (listens) => {
  const { foretell } = await import("/api/browser/host.js");
  const timers = new Map();
  window.setTimeout = (call) => timers.set(timers.size + 1, call).size;
  window.clearTimeout = (timer) => timers.delete(timer);
  const drawn = () => window.dispatchEvent(new CustomEvent("atlas:drawn"));
  const pass = () => [...timers.values()].forEach((call) => call());
  const listen = (event) => event.preventDefault();
  if (listens) window.addEventListener("atlas:filter", listen);
  let told = 0;
  const seen = [];
  for (const next of [[], [drawn, drawn, pass], [pass, drawn]]) {
    foretell("type=Riots", () => { told += 1; });
    seen.push(told);
    for (const step of next) step();
    if (next.length) seen.push(told);
    else drawn();
  }
  window.removeEventListener("atlas:filter", listen);
  return seen;
}"""


@pytest.mark.parametrize(
    ("listens", "seen"),
    [
        # where there is no map, the page is told at once
        (False, [1, 2, 2, 3, 3]),
        # where there is, once when it has drawn or when too much time has passed
        (True, [0, 1, 2, 2, 3]),
    ],
)
def test_the_page_is_told_once_and_after_the_map(visitor, listens, seen):
    go_to_a_page(visitor.page, visitor.server)
    assert visitor.page.evaluate(TELL, listens) == seen


@pytest.fixture
def run(visitor):
    """Take steps with a new `Foresight`, and return what each gave."""
    go_to_a_page(visitor.page, visitor.server)
    return lambda *steps: visitor.page.evaluate(RUN, [list(steps)])


def test_what_the_page_says_is_followed_when_nothing_was_foreseen(run):
    assert run(("follows", "type=Riots", ""), ("follows", "type=Riots", "type=Riots")) == [
        True,
        False,
    ]


def test_the_same_filter_in_other_words_is_no_other_filter(run):
    said = (
        "follows",
        "from=2021-01-01&area=IQ-BG&area=IQ-AN",
        "area=IQ-BG&area=IQ-AN&from=2021%2D01-01",
    )
    assert run(said) == [False]


def test_an_old_run_does_not_undo_what_was_foreseen(run):
    # "a" was shown, then "b" and "c" were chosen: runs for "a" and "b" are late
    chosen = [("leave", "q=a"), ("leave", "q=b")]
    late = [("follows", "q=a", "q=c"), ("follows", "q=b", "q=c")]
    steps = [*chosen, *late, ("follows", "q=c", "q=c"), ("follows", "q=a", "q=c")]
    assert run(*steps) == [None, None, False, False, False, True]


def test_what_the_page_makes_of_a_choice_goes_before_what_was_foreseen(run):
    assert run(("leave", "q=a"), ("follows", "q=z", "q=b"), ("wait",)) == [None, True, 0]


def test_a_choice_that_is_never_confirmed_is_taken_back(run):
    assert run(("leave", "q=a"), ("wait",), ("follows", "q=a", "q=b")) == [None, 1, True]


@pytest.mark.parametrize(
    ("query", "dates", "expected"),
    [
        ("", {"from": "2021-01-01", "to": "2021-02-01"}, "from=2021-01-01&to=2021-02-01"),
        ("from=2020-01-01&q=a+b", {"from": "2021-01-01"}, "from=2021-01-01&q=a+b"),
        ("to=2020-01-01&actor=x&actor=y", {}, "actor=x&actor=y"),
    ],
)
def test_dates_stand_before_the_rest_of_a_filter(visitor, query, dates, expected):
    go_to_a_page(visitor.page, visitor.server)
    assert visitor.page.evaluate(DATES, [query, dates]) == expected


def test_the_map_follows_a_choice_before_the_page_and_asks_only_once(visitor):
    visitor.open("/?type=Battles")
    atlas = AtlasPage(visitor)
    atlas.map.locator(".atlas-mark").first.wait_for()
    visitor.settle()
    asked = len(visitor.requests)
    bar = visitor.page.get_by_test_id("timeline-bar").nth(2)
    first = bar.get_attribute("data-start")
    bar.click(force=True)
    visitor.page.wait_for_url(lambda url: f"from={first}" in url)
    visitor.settle()
    # had the map not been told, or not believed what it was told, there would be two questions
    tiles = [urlsplit(one) for one in visitor.requests[asked:] if "/api/tiles/" in one]
    assert {dict(parse_qsl(tile.query)).get("from") for tile in tiles} == {first}
    assert len(tiles) == len({tile.path for tile in tiles})
    visitor.page.get_by_test_id("reset").click()
    expect(visitor.page.get_by_test_id("chip")).to_have_count(0)
    visitor.settle()
    assert atlas.marked() > 0
    assert visitor.problems == []


def test_the_map_shows_a_choice_though_the_page_does_not_answer(visitor):
    visitor.open()
    atlas = AtlasPage(visitor)
    atlas.map.locator(".atlas-mark").first.wait_for()
    visitor.settle()
    whole = atlas.marked()
    chosen = "type=Riots"
    visitor.page.evaluate(
        "(query) => window.dispatchEvent(new CustomEvent('atlas:filter', { detail: query }))",
        chosen,
    )
    expect(atlas.map.locator(".atlas-panel-title")).to_contain_text("incident")
    visitor.settle()
    assert 0 < atlas.marked() < whole
    # no run of the page confirms it: what the page says counts
    visitor.page.wait_for_timeout(6_500)
    visitor.settle()
    assert atlas.marked() == whole
    assert visitor.problems == []
