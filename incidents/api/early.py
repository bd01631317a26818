"""Names in the head of a page what it will ask for only later, so that it is there by then.

Streamlit loads the code of each kind of widget when the first of them is drawn, and that code names
more; the map's frame loads its scripts one after another. On a poor network each step is a round
trip during which nothing happens.
"""

from __future__ import annotations

import gzip
import re
from functools import cache, partial
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from incidents.api.assets import list_assets
from incidents.api.responses import EDITION_KEY, accepts_gzip
from incidents.library.editions import current_edition
from incidents.maps.folium_map import BROWSER_ROOT, SCRIPTS, STYLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_JS = "/static/js/"
_EVERYWHERE = (
    "PageLink", "BidiComponent", "Html", "Selectbox", "DateInput", "Multiselect", "Radio",
    "Checkbox", "NumberInput", "TextInput",
)  # fmt: skip
"""Streamlit's names for the code of what most of our pages begin with."""
_MAP = ("ComponentInstance",)
_FRAME = "/component/"
_NEEDED = re.compile(r'(?:from|import)\s*"\./([\w.-]+\.js)"')
_HEAD_ENDS = b"</head>"


class EarlyLinks:
    """ASGI middleware: adds links to pages; what is no page passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _Page(scope, send).take)


class _Page:
    """One answer on its way: held back until it is whole, if it is a page."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send = scope, send
        self._start: Message | None = None
        self._body = b""

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        links = "".join(list_links(self._scope["path"])).encode()
        body = self._body.replace(_HEAD_ENDS, links + _HEAD_ENDS, 1)
        headers = MutableHeaders(scope=start)
        for name in ("etag", "last-modified", "accept-ranges"):  # of the page without the links
            del headers[name]
        headers.add_vary_header("Accept-Encoding")
        if accepts_gzip(Headers(scope=self._scope).get("accept-encoding", "")):
            body = gzip.compress(body, compresslevel=6, mtime=0)
            headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_page(start: Message) -> bool:
    headers = Headers(scope=start)
    is_html = headers.get("content-type", "").startswith("text/html")
    return start["status"] == 200 and is_html and "content-encoding" not in headers  # noqa: PLR2004


def list_links(path: str) -> tuple[str, ...]:
    """Return the links for the page at an address, as markup."""
    # kept by the kind of page: there is no end of addresses that anybody may ask for
    return _links_of(in_frame=path.startswith(_FRAME), is_map=path == "/")


@cache
def _links_of(*, in_frame: bool, is_map: bool) -> tuple[str, ...]:
    own = partial("{}/{}?{}={}".format, BROWSER_ROOT)
    dated = {name: own(name, EDITION_KEY, current_edition("")) for name in
             (*SCRIPTS, *STYLES, "map.js", "page.js")}  # fmt: skip
    if in_frame:
        scripts = (_link("preload", dated[name], "script") for name in SCRIPTS)
        styles = (_link("preload", dated[name], "style") for name in STYLES)
        return (*scripts, _link("modulepreload", dated["map.js"]), *styles)
    chunks = list_chunks((*_EVERYWHERE, *(_MAP if is_map else ())))
    later = [*_frame_scripts(), *(dated[name] for name in (*SCRIPTS, "map.js"))] if is_map else []
    return (
        *(_link("modulepreload", f"{_JS}{name}", crossorigin=True) for name in chunks),
        _link("modulepreload", dated["page.js"]),
        *(_link("prefetch", address) for address in later),
    )


def _link(how: str, address: str, kind: str = "", *, crossorigin: bool = False) -> str:
    named = f' as="{kind}"' if kind else ""
    # as Streamlit names its own, or the browser would load them twice
    asked = " crossorigin" if crossorigin else ""
    return f'<link rel="{how}"{named}{asked} href="{address}">'


def _frame_scripts() -> Iterator[str]:
    return (path for path in list_assets() if path.startswith(_FRAME) and path.endswith(".js"))


def list_chunks(parts: Iterable[str]) -> list[str]:
    """Return the file names of some parts of Streamlit and of what they import in turn.

    What its page loads at once is left out; so is what this version has under another name, which
    is loaded when it is needed, as ever.
    """
    files = {path.removeprefix(_JS): file for path, file in list_assets().items()
             if path.startswith(_JS)}  # fmt: skip

    def follow(named: Iterable[str]) -> dict[str, None]:
        wanted = [name for part in named for name in files if name.split(".")[0] == part]
        found: dict[str, None] = {}
        for name in wanted:
            if name in files and name not in found:
                found[name] = None
                wanted += _NEEDED.findall(files[name].read_text("utf-8"))
        return found

    at_once = follow(["index"])
    return [name for name in follow(parts) if name not in at_once]
