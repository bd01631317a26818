"""Finds the Chromium that browser tests drive, and installs one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CURE = (
    "No Chromium was found, and none could be installed. Install one (Debian: "
    "`apt-get install chromium`) or set INCIDENTS_CHROMIUM to the path of a Chromium or Chrome."
)


class NoChromiumError(Exception):
    """There is no browser to test with."""


def find_chromium() -> Path | None:
    """Return the browser to use: the named one, then the system's, then Playwright's own."""
    named = os.environ.get("INCIDENTS_CHROMIUM")
    if named:
        if not os.access(named, os.X_OK):
            message = f"INCIDENTS_CHROMIUM is {named!r}, which is not a program that can be run."
            raise NoChromiumError(message)
        return Path(named)
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    return _find_playwrights_own()


def install_chromium() -> Path:
    """Return a browser, installing one if there is none: Playwright's own, or Debian's as root."""
    for command in _installers():
        print("No Chromium found; trying:", " ".join(command), flush=True)
        subprocess.run(command, check=False, stdin=subprocess.DEVNULL)  # noqa: S603  # fixed words
        found = find_chromium()
        if found:
            return found
    raise NoChromiumError(CURE)


def _find_playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # slow, and rarely needed

    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.is_file() else None


def _installers() -> list[list[str]]:
    commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        apt = ["apt-get", "-o", "DPkg::Lock::Timeout=300"]
        commands += [
            [*apt, "update", "-qq"],
            [*apt, "install", "-y", "-qq", "--no-install-recommends", "chromium"],
        ]
    return commands


def main() -> int:
    """Print where the browser is; with `--install`, see to it that there is one."""
    try:
        found = find_chromium() or (install_chromium() if "--install" in sys.argv[1:] else None)
    except NoChromiumError as error:
        print(error, file=sys.stderr)
        return 1
    if found is None:
        print(CURE, file=sys.stderr)
        return 1
    print(f"Browser tests use {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
