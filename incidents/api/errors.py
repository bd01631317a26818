"""One table from what went wrong to what the client is told."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from incidents.api.headers import security_headers
from incidents.errors import (
    BinError,
    FilterError,
    IncidentsError,
    TermsError,
    TileError,
    UnknownIncidentError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

_LOG = logging.getLogger("incidents.api")

STATUSES: dict[type[IncidentsError], HTTPStatus] = {
    FilterError: HTTPStatus.BAD_REQUEST,
    BinError: HTTPStatus.BAD_REQUEST,
    UnknownIncidentError: HTTPStatus.NOT_FOUND,
    TileError: HTTPStatus.NOT_FOUND,
    TermsError: HTTPStatus.FORBIDDEN,
    # Everything else raised on purpose is about the installation: its data cannot be read.
    IncidentsError: HTTPStatus.SERVICE_UNAVAILABLE,
}

_UNAVAILABLE = (
    "The data of this installation cannot be read at the moment. "
    "`incidents validate` and the server's log say why."
)
_DEFECT = "Something went wrong on the server; it has been written to its log. Try again."
_WORDS = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address. The addresses are in docs/api.md.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address is only read: use GET or HEAD.",
}


def answer_error(request: Request, error: Exception) -> Response:
    """Return the answer to an error raised on purpose."""
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    if isinstance(error, TermsError):
        return _say(status, str(error), more=_how_to_ask(request, error))
    if status is not HTTPStatus.SERVICE_UNAVAILABLE:
        return _say(status, str(error))
    # Its words name folders of the machine, which are for its keeper only.
    _LOG.error("%s: %s", request.url.path, error)
    return _say(status, _UNAVAILABLE)


def answer_http(_: Request, error: Exception) -> Response:
    """Return the answer where no route, or no such method, is."""
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    return _say(status, _WORDS.get(status, status.phrase), error.headers)


def answer_defect(request: Request, _: Exception) -> Response:
    """Return the answer to a defect: no traceback, no detail; the server logs it when it is raised.

    It carries the security headers itself, because it is sent from outside every middleware.
    """
    answer = _say(HTTPStatus.INTERNAL_SERVER_ERROR, _DEFECT)
    answer.headers.update(security_headers(request.url.path, request.headers.get("host", "")))
    return answer


def _how_to_ask(request: Request, error: TermsError) -> dict[str, object]:
    """Return what has to stand in the address for a refused download to be given."""
    query = [(k, v) for k, v in request.query_params.multi_items() if k != "accept"]
    return {
        "datasets": error.names,
        "accept": f"accept={','.join(map(quote, error.names))}",
        "terms": f"/api/terms.json?{urlencode(query)}".rstrip("?"),
    }


def _say(
    status: HTTPStatus,
    words: str,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, object] | None = None,
) -> Response:
    said = {"Cache-Control": "no-store", **(headers or {})}
    return JSONResponse({"error": words, **(more or {})}, status, headers=said)


HANDLERS: dict[Any, Callable[[Request, Exception], Response]] = {
    IncidentsError: answer_error,
    HTTPException: answer_http,
    Exception: answer_defect,
}
"""For an application's `exception_handlers`."""
