"""Whether the server has its data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse

from incidents.api.state import current_atlas
from incidents.query.filters import IncidentFilter
from incidents.query.select import count_incidents

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def read_health(_: Request) -> Response:
    """`/api/health`: the dataset that is served and how many rows are not."""
    dataset = current_atlas().dataset
    told = {
        "status": "ok",
        "dataset": dataset.dataset_id,
        "version": dataset.version,
        "incidents": count_incidents(dataset.tables, IncidentFilter()),
        "rejected": len({(row.table, row.row) for row in dataset.rejected}),
    }
    return JSONResponse(told, headers={"Cache-Control": "no-store"})
