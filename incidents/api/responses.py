"""Answers with a validator, so that a browser asks again at little cost."""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from incidents.query.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

COMPRESSED_FROM = 1024
"""Answers of fewer bytes gain nothing by compression."""

ANSWERS: Kept[bytes] = Kept(4096, 64 * 2**20, len)
"""Shared by every route; keys name the edition, so that a changed dataset is never answered."""

EDITION_KEY = "v"
"""The key by which an address may name the edition it wants."""

_JSON = "application/json"
_ASK_AGAIN = "no-cache"  # kept by the browser, but asked for each time with its validator
LASTING = "private, max-age=31536000, immutable"
"""For what its address names for good, by an edition or a hash."""


def dump_json(value: object) -> bytes:
    """Return `value` as JSON; anything that JSON has no word for is a defect."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode()


def answer_json(
    request: Request,
    key: tuple[str, ...],
    build: Callable[[], dict[str, Any]],
    *,
    media_type: str = _JSON,
) -> Response:
    """Return the JSON that `build` gives, from memory where it was asked for before.

    An address that names the present edition as `v` has this answer for good, so that a browser
    need not ask again.

    Args:
        request: What was asked.
        key: Everything that the answer depends on, the edition first.
        build: Computes the answer.
        media_type: Its media type.
    """
    lasting = request.query_params.get(EDITION_KEY) == key[0]
    headers = {"Cache-Control": LASTING} if lasting else None
    return answer(request, key, lambda: dump_json(build()), media_type=media_type, headers=headers)


def answer(
    request: Request,
    key: tuple[str, ...],
    build: Callable[[], bytes],
    *,
    media_type: str,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return what `build` gives with an ETag from `key`, or 304 when the client has it.

    `Cache-Control` is `no-cache` unless `headers` say otherwise.
    """
    tag = hashlib.sha256(json.dumps(key).encode()).hexdigest()[:24]
    said = {"Cache-Control": _ASK_AGAIN, "Vary": "Accept-Encoding", **(headers or {})}
    if wanted := _known(request, tag):
        return Response(status_code=304, headers={**said, "ETag": wanted})
    body = ANSWERS.get(tag, build)
    if len(body) >= COMPRESSED_FROM and accepts_gzip(request.headers.get("accept-encoding", "")):
        body = ANSWERS.get(f"{tag}-gzip", lambda: gzip.compress(body, compresslevel=6, mtime=0))
        # A strong validator names the bytes as sent, so the compressed form has its own.
        said |= {"Content-Encoding": "gzip", "ETag": f'"{tag}-gzip"'}
    else:
        said["ETag"] = f'"{tag}"'
    return Response(body, headers=said, media_type=media_type)


def _known(request: Request, tag: str) -> str:
    """Return the validator by which the client has this answer, or ""."""
    given = request.headers.get("if-none-match", "")
    tags = [part.strip().removeprefix("W/") for part in given.split(",")]
    ours = [f'"{tag}"', f'"{tag}-gzip"']
    if "*" in tags:
        return ours[0]
    return next((one for one in ours if one in tags), "")


def accepts_gzip(given: str) -> bool:
    """Return whether an `Accept-Encoding` header allows gzip."""
    for part in given.lower().split(","):
        name, _, quality = part.partition(";")
        if name.strip() in {"gzip", "*"}:
            return quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
