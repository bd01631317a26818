"""The app as a reader starts it: from the frame, with an address."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from incidents.settings import PROJECT

FRAME = PROJECT / "incidents" / "ui" / "main.py"
PAGES = FRAME.parent / "app_pages"


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def _own_home(empty_home, monkeypatch):
    """Whatever this machine's user has brought in is not there."""
    monkeypatch.setenv("INCIDENTS_HOME", str(empty_home))


class App:
    """A running app, and what its components were told."""

    def __init__(self, app):
        self.app = app

    def go(self, page):
        self.app.switch_page(str(PAGES / f"{page}.py")).run()
        return self

    def told(self, script, part=""):
        """Return the data of our component `script`; `part` is text that its data must hold."""
        found = [
            element.proto.json
            for element in self.app.main
            if element.type == "bidi_component"
            and element.proto.component_name == f"incident-atlas.{script}"
            and part in element.proto.json
        ]
        assert found, f"no component {script!r} is on the page"
        return json.loads(found[0])

    def has(self, script, part=""):
        return any(
            element.type == "bidi_component"
            and element.proto.component_name == f"incident-atlas.{script}"
            and part in element.proto.json
            for element in self.app.main
        )

    @property
    def figures(self):
        return {each["name"]: each["words"] for each in self.told("strip")["figures"]}

    @property
    def query(self):
        return self.told("strip")["query"]


@pytest.fixture
def open_app(monkeypatch):
    def open_at(query=None, *, data=None, page=""):
        if data is not None:
            monkeypatch.setenv("INCIDENTS_DATA", str(data))
        app = AppTest.from_file(str(FRAME), default_timeout=120)
        for key, value in (query or {}).items():
            app.query_params[key] = value
        opened = App(app.run())
        return opened.go(page) if page else opened

    return open_at
