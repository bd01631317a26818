"""What came from the server, sorted by what it is for."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

SOCKET, DATA = "socket", "data"
SCRIPTS, STYLES, GROUND, OTHER = "scripts", "styles", "ground", "other"
KINDS = (SOCKET, DATA, SCRIPTS, STYLES, GROUND, OTHER)
"""WebSocket, incidents as JSON, scripts, style sheets, the base map, and the rest."""

_DATA = re.compile(r"/api/(tiles|areas|tallies|incidents|timeline|frames)\b")
_GROUND = re.compile(r"/api/basemap\b")
_BY_SUFFIX = {".js": SCRIPTS, ".mjs": SCRIPTS, ".css": STYLES}


def sort_request(url: str) -> str:
    """Return of which kind a request is."""
    path = urlsplit(url).path
    if _DATA.search(path):
        return DATA
    if _GROUND.search(path):
        return GROUND
    return _BY_SUFFIX.get(PurePosixPath(path).suffix, OTHER)


def count_bytes(seen: dict[str, Any]) -> dict[str, int]:
    """Return the bytes of each kind, as they were sent (compressed where the server does so)."""
    found = dict.fromkeys(KINDS, 0)
    found[SOCKET] = int(seen["socket"])
    for request in seen["requests"]:
        found[sort_request(request["url"])] += int(request["bytes"])
    return found


def list_requests(seen: dict[str, Any], since_ms: float = 0) -> list[dict[str, Any]]:
    """Return the requests made since then, in their order, without the server's name."""
    rows = [
        {
            "path": urlsplit(request["url"]).path,
            "kind": sort_request(request["url"]),
            "start_ms": round(request["start"] - since_ms, 1),
            "took_ms": round(request["ms"], 1),
            "bytes": int(request["bytes"]),
        }
        for request in seen["requests"]
        if request["start"] >= since_ms
    ]
    return sorted(rows, key=lambda row: row["start_ms"])
