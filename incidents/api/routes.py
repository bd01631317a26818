"""Every address of the API, and what stands around the whole server."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route

from incidents.api.areas import read_areas
from incidents.api.assets import StaticAssets
from incidents.api.browser import read_browser_file
from incidents.api.downloads import read_citation, read_file, read_rejected
from incidents.api.early import EarlyLinks
from incidents.api.errors import HANDLERS, answer_defect
from incidents.api.figures import read_tallies, read_timeline
from incidents.api.frames import read_frame_areas, read_frame_tile, read_frames
from incidents.api.headers import SecurityHeaders
from incidents.api.health import read_health
from incidents.api.hosts import KnownHosts, allowed_hosts
from incidents.api.incidents import read_incident, read_list
from incidents.api.terms import read_terms
from incidents.api.tiles import read_basemap_tile, read_tile
from incidents.exports.downloads import FileKind

ENDPOINTS = [
    Route("/health", read_health),
    Route("/frames.json", read_frames),
    Route("/frames/admin1.json", read_frame_areas),
    Route("/frames/{z}/{x}/{y}.json", read_frame_tile),
    Route("/tiles/{z}/{x}/{y}.json", read_tile),
    Route("/basemap/{z}/{x}/{y}.json", read_basemap_tile),
    Route("/incidents.json", read_list),
    *(Route(f"/incidents.{kind}", read_file(kind)) for kind in FileKind),
    Route("/terms.json", read_terms),
    Route("/incidents/{incident_id}.json", read_incident),
    Route("/areas/admin1.json", read_areas),
    Route("/timeline.json", read_timeline),
    Route("/tallies.json", read_tallies),
    Route("/citation.txt", read_citation),
    Route("/rejected.csv", read_rejected),
    Route("/browser/{name:path}", read_browser_file),
]


def build_routes() -> list[BaseRoute]:
    """Return the routes to stand beside the page: one application under `/api`.

    It is an application of its own so that its errors are JSON whatever the page's are.
    """
    api = Starlette(routes=ENDPOINTS, exception_handlers=HANDLERS)
    api.router.redirect_slashes = False
    return [Mount("/api", app=api)]


def build_middleware() -> list[Middleware]:
    """Return what every request to the server passes, the page's included."""
    return [
        Middleware(SecurityHeaders),
        Middleware(KnownHosts, hosts=allowed_hosts()),
        Middleware(StaticAssets),
        Middleware(EarlyLinks),
    ]


SERVER_ERRORS = {Exception: answer_defect}
"""For the whole server: a defect outside the API is answered as one inside it."""
