"""Only requests that name this server are answered (DNS rebinding)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import JSONResponse

from incidents.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Receive, Scope, Send

THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")

_NAME = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[^:\[\]/@\s]+)(:[0-9]{1,5})?")
_POLICY_VIOLATION = 1008


def allowed_hosts() -> tuple[str, ...]:
    """Return the names this server answers to: this machine's, and `INCIDENTS_HOSTS`."""
    return (*THIS_MACHINE, *read_settings().hosts)


class KnownHosts:
    """ASGI middleware: refuses requests whose Host is not one of ours."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = THIS_MACHINE) -> None:
        self.app = app
        self.hosts = frozenset(host.lower().rstrip(".") for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or refuse it."""
        if scope["type"] == "lifespan" or self._is_known(Headers(scope=scope).getlist("host")):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        else:
            await _REFUSAL(scope, receive, send)

    def _is_known(self, given: list[str]) -> bool:
        found = _NAME.fullmatch(given[0]) if len(given) == 1 else None
        return found is not None and found["name"].lower().rstrip(".") in self.hosts


_REFUSAL = JSONResponse(
    {
        "error": "This server does not go by that name. If it should, add the name to "
        "INCIDENTS_HOSTS and start it again."
    },
    status_code=400,
    headers={"Cache-Control": "no-store"},
)
