"""What a reader sees and does on the page, in a reader's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from playwright.sync_api import Download, FrameLocator, Locator

    from tests.browser.conftest import Visitor

FIGURES = ("count", "killed", "injured", "actors", "places", "located", "area", "unlocated")
FRAME = 'iframe[title*="st_folium"]'


class AtlasPage:
    """The open page of one visitor."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page

    @property
    def map(self) -> FrameLocator:
        """The map's frame."""
        return self.page.frame_locator(FRAME)

    @property
    def card(self) -> Locator:
        """The open card in the map's panel."""
        return self.map.locator("article.atlas-card")

    def figure(self, name: str) -> Locator:
        """One figure of the strip, without its explanation."""
        return self.page.get_by_test_id(f"tally-{name}").locator(".words")

    def figures(self) -> dict[str, str]:
        """Return every figure of the strip in its words."""
        return {name: self.figure(name).inner_text() for name in FIGURES}

    def figures_changed(self, before: dict[str, str]) -> bool:
        """Say whether the strip's count is another than `before`."""
        return self.figure("count").inner_text() != before["count"]

    def chips(self) -> list[str]:
        """Return the active filters as their chips say them."""
        return [
            chip.inner_text() for chip in self.page.get_by_test_id("chip").locator("span").all()
        ]

    def wait_for_count(self, count: int) -> None:
        """Wait until the strip, and the map's list once it is zoomed out, say `count`."""
        words = f"{count} incident" + ("" if count == 1 else "s")
        self.page.get_by_test_id("tally-count").get_by_text(words, exact=True).wait_for()
        self.visitor.settle()

    def choose_dates(self, first: date, last: date) -> None:
        """Type both ends of the period."""
        for label, key, day in (("From", "from", first), ("To", "to", last)):
            field = self.page.get_by_test_id("stDateInput").filter(has_text=label)
            field.get_by_role("spinbutton").first.click()
            self.page.keyboard.type(f"{day:%d%m%Y}")
            # a date counts once the reader turns to something else
            self.page.get_by_test_id("tally-count").click()
            self.page.wait_for_url(re.compile(rf"[?&]{key}={day.isoformat()}\b"))
            self.visitor.settle()

    def choose_actor(self, name: str) -> None:
        """Pick an actor from the list of actors."""
        field = self.page.get_by_test_id("stMultiSelect").filter(has_text="Actor").first
        field.locator("input").first.click()
        self.page.keyboard.type(name)
        self.page.get_by_role("option").filter(has_text=name).first.click()
        self.page.wait_for_url(re.compile(r"[?&]actor="))
        self.page.keyboard.press("Escape")
        self.visitor.settle()

    def marked(self) -> int:
        """Return how many incidents the map's points and clusters stand for."""
        marks = self.map.locator(".atlas-mark:not(.atlas-area-chip)").all()
        return sum(_leading_count(mark.get_attribute("aria-label") or "") for mark in marks)

    def in_areas(self) -> int:
        """Return how many incidents the map's areas stand for."""
        chips = self.map.locator(".atlas-area-chip").all()
        words = [chip.get_attribute("aria-label") or "" for chip in chips]
        return sum(int(found[1]) for found in (re.search(r": (\d+) incident", w) for w in words)
                   if found)  # fmt: skip

    def on_timeline(self) -> int:
        """Return how many incidents the timeline shows within the chosen period."""
        # in one look: while it is drawn anew, what was found a moment ago is gone
        words = self.page.locator('[data-testid="timeline-bar"]:not(.outside)').evaluate_all(
            "bars => bars.map((bar) => bar.getAttribute('aria-label'))"
        )
        counts = [re.search(r", (\d+) incidents?\b", each) for each in words]
        spans = self.page.locator('[data-testid="timeline-span"]:not(.outside)').count()
        return sum(int(found[1]) for found in counts if found) + spans

    def download(self, ending: str) -> Download:
        """Take a file away through the menu."""
        self.page.get_by_test_id("download").locator("summary").click()
        with self.page.expect_download() as caught:
            self.page.get_by_test_id(f"download-{ending}").click()
        return caught.value


def _leading_count(label: str) -> int:
    found = re.match(r"(\d+) incidents\b", label)
    return int(found[1]) if found else 1
