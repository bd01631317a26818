"""The API in this process, with everything that stands around it but the page."""

from __future__ import annotations

import asyncio

import httpx
from starlette.applications import Starlette

from incidents.api.routes import SERVER_ERRORS, build_middleware, build_routes

HOME = "http://127.0.0.1:8501"


class Client:
    """Asks the API, as a browser on this machine would."""

    def __init__(self, routes=()):
        self.app = Starlette(
            routes=[*build_routes(), *routes],
            middleware=build_middleware(),
            exception_handlers=SERVER_ERRORS,
        )

    def ask(self, path, method="GET", **headers):
        return asyncio.run(self._ask(method, path, headers))

    async def _ask(self, method, path, headers):
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return await client.request(method, path, headers=named)
