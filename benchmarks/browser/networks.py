"""What pages ask content networks for, answered from disk: an ideal network, and a hermetic one."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from benchmarks.browser.errors import MeasuringError, MissingToolError
from benchmarks.paths import PROJECT

if TYPE_CHECKING:
    from benchmarks.browser.protocol import Tab

PEERS = PROJECT / "benchmarks" / "peers"
PACKAGES = PEERS / "node_modules"
_INSTALL = ("install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund")

_BLANK_STYLE = json.dumps({"version": 8, "sources": {}, "layers": []}).encode()
_FIXED = (
    (r"style\.json$", _BLANK_STYLE),  # every base map: an empty ground
    (r"/(bootstrap-glyphicons|leaflet\.awesome\.rotate(\.min)?)\.css$", b""),
)
_FILES = (
    (r"/((?:@[\w.-]+/)?[\w.-]+)@[\d.]+/(.+)$", ""),  # <package>@<version>/<file>
    (r"/leaflet\.markercluster/[\d.]+/(.+)$", "leaflet.markercluster/dist"),
    (r"/Leaflet\.awesome-markers/[\d.]+/(.+)$", "leaflet.awesome-markers/dist"),
    (r"/(jquery)[\w.-]*\.js$", "jquery/dist"),
)
_MEDIA_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".png": "image/png",
}


def install_packages() -> None:
    """See to it that the peers' browser packages are on disk.

    Raises:
        MissingToolError: npm is missing, or could not install them.
    """
    wanted = json.loads((PEERS / "package.json").read_text(encoding="utf-8"))["dependencies"]
    if all((PACKAGES / name).is_dir() for name in wanted):
        return
    npm = shutil.which("npm")
    if npm is None:
        raise MissingToolError(
            "npm, which fetches the browser packages of the folium peers, is not installed. "
            "Install it (Debian: `apt-get install npm`), or leave those apps out (--apps of "
            "benchmarks.browser)."
        )
    done = subprocess.run([npm, *_INSTALL], cwd=PEERS, check=False)  # noqa: S603 (fixed words)
    if done.returncode:
        raise MissingToolError(f"npm could not install what {PEERS / 'package.json'} lists.")


def read_answer(url: str) -> tuple[bytes, str] | None:
    """Return the body and media type for a file of a content network, or None."""
    path = unquote(urlsplit(url).path)
    for pattern, body in _FIXED:
        if re.search(pattern, path):
            return body, _MEDIA_TYPES[Path(path).suffix]
    for pattern, folder in _FILES:
        found = re.search(pattern, path)
        if not found:
            continue
        named = (PACKAGES / folder).joinpath(*found.groups())
        for file in (named, named.with_name(f"{named.name}.js")):
            if file.is_file():
                return file.read_bytes(), _MEDIA_TYPES.get(file.suffix, "application/octet-stream")
    return None


async def answer_from_disk(tab: Tab) -> list[str]:
    """Answer all requests of `tab` to other machines; return those refused, as they come."""
    refused: list[str] = []

    async def on_request(paused: dict[str, Any]) -> None:
        url, request_id = paused["request"]["url"], paused["requestId"]
        found = read_answer(url)
        try:
            if found is None:
                refused.append(url)
                await tab.send(
                    "Fetch.failRequest", requestId=request_id, errorReason="InternetDisconnected"
                )
                return
            body, media_type = found
            await tab.send(
                "Fetch.fulfillRequest",
                requestId=request_id,
                responseCode=200,
                responseHeaders=[
                    {"name": "Content-Type", "value": media_type},
                    {"name": "Access-Control-Allow-Origin", "value": "*"},
                    {"name": "Timing-Allow-Origin", "value": "*"},
                ],
                body=base64.b64encode(body).decode(),
            )
        except MeasuringError:
            return  # the page is gone; whoever waits for it learns of that

    tab.listen("Fetch.requestPaused", on_request)
    await tab.send("Fetch.enable", patterns=[{"urlPattern": "https://*"}])
    return refused
