"""Plays a whole selection in a real browser at the greatest speed, and counts what is drawn.

    python -m benchmarks.playing --size 1000000 --out playing.json

A frame is one that the browser shows; a moment is a state of the map that the player draws. The
requests are those that the page makes from the first moment to the last.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from benchmarks.browser.chromium import find_browser
from benchmarks.machine import describe_machine
from benchmarks.measured import MILLION
from benchmarks.prepared import SERVED, prepare_data
from benchmarks.sessions.served import ServedApp

if TYPE_CHECKING:
    from playwright.sync_api import Page

MODES = ("Marks", "Density")
"""The first is what the map begins with."""
_VIEW = "/?map=6/31.5/47"
_LOADING_MS = 4_000
_COUNT = """async ([toggle, speeds, slider]) => {
  speeds.value = [...speeds.options].map(({ value }) => value).sort((a, b) => b - a)[0];
  speeds.dispatchEvent(new Event("change", { bubbles: true }));
  slider.value = 0;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  let [moments, frames, longest, before] = [0, 0, 0, performance.now()];
  window.addEventListener("atlas:play", () => { moments += 1; });
  const began = before;
  toggle.click();
  while (Number(slider.value) < Number(slider.max)) {
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    longest = Math.max(longest, now - before);
    before = now;
    frames += 1;
  }
  const seconds = (before - began) / 1000;
  return { seconds, frames_a_second: frames / seconds, moments_a_second: moments / seconds,
    longest_frame_ms: longest, speed: Number(speeds.value) };
}"""


def measure(size: int) -> list[dict[str, Any]]:
    """Return what each reading of the map did."""
    folder = prepare_data(size) / SERVED
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with ServedApp(folder) as app, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_browser(), args=as_root)
        found = []
        for mode in MODES:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(app.origin + _VIEW)
            found.append({"size": size, "mode": mode.lower(), **_play(page, mode)})
            print(found[-1], flush=True)
            page.close()
        browser.close()
    return found


def _play(page: Page, mode: str) -> dict[str, Any]:
    frame = page.frame_locator("iframe")
    frame.locator(".atlas-mark").first.wait_for()
    if mode != MODES[0]:
        frame.get_by_role("button", name="Layers").click()
        frame.get_by_text(mode, exact=True).click()
        frame.get_by_role("button", name="Layers").click()
    page.get_by_test_id("play").click()
    page.wait_for_timeout(_LOADING_MS)
    page.get_by_test_id("play-toggle").click()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    parts = ("play-toggle", "play-speed", "play-time")
    handles = [page.get_by_test_id(each).element_handle() for each in parts]
    counted: dict[str, Any] = page.evaluate(_COUNT, handles)
    return counted | {"requests": len(asked)}


def main() -> None:
    """Measure, and keep what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.playing", description=__doc__)
    parser.add_argument("--size", type=int, default=MILLION, help="number of incidents")
    parser.add_argument("--out", type=Path, required=True, help="file for results")
    asked = parser.parse_args()
    found = {"machine": describe_machine(), "playing": measure(asked.size)}
    asked.out.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
