"""Files to take away, and the text that says what they are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.responses import Response, StreamingResponse

from incidents.api.drawing import drawing_of
from incidents.api.filters import Asked, refuse_unknown
from incidents.api.state import current_atlas
from incidents.exports.citation_file import build_citation
from incidents.exports.column_sets import ColumnSet, notes_on
from incidents.exports.csv_file import build_rejected_csv
from incidents.exports.downloads import (
    MEDIA_TYPES,
    Download,
    FileKind,
    build_download,
    name_file,
)
from incidents.exports.provenance import build_provenance

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from starlette.requests import Request


def _today() -> date:
    return datetime.now(tz=UTC).date()


def read_file(kind: FileKind) -> Callable[[Request], Response]:
    """Return the endpoint `/api/incidents.{kind}`: exactly the selected incidents."""

    def endpoint(request: Request) -> Response:
        asked, atlas = Asked(request, many=("accept",)), current_atlas()
        refuse_unknown(atlas.dataset, asked.chosen)
        download = build_download(
            atlas.dataset,
            asked.chosen,
            kind,
            accessed=_today(),
            page=str(request.base_url),
            accepted=asked.many("accept"),
            drawing=drawing_of(atlas),
        )
        keys = [asked.query, f"columns={kind.columns}" if kind.columns else ""]
        query = "&".join(key for key in keys if key)
        about = f"/api/citation.txt?{query}" if query else "/api/citation.txt"
        return _hand_over(request, download, {"Link": f'<{about}>; rel="describedby"'})

    return endpoint


def read_citation(request: Request) -> Response:
    """`/api/citation.txt`: filter, access date, version, licence, sources of a download."""
    asked, dataset = Asked(request, "columns"), current_atlas().dataset
    notes = notes_on(asked.word("columns", ColumnSet))
    told = build_provenance(dataset, asked.chosen, accessed=_today(), page=str(request.base_url))
    return Response(
        build_citation(told, notes),
        headers={"Cache-Control": "no-cache"},
        media_type="text/plain; charset=utf-8",
    )


def read_rejected(request: Request) -> Response:
    """`/api/rejected.csv`: the rows that are not served, each with its reasons."""
    dataset = current_atlas().dataset
    name = "rejected_" + name_file(dataset, _today(), "csv")
    chunks = build_rejected_csv(dataset.rejected)
    return _hand_over(request, Download(name, MEDIA_TYPES[FileKind.CSV], chunks), {})


def _hand_over(request: Request, download: Download, more: dict[str, str]) -> Response:
    headers = {
        "Cache-Control": "no-cache",
        "Content-Disposition": f'attachment; filename="{download.file_name}"',
        **more,
    }
    # Built as it is sent, in threads: a large selection never stands in memory as one file.
    chunks = iter(()) if request.method == "HEAD" else download.chunks
    return StreamingResponse(chunks, headers=headers, media_type=download.media_type)
