"""Security headers on every answer, by what is at the address."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PUBLIC_TILES = "https://tile.openstreetmap.org"

_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?")

_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), "
        "fullscreen=(self), clipboard-write=(self)"
    ),
}

# An answer of the API is read by a script or saved to a file; opened as a page, it may do nothing.
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def security_headers(path: str, host: str) -> dict[str, str]:
    """Return the security headers of the answer at `path` to a request that named `host`."""
    if path == "/api" or path.startswith("/api/"):
        return _EVERYWHERE | {
            "Content-Security-Policy": _DATA_POLICY,
            "Referrer-Policy": "no-referrer",
        }
    in_frame = path.startswith("/component/")
    return _EVERYWHERE | {
        "Content-Security-Policy": _page_policy(host, in_frame=in_frame),
        # The tile server's terms ask for the page's origin; nobody else is told anything.
        "Referrer-Policy": "strict-origin" if in_frame else "same-origin",
    }


def _page_policy(host: str, *, in_frame: bool) -> str:
    if in_frame:
        # st_folium's frame makes the map by evaluating folium's script. No words of a dataset are
        # in it, and a reader's only percent-encoded: the map's data comes as JSON.
        scripts, images = "'self' 'unsafe-inline' 'unsafe-eval'", f" {_PUBLIC_TILES}"
    else:
        scripts, images = f"'self' blob: {_inline_scripts()}", ""
    # Not every browser counts ws: as 'self'.
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    directives = {
        "default-src": "'self'",
        "script-src": scripts,
        "style-src": "'self' 'unsafe-inline'",
        "img-src": f"'self' data: blob:{images}",
        "font-src": "'self' data:",
        "connect-src": f"'self'{sockets}",
        "worker-src": "'self' blob:",
        "frame-src": "'self'",
        "frame-ancestors": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


@cache
def _inline_scripts() -> str:
    """Return the hashes of the scripts that stand in Streamlit's own page: those and no others."""
    streamlit = find_spec("streamlit")
    if streamlit is None or streamlit.origin is None:
        return ""
    page = Path(streamlit.origin).parent / "static" / "index.html"
    scripts = re.findall(rb"<script>(.*?)</script>", page.read_bytes(), re.DOTALL)
    digests = (base64.b64encode(hashlib.sha256(script).digest()).decode() for script in scripts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


class SecurityHeaders:
    """ASGI middleware: adds the headers to every HTTP answer, whoever made it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        added = security_headers(scope["path"], Headers(scope=scope).get("host", ""))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(added)
            await send(message)

        await self.app(scope, receive, send_with_headers)
