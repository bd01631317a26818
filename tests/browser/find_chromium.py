"""Finds the Chromium that browser tests drive, and installs what is missing to drive it."""

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

DRIVER_CURE = (
    "Playwright's driver, which steers the browser, does not start on this machine. Most often "
    "libatomic is missing (Debian: `apt-get install libatomic1`)."
)
PLAYWRIGHT = (sys.executable, "-m", "playwright")
APT = ("apt-get", "-o", "DPkg::Lock::Timeout=300")


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


def install_driver_libraries() -> None:
    """See to it that Playwright's driver starts; a small Debian lacks a library that it needs."""
    if not _driver_starts():
        _apt_install("libatomic1")
    if not _driver_starts():
        raise NoChromiumError(DRIVER_CURE)


def install_chromium() -> Path:
    """Return a browser, installing one if there is none: Playwright's own, or Debian's as root."""
    print("No Chromium found; installing one.", flush=True)
    _run(*PLAYWRIGHT, "install", "chromium")
    if not find_chromium():
        _apt_install("chromium")
    found = find_chromium()
    if found is None:
        raise NoChromiumError(CURE)
    return found


def _driver_starts() -> bool:
    return _run(*PLAYWRIGHT, "--version", quiet=True) == 0


def _apt_install(package: str) -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _run(*APT, "update", "-qq")
        _run(*APT, "install", "-y", "-qq", "--no-install-recommends", package)


def _run(*command: str, quiet: bool = False) -> int:
    shown = subprocess.DEVNULL if quiet else None
    return subprocess.run(  # noqa: S603 (fixed words)
        command, check=False, stdin=subprocess.DEVNULL, stdout=shown, stderr=shown
    ).returncode


def _find_playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # slow, and rarely needed

    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.is_file() else None


def main() -> int:
    """Print where the browser is; with `--install`, see to it that there is one to drive."""
    install = "--install" in sys.argv[1:]
    try:
        if install:
            install_driver_libraries()
        found = find_chromium() or (install_chromium() if install else None)
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
