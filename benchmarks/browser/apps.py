"""The apps that are compared: how each is started, what of it is looked at, and how it filters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from benchmarks.browser.networks import PEERS
from benchmarks.paths import PROJECT
from benchmarks.peers.view import BUTTON
from benchmarks.prepared import SERVED, TABLE

if TYPE_CHECKING:
    from pathlib import Path

HOST = "127.0.0.1"
_LEAFLET = ".leaflet-container"
_MARKERS = ".leaflet-marker-pane > *"


class Gesture(StrEnum):
    """What a reader does to narrow the dates: one action that reruns the page once."""

    BUTTON = "click a button"
    TIMELINE = "drag over the timeline"


@dataclass(frozen=True)
class App:
    """One of the apps; its selectors are explained in probe.js."""

    name: str
    map: str = _LEAFLET
    marks: str = ""
    canvases: str = ""
    text: str = ""
    count: str = "[data-testid=stCaptionContainer]"
    gesture: Gesture = Gesture.BUTTON
    uses_gl: bool = False
    uses_networks: bool = False
    """Whether its page loads files from content networks."""
    health: str = "/_stcore/health"
    folder: Path = PEERS
    """Where the server is started; Streamlit reads its configuration there."""

    def command(self, data: Path, port: int) -> list[str]:
        """Return the Python module that serves it, with its arguments."""
        return [
            "streamlit", "run", "app.py",
            f"--server.port={port}", f"--server.address={HOST}", "--server.headless=true",
            "--server.fileWatcherType=none", "--browser.gatherUsageStats=false",
            "--theme.base=light", "--", self.name, str(data / TABLE),
        ]  # fmt: skip

    def environ(self, data: Path) -> dict[str, str]:
        """Return what the server finds in its environment besides the usual."""
        del data
        return {}

    def address(self, port: int, window: tuple[str, str]) -> str:
        """Return what to open; `window` are the dates that will be chosen."""
        first, last = window
        return f"http://{HOST}:{port}/?from={first}&to={last}"

    def looks_at(self) -> dict[str, str]:
        """Return what the probe is told."""
        return {
            "map": self.map,
            "marks": self.marks,
            "canvases": self.canvases,
            "text": self.text,
            "count": self.count,
            "button": BUTTON,
        }


@dataclass(frozen=True)
class AtlasApp(App):
    """Our own app."""

    def command(self, data: Path, port: int) -> list[str]:
        """Return the command line's `serve`; it is told its port in the environment."""
        del data, port
        return ["incidents.cli", "serve"]

    def environ(self, data: Path) -> dict[str, str]:
        """Return where its tables lie."""
        return {"INCIDENTS_DATA": str(data / SERVED)}

    def address(self, port: int, window: tuple[str, str]) -> str:
        """Return the page with nothing chosen, over the same part of the world as the peers."""
        del window
        return f"http://{HOST}:{port}/?map=6/31.5000/47.0000"


_FOLIUM = {"marks": _MARKERS, "canvases": "canvas", "uses_networks": True}
_GL_MAP = "[data-testid=stDeckGlJsonChart]"

APPS = {
    app.name: app
    for app in (
        App("blank", map="[data-testid=stMain]", text="[data-testid=stCaptionContainer]"),
        App("naive", **_FOLIUM),
        App("fast", **_FOLIUM),
        App("geojson", **_FOLIUM),
        App("st_map", map=_GL_MAP, canvases="canvas", uses_gl=True),
        App("pydeck", map=_GL_MAP, canvases="canvas", uses_gl=True),
        App("plotly", map=".js-plotly-plot", canvases="canvas", uses_gl=True),
        AtlasApp(
            "atlas",
            marks=_MARKERS,
            # not the ground and its names, which are drawn on canvases too
            canvases="canvas:not(.atlas-basemap-tile):not(.leaflet-atlas-names-pane canvas)",
            count="[data-testid=tally-count] .words",
            gesture=Gesture.TIMELINE,
            health="/api/health",
            folder=PROJECT,
        ),
    )
}
BASELINE = "blank"
