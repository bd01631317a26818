"""Streamlit's own scripts and styles, sent compressed and from memory.

Streamlit reads each from disk for each request and sends it as it is: some hundred files and 2.5 MB
before a page shows anything. For readers on a poor network that is most of what they wait for.
"""

from __future__ import annotations

import gzip
import mimetypes
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import Response

from incidents.api.responses import LASTING, accepts_gzip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send

_SMALL = {".js", ".css", ".svg"}
"""What compression makes much smaller; fonts and pictures are compressed already."""
_MOST_FILES = 1024


class StaticAssets:
    """ASGI middleware: answers for the files whose names hold their content's hash."""

    def __init__(self, app: ASGIApp, files: Mapping[str, Path] | None = None) -> None:
        self.app = app
        self.files = list_assets() if files is None else files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or leave it to others."""
        path = self.files.get(scope["path"]) if scope["type"] == "http" else None
        if path is None or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        small = path.suffix in _SMALL and accepts_gzip(_header(scope, b"accept-encoding"))
        headers = {"Cache-Control": LASTING, "Vary": "Accept-Encoding"}
        if small:
            headers["Content-Encoding"] = "gzip"
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        body = _compress(path) if small else path.read_bytes()
        answer = Response(body, headers=headers, media_type=kind)
        await answer(scope, receive, send)


def list_assets() -> dict[str, Path]:
    """Return the files that may be kept for good, by their addresses."""
    found: dict[str, Path] = {}
    for package, folder, address in (
        ("streamlit", "static/static", "/static"),
        ("streamlit_folium", "frontend/build/static",
         "/component/streamlit_folium.st_folium/static"),
    ):  # fmt: skip
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            continue
        root = Path(spec.origin).parent / folder
        found |= {f"{address}/{path.relative_to(root).as_posix()}": path
                  for path in sorted(root.rglob("*")) if path.is_file()}  # fmt: skip
    return found


@lru_cache(maxsize=_MOST_FILES)
def _compress(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")
