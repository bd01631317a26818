"""A running app and a real Chromium; every visitor remembers what the page asked for."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from incidents.settings import Settings
from tests.browser.find_chromium import CURE, find_chromium
from tests.browser.serving import PROJECT, Server, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

WAIT_MS = 30_000
QUIET_MS = 300
STEP_MS = 50
RESULTS = PROJECT / "test-results"
LOG_TAIL = 6000
SAME = {"data", "blob", "about"}

HARMLESS = re.compile(
    # the app closes its sockets when a page goes; Chromium reports what was under way
    r"net::ERR_(ABORTED|CONNECTION_RESET|INCOMPLETE)|WebSocket is closed before"
    # opened below the root, Streamlit looks for its server beside the page before it finds it
    r"|\b404\b.*/_stcore/(health|host-config)\)$"
)


@dataclass
class Visitor:
    """One browser profile on the app, and everything it asked for or complained about."""

    server: Server
    context: BrowserContext
    page: Page
    requests: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    pending: set[Request] = field(default_factory=set)

    def open(self, path: str = "/") -> Page:
        """Go to `path` and wait until the page is drawn."""
        self.page.goto(self.server.url + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the script has run and nothing is loading, nor has been for a while."""
        self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
        self.page.wait_for_load_state()
        end = monotonic() + WAIT_MS / 1000
        quiet = 0
        # the browser's own "networkidle" holds for a page's first loading only
        while quiet < QUIET_MS:
            assert monotonic() < end, f"still loading: {[one.url for one in self.pending]}"
            self.page.wait_for_timeout(STEP_MS)
            quiet = 0 if self.pending else quiet + STEP_MS

    @property
    def foreign(self) -> list[str]:
        """Every request to another place than the server."""
        home = urlsplit(self.server.url).netloc
        return [
            url
            for url in self.requests
            if urlsplit(url).scheme not in SAME and urlsplit(url).netloc != home
        ]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a way to any other machine."""
    path = find_chromium()
    if path is None:
        pytest.fail(CURE, pytrace=False)
    # Chromium's sandbox refuses to run as root, as it does in containers.
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    offline = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]
    small_memory = ["--disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=[*as_root, *offline, *small_memory]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    """The app with the bundled data."""
    with serve(Settings().data, tmp_path_factory.mktemp("server") / "log.txt") as running:
        yield running


@pytest.fixture
def open_visitor(browser, request) -> Iterator[Callable[..., Visitor]]:
    """A factory of visitors, each with a browser profile of its own."""
    visitors: list[Visitor] = []

    def start(server: Server, **options: object) -> Visitor:
        context = browser.new_context(
            **{"viewport": {"width": 1440, "height": 900}, "accept_downloads": True, **options}
        )
        context.set_default_timeout(WAIT_MS)
        visitor = Visitor(server, context, context.new_page())
        _watch(visitor)
        visitors.append(visitor)
        return visitor

    yield start
    failed = getattr(request.node, "failed_in_call", False)
    for number, visitor in enumerate(visitors):
        if failed:
            _keep(visitor, f"{re.sub(r'[^A-Za-z0-9]+', '-', request.node.name)[:80]}-{number}")
        visitor.context.close()


@pytest.fixture
def visitor(server, open_visitor) -> Visitor:
    """One visitor of the app with the bundled data."""
    return open_visitor(server)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.when == "call" and report.failed:
        item.failed_in_call = True
    if report.failed:
        for value in getattr(item, "funcargs", {}).values():
            if isinstance(value, Server):
                said = value.log.read_text(encoding="utf-8", errors="replace")[-LOG_TAIL:]
                report.sections.append(("what the app printed", said))
    return report


def _watch(visitor: Visitor) -> None:
    def asked(request: Request) -> None:
        visitor.requests.append(request.url)
        visitor.pending.add(request)
        if request.resource_type == "image":
            visitor.images.append(request.url)

    def ended(request: Request) -> None:
        visitor.pending.discard(request)

    def said(message: ConsoleMessage) -> None:
        text = f"{message.text} ({message.location.get('url')})"
        if message.type == "error" and not HARMLESS.search(text):
            visitor.problems.append(text)

    visitor.context.on("request", asked)
    visitor.context.on("requestfinished", ended)
    visitor.context.on("requestfailed", ended)
    visitor.context.on("console", said)
    visitor.context.on("weberror", lambda error: visitor.problems.append(str(error.error)))
    visitor.page.on("websocket", lambda socket: visitor.requests.append(_as_http(socket.url)))


def _as_http(url: str) -> str:
    return re.sub(r"^ws", "http", url)


def _keep(visitor: Visitor, name: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    visitor.page.screenshot(path=Path(RESULTS) / f"{name}.png", full_page=True)
