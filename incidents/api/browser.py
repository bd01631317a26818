"""The browser's files: our scripts and styles, and Leaflet, by a list of names."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import xstatic.pkg.leaflet
from starlette.exceptions import HTTPException

from incidents.api.bundles import BUNDLES, build_bundle
from incidents.api.responses import EDITION_KEY, LASTING, answer
from incidents.library.editions import current_edition
from incidents.settings import PROJECT

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_OURS = (PROJECT / "incidents" / "maps" / "browser", PROJECT / "incidents" / "ui" / "components")
_LEAFLET = Path(xstatic.pkg.leaflet.BASE_DIR)
_LEAFLET_FILES = ("leaflet.js", "leaflet.css", *(f"images/{name}" for name in (
    "layers.png", "layers-2x.png", "marker-icon.png", "marker-icon-2x.png", "marker-shadow.png",
)))  # fmt: skip

MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


@cache
def list_files() -> dict[str, Path]:
    """Return every file that may be asked for, by its name in the address."""
    found = {
        path.name: path
        for folder in reversed(_OURS)
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if path.suffix in MEDIA_TYPES and path.is_file()
    }
    leaflet = {f"leaflet/{name}": _LEAFLET / name for name in _LEAFLET_FILES}
    return found | {name: path for name, path in leaflet.items() if path.is_file()}


def read_browser_file(request: Request) -> Response:
    """`/api/browser/{name}`: a file of the list, and nothing else."""
    name = request.path_params["name"]
    content = _read(name)
    digest = hashlib.sha256(content).hexdigest()
    # An address that names the code's edition, as the pages' own do, has its file for good.
    lasts = request.query_params.get(EDITION_KEY) == current_edition("")
    return answer(
        request,
        ("browser", digest),
        lambda: content,
        media_type=MEDIA_TYPES[Path(name).suffix],
        headers={"Cache-Control": LASTING} if lasts else None,
    )


def _read(name: str) -> bytes:
    files = list_files()
    if name in BUNDLES:
        return build_bundle(name, lambda part: files[part].read_text("utf-8")).encode()
    # The name is looked up, never joined to a folder: there is no way out of the list.
    path = files.get(name)
    if path is None:
        raise HTTPException(404)
    return path.read_bytes()
